import { noCondition } from '#domain/wire/forecast'
import type { ForecastColumns } from '../api/decode-forecast'
import { emptySurface, type SurfaceFrame } from '../api/decode-frame'
import { shownCode } from '../format/shown-state'
import type { ForecastTrust } from './forecast-state'

/** The surface of a forecast in the shape of the map: means with the state of a forecast. What has no course is unknown, and so is everything that is withheld. */
export function forecastSurface(columns: ForecastColumns | null, count: number, trust: ForecastTrust): SurfaceFrame {
  const surface = emptySurface(count)
  if (!columns || trust === 'withheld' || columns.meanC.length !== count) return surface
  const code = shownCode(trust)
  for (let i = 0; i < count; i += 1) {
    const meanC = columns.meanC[i]!
    if (Number.isNaN(meanC)) continue
    surface.temperature[i] = meanC
    surface.state[i] = code
  }
  return surface
}

/** What a forecast says of one segment beyond its mean; NaN and `noCondition` = unknown. */
export const forecastDetail = (columns: ForecastColumns | null, index: number): { lowC: number; highC: number; condition: number } =>
  ({ lowC: columns?.p10C[index] ?? Number.NaN, highC: columns?.p90C[index] ?? Number.NaN, condition: columns?.condition[index] ?? noCondition })
