import { edgesMeet } from './edges-meet'
import type { LonLat } from './geodesic'
import { orientation } from './orientation'

/** An edge that runs back along the one before it. */
const isSpike = (from: LonLat, corner: LonLat, to: LonLat): boolean =>
  orientation(from[0], from[1], corner[0], corner[1], to[0], to[1]) === 0 && (from[0] - corner[0]) * (to[0] - corner[0]) + (from[1] - corner[1]) * (to[1] - corner[1]) > 0

/** Whether a ring (not closed, no corner twice in a row) meets itself anywhere but where its edges join: it then encloses no area that one figure could tell. */
export function ringCrosses(ring: readonly LonLat[]): boolean {
  const n = ring.length
  const at = (i: number): LonLat => ring[i % n]!
  for (let i = 0; i < n; i++) {
    // Neighbours may only share their corner.
    if (n > 2 && isSpike(at(i), at(i + 1), at(i + 2))) return true
    // The last edge joins the first one.
    for (let j = i + 2; j < (i === 0 ? n - 1 : n); j++) if (edgesMeet(...at(i), ...at(i + 1), ...at(j), ...at(j + 1))) return true
  }
  return false
}
