import type { LonLat } from './geodesic'
import { measuresAlong } from './linear-reference'
import { pointInRing } from './point-in-ring'

/**
 * The stretches of a line that lie inside a ring (closed or not), m along the line, in order; touching ones are one.
 * Edges of both are straight in longitude and latitude, as they are drawn.
 */
export function lineInRing(axis: readonly LonLat[], ring: readonly LonLat[]): [fromM: number, toM: number][] {
  const measures = measuresAlong(axis)
  const inside: [number, number][] = []
  for (let i = 1; i < axis.length; i++) {
    const [a, b] = [axis[i - 1]!, axis[i]!]
    const cuts = [0, ...crossings(a, b, ring), 1].sort((x, y) => x - y)
    for (let k = 1; k < cuts.length; k++) {
      const [from, to] = [cuts[k - 1]!, cuts[k]!]
      if (to - from < 1e-12 || !pointInRing(between(a, b, (from + to) / 2), ring)) continue
      const at = (t: number): number => measures[i - 1]! + t * (measures[i]! - measures[i - 1]!)
      const last = inside.at(-1)
      if (last && at(from) - last[1] < 1e-6) last[1] = at(to)
      else inside.push([at(from), at(to)])
    }
  }
  return inside
}

const between = (a: LonLat, b: LonLat, t: number): LonLat => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]

/** Where a-b meets the ring's edges, as fractions of a-b. */
function crossings(a: LonLat, b: LonLat, ring: readonly LonLat[]): number[] {
  const found: number[] = []
  for (let i = 0; i < ring.length; i++) {
    const [c, d] = [ring[i]!, ring[(i + 1) % ring.length]!]
    const [dx, dy, ex, ey] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
    const cross = dx * ey - dy * ex
    if (cross === 0) continue
    const t = ((c[0] - a[0]) * ey - (c[1] - a[1]) * ex) / cross
    const u = ((c[0] - a[0]) * dy - (c[1] - a[1]) * dx) / cross
    if (t > 0 && t < 1 && u >= 0 && u <= 1) found.push(t)
  }
  return found
}
