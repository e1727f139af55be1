import type { LonLat } from './geodesic'

/** Whether a position lies inside a ring (closed or not): even-odd rule, edges straight in longitude and latitude, as they are drawn. */
export function pointInRing(point: LonLat, ring: readonly LonLat[]): boolean {
  let inside = false
  for (let i = 0; i < ring.length; i++) {
    const [c, d] = [ring[i]!, ring[(i + 1) % ring.length]!]
    if (c[1] > point[1] !== d[1] > point[1] && point[0] < c[0] + ((point[1] - c[1]) / (d[1] - c[1])) * (d[0] - c[0])) inside = !inside
  }
  return inside
}
