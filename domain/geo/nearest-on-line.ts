import { cgcs2000 } from './ellipsoid'
import { geodesicInverse, type LonLat } from './geodesic'
import { measuresAlong, positionAt } from './linear-reference'

export interface NearestOnLine {
  /** Geodesic metres along the line to the foot. */
  atM: number
  position: [lon: number, lat: number]
  distanceM: number
  /** Seen along the line; `on` within 5 cm. */
  side: 'left' | 'right' | 'on'
}

/** What is nearer than this to a line lies on it, m: along a kilometre a geodesic strays by centimetres from the edge as it is drawn. */
const onLineM = 0.05

/** Metres per degree of longitude and of latitude at a latitude on the ellipsoid. */
function metresPerDegree(latDeg: number): [eastM: number, northM: number] {
  const { semiMajorM: a, flattening: f } = cgcs2000
  const eSquared = f * (2 - f)
  const radians = Math.PI / 180
  const w = 1 - eSquared * Math.sin(latDeg * radians) ** 2
  return [(a / Math.sqrt(w)) * Math.cos(latDeg * radians) * radians, ((a * (1 - eSquared)) / w ** 1.5) * radians]
}

/** Distance in the plane around a position, m: good to 0.1 % within some kilometres, and quick. With it the edge and the place on it, 0 to 1. */
export function flatNearest(position: LonLat, axis: readonly LonLat[]): { distanceM: number; edge: number; part: number; isLeft: boolean } {
  const [eastM, northM] = metresPerDegree(position[1])
  const nearest = { distanceM: Infinity, edge: 0, part: 0, isLeft: false }
  for (let i = 1; i < axis.length; i++) {
    const [ax, ay] = [(axis[i - 1]![0] - position[0]) * eastM, (axis[i - 1]![1] - position[1]) * northM]
    const [dx, dy] = [(axis[i]![0] - position[0]) * eastM - ax, (axis[i]![1] - position[1]) * northM - ay]
    const squared = dx * dx + dy * dy
    const part = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared))
    const distanceM = Math.hypot(ax + part * dx, ay + part * dy)
    if (distanceM < nearest.distanceM) Object.assign(nearest, { distanceM, edge: i - 1, part, isLeft: dx * -ay - dy * -ax > 0 })
  }
  return nearest
}

/**
 * The place on a line that is nearest to a position; the distance is geodesic.
 * @throws RangeError when the line has no edge
 */
export function nearestOnLine(position: LonLat, axis: readonly LonLat[], measures = measuresAlong(axis)): NearestOnLine {
  if (axis.length < 2) throw new RangeError('nearest on line: the line has no edge')
  const { edge, part, isLeft } = flatNearest(position, axis)
  const atM = measures[edge]! + part * (measures[edge + 1]! - measures[edge]!)
  const foot = positionAt(axis, atM, measures)
  const { distanceM } = geodesicInverse(position, foot)
  return { atM, position: foot, distanceM, side: distanceM < onLineM ? 'on' : isLeft ? 'left' : 'right' }
}
