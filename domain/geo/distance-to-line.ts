import { geodesicInverse, type LonLat } from './geodesic'

/** Distance (m) of a position from a line: good to 0.1 % within some kilometres, where the ground is taken as flat around the position. */
export function distanceToLine(position: LonLat, axis: readonly LonLat[]): number {
  const stretch = Math.cos((position[1] * Math.PI) / 180)
  const flat = axis.map((point): LonLat => [(point[0] - position[0]) * stretch, point[1] - position[1]])
  let nearest: LonLat = flat[0]!
  for (let i = 1; i < flat.length; i++) {
    const [a, b] = [flat[i - 1]!, flat[i]!]
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
    const squared = dx * dx + dy * dy
    const t = squared === 0 ? 0 : Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / squared))
    const foot: LonLat = [a[0] + t * dx, a[1] + t * dy]
    if (Math.hypot(...foot) < Math.hypot(...nearest)) nearest = foot
  }
  return geodesicInverse(position, [position[0] + nearest[0] / stretch, position[1] + nearest[1]]).distanceM
}
