import { surfaceGroupOf } from './flux-correction'
import type { ThermalSegment } from './lay-columns'

/** A station that tells of a bare surface: its segment, and its place in a row of readings. */
export interface TellingStation { segment: number; reading: number }

/**
 * Mean surface over a stretch of readings, °C: of each unheated segment by the stations on surfaces like it (asphalt or concrete, air below or not);
 * NaN where none tells it.
 * @param surfaceC rows of `width` readings, °C, NaN where nothing good was read
 */
export function dayMeansC(segments: readonly ThermalSegment[], stations: readonly TellingStation[], surfaceC: Float32Array, width: number): Float32Array {
  const kindOf = (segment: ThermalSegment): string => `${surfaceGroupOf(segment)} ${segment.exposure.airBelow}`
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { reading, segment } of stations) {
    const kind = kindOf(segments[segment]!)
    const all = sums.get(kind) ?? { sum: 0, count: 0 }
    sums.set(kind, all)
    for (let at = reading; at < surfaceC.length; at += width) {
      if (Number.isNaN(surfaceC[at]!)) continue
      all.sum += surfaceC[at]!
      all.count++
    }
  }
  return Float32Array.from(segments, (segment) => {
    const all = segment.loopId === null ? sums.get(kindOf(segment)) : undefined
    return all && all.count > 0 ? all.sum / all.count : Number.NaN
  })
}
