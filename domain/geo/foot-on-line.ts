import { geodesicInverse, type LonLat } from './geodesic'

/** Where a line is nearest to a position: how far off (m), how far along from its start (m), and which way it goes there (degrees from north). */
export interface FootOnLine { readonly distanceM: number; readonly offsetM: number; readonly azimuthDeg: number }

/** The nearest point of a line with at least two vertices; as good as `distanceToLine`. @throws RangeError for less than two */
export function footOnLine(position: LonLat, axis: readonly LonLat[]): FootOnLine {
  if (axis.length < 2) throw new RangeError('foot: the line has no length')
  const stretch = Math.cos((position[1] * Math.PI) / 180)
  const flat = axis.map((point): LonLat => [(point[0] - position[0]) * stretch, point[1] - position[1]])
  let [piece, part, least]: [number, number, number] = [1, 0, Infinity]
  for (let i = 1; i < flat.length; i++) {
    const [a, b] = [flat[i - 1]!, flat[i]!]
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
    const squared = dx * dx + dy * dy
    const t = squared === 0 ? 0 : Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / squared))
    const away = Math.hypot(a[0] + t * dx, a[1] + t * dy)
    if (away < least) [piece, part, least] = [i, t, away]
  }
  const [from, to] = [axis[piece - 1]!, axis[piece]!]
  const { distanceM: lengthM, azimuthDeg } = geodesicInverse(from, to)
  const foot: LonLat = [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]
  let offsetM = part * lengthM
  for (let i = 1; i < piece; i++) offsetM += geodesicInverse(axis[i - 1]!, axis[i]!).distanceM
  return { distanceM: geodesicInverse(position, foot).distanceM, offsetM, azimuthDeg }
}
