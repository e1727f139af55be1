import { geodesicInverse, type LonLat } from '../geodesic'
import { toBd09 } from './bd09'
import { toGcj02 } from './gcj02'

export type MapOffset = 'none' | 'gcj02' | 'bd09'

/** How well the positions of known points fit each reading, m (mean distance). */
export interface OffsetVerdict { readonly offset: MapOffset | null; readonly meanM: Readonly<Record<MapOffset, number>> }

/** The best reading must be this near and the others this many times further: a landmark has no single point. */
const nearM = 100
const clearly = 2.5

/**
 * Tells from points whose true position is known (degrees) whether a file's positions were taken from a shifted map. Null when none of the
 * three fits clearly; also for no points.
 */
export function tellOffset(pairs: readonly { readonly known: LonLat; readonly found: LonLat }[]): OffsetVerdict {
  const mean = (shift: (point: LonLat) => LonLat): number => pairs.reduce((sum, { known, found }) => sum + geodesicInverse(shift(known), found).distanceM, 0) / pairs.length
  const meanM = { none: mean((point) => point), gcj02: mean(toGcj02), bd09: mean(toBd09) }
  const [first, second] = (Object.entries(meanM) as [MapOffset, number][]).sort((a, b) => a[1] - b[1])
  const clear = first![1] <= nearM && second![1] >= clearly * first![1]
  return { offset: clear ? first![0] : null, meanM }
}
