import type { LonLat } from './geodesic'
import { orientation } from './orientation'

const side = (a: LonLat, b: LonLat, c: LonLat): number => Math.sign(orientation(a[0], a[1], b[0], b[1], c[0], c[1]))

/** Whether two edges cross or touch, ends included; those on one line are left to `overlap`. */
function meet(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0 && !(side(a, b, c) === 0 && side(a, b, d) === 0)
}
function overlap(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  if (side(a, b, c) !== 0 || side(a, b, d) !== 0) return false
  return [0, 1].every((axis) => Math.max(Math.min(a[axis]!, b[axis]!), Math.min(c[axis]!, d[axis]!)) <= Math.min(Math.max(a[axis]!, b[axis]!), Math.max(c[axis]!, d[axis]!)))
}

/** Whether a ring (not closed, no corner twice in a row) meets itself anywhere but where its edges join: it then encloses no area that one figure could tell. */
export function ringCrosses(ring: readonly LonLat[]): boolean {
  const n = ring.length
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [a, b, c, d] = [ring[i]!, ring[(i + 1) % n]!, ring[j]!, ring[(j + 1) % n]!]
      const joined = j === i + 1 || (i === 0 && j === n - 1)
      if (!joined && (meet(a, b, c, d) || overlap(a, b, c, d))) return true
      // Neighbours may only share their corner: an edge that runs back along the other is a spike.
      if (joined && n > 2 && (j === i + 1 ? side(a, b, d) === 0 && (a[0] - b[0]) * (d[0] - b[0]) + (a[1] - b[1]) * (d[1] - b[1]) > 0 : side(c, d, b) === 0 && (c[0] - d[0]) * (b[0] - d[0]) + (c[1] - d[1]) * (b[1] - d[1]) > 0)) return true
    }
  }
  return false
}
