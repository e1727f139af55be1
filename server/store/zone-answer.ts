import { assetKinds } from '#domain/network/network'
import { surfaceStates, type SurfaceState } from '#domain/sensing/surface-state'
import type { ZoneAnswer } from '#domain/wire/zones'
import type { ClippedSegment } from './query-zone'

/** What the live room (or a past instant) says of a segment's surface. */
export interface SurfaceValue { temperatureC: number | null; /** Standard deviation, K. */ sdK: number | null; state: SurfaceState }

/** Length-weighted running figures; only segments with a value enter them. */
class Tally {
  count = 0
  lengthM = 0
  areaM2 = 0
  valuedM = 0
  sumCM = 0
  deviatedM = 0
  sumKM = 0
  belowZeroM = 0
  aboveLimitM = 0
  min = Infinity
  max = -Infinity

  add(clip: ClippedSegment, valueC: number | null, sdK: number | null, limitC: number | undefined): void {
    this.count += 1
    this.lengthM += clip.lengthM
    this.areaM2 += clip.areaM2
    if (valueC === null) return
    this.valuedM += clip.lengthM
    this.sumCM += valueC * clip.lengthM
    if (sdK !== null) {
      this.deviatedM += clip.lengthM
      this.sumKM += sdK * clip.lengthM
    }
    if (valueC < 0) this.belowZeroM += clip.lengthM
    if (limitC !== undefined && valueC > limitC) this.aboveLimitM += clip.lengthM
    this.min = Math.min(this.min, valueC)
    this.max = Math.max(this.max, valueC)
  }

  share = (partM: number): number | null => (this.valuedM > 0 ? partM / this.valuedM : null)
}

/**
 * Statistics of a zone from its clipped segments and their present values. Means and shares weigh by clipped length.
 * A `lost` or `unknown` segment has no value, whatever number came with it: its length is told as unknown.
 * @param valueOf surface value of a segment; undefined counts as unknown
 */
export function zoneAnswer(clips: readonly ClippedSegment[], valueOf: (clip: ClippedSegment) => SurfaceValue | undefined, at: Date, limitC?: number): ZoneAnswer {
  const all = new Tally()
  // By place and not by name: a Map would hash each row's own copy of the word.
  const tallies: (Tally | undefined)[] = []
  const segmentIds: string[] = []
  const loopIds = new Set<string>()
  for (const clip of clips) {
    segmentIds.push(clip.id)
    if (clip.loopId !== null) loopIds.add(clip.loopId)
    const { temperatureC, sdK, state } = valueOf(clip) ?? { temperatureC: null, sdK: null, state: 'unknown' as const }
    const valueC = state === 'unknown' || state === 'lost' ? null : temperatureC
    const place = assetKinds.indexOf(clip.kind) * surfaceStates.length + surfaceStates.indexOf(state)
    const tally = (tallies[place] ??= new Tally())
    tally.add(clip, valueC, sdK, limitC)
    all.add(clip, valueC, sdK, limitC)
  }
  const known = all.valuedM > 0
  return {
    at: at.toISOString(),
    segment_ids: segmentIds,
    loop_ids: [...loopIds].sort(),
    count: all.count,
    length_m: all.lengthM,
    area_m2: all.areaM2,
    min_c: known ? all.min : null,
    mean_c: all.share(all.sumCM),
    max_c: known ? all.max : null,
    // Neighbouring errors go together: the mean of the deviations, not the smaller deviation of a mean of independent ones.
    surface_temperature_sd_k: known && all.deviatedM === all.valuedM ? all.sumKM / all.valuedM : null,
    share_below_zero: all.share(all.belowZeroM),
    share_above_limit: limitC === undefined ? null : all.share(all.aboveLimitM),
    unknown_length_m: all.lengthM - all.valuedM,
    groups: tallies.flatMap((tally, place) => (tally ? [{
      kind: assetKinds[Math.floor(place / surfaceStates.length)] as ClippedSegment['kind'], state: surfaceStates[place % surfaceStates.length] as SurfaceState,
      count: tally.count, length_m: tally.lengthM, area_m2: tally.areaM2, mean_c: tally.share(tally.sumCM),
    }] : [])).sort((a, b) => a.kind.localeCompare(b.kind) || a.state.localeCompare(b.state)),
  }
}
