import type { SurfaceRange } from '#domain/grf/assess-rwycc'
import { surfaceStates } from '#domain/sensing/surface-state'
import type { NowcastColumns } from '#domain/thermal/optimal-interpolation'
import type { NetworkView } from '#domain/wire/network'
import type { RunwayThirdView } from '#domain/wire/runway-condition'

const hundredths = (value: number): number => Math.round(value * 100) / 100

/** The surface of a runway's third now: what is shown of it, and what it may be anywhere on it (null as soon as a part of it is not known well enough). */
export function thirdSurface(segments: readonly NetworkView['segments'][number][], columns: NowcastColumns | null, nowMs: number): { view: RunwayThirdView['surface']; range: SurfaceRange | null } {
  let coldest = -1
  let [maxC, unknownM] = [-Infinity, 0]
  const range = { minC: Infinity, maxC: -Infinity }
  let isKnown = segments.length > 0
  for (const { index, length_m: lengthM } of segments) {
    const c = columns?.temperature[index] ?? Number.NaN
    const state = surfaceStates[columns?.state[index] ?? 0]
    if (Number.isNaN(c)) unknownM += lengthM
    else {
      if (coldest < 0 || c < columns!.temperature[coldest]!) coldest = index
      maxC = Math.max(maxC, c)
      const sdK = columns!.sdK[index]!
      range.minC = Math.min(range.minC, c - (Number.isNaN(sdK) ? 0 : sdK))
      range.maxC = Math.max(range.maxC, c + (Number.isNaN(sdK) ? 0 : sdK))
    }
    isKnown &&= state === 'measured' || state === 'estimated'
  }
  const unknown = { temperature_c: null, state: 'unknown', measured_at: null, age_s: null, max_c: null, unknown_length_m: hundredths(unknownM) } as const
  if (!columns || coldest < 0) return { view: unknown, range: null }
  const measuredAtS = columns.measuredAt[coldest]!
  return {
    view: {
      temperature_c: hundredths(columns.temperature[coldest]!), state: surfaceStates[columns.state[coldest]!]!, measured_at: measuredAtS === 0 ? null : new Date(measuredAtS * 1000).toISOString(),
      age_s: measuredAtS === 0 ? null : Math.max(0, Math.round(nowMs / 1000 - measuredAtS)), max_c: hundredths(maxC), unknown_length_m: hundredths(unknownM),
    },
    range: isKnown ? range : null,
  }
}
