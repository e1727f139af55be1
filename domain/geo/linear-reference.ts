import { geodesicDirect, geodesicInverse, type LonLat } from './geodesic'

type Point = [lon: number, lat: number]

/** Measure of every vertex along a line: geodesic metres from its start. The last one is the line's length. */
export function measuresAlong(axis: readonly LonLat[]): number[] {
  const measures = [0]
  for (let i = 1; i < axis.length; i++) measures.push(measures[i - 1]! + geodesicInverse(axis[i - 1]!, axis[i]!).distanceM)
  return measures
}

/** Geodesic length of a line, m. */
export const lengthOf = (axis: readonly LonLat[]): number => measuresAlong(axis).at(-1) ?? 0

/** Rounds to 1e-8 degrees (about 1 mm), so that a position is the same number wherever it is written. */
const rounded = (point: LonLat): Point => [Math.round(point[0] * 1e8) / 1e8, Math.round(point[1] * 1e8) / 1e8]

/**
 * Position at `atM` metres along a line; outside it, the nearest end.
 * @throws RangeError when the line has no vertex
 */
export function positionAt(axis: readonly LonLat[], atM: number, measures = measuresAlong(axis)): Point {
  const first = axis[0]
  if (!first) throw new RangeError('linear reference: the line has no vertex')
  if (!(atM > 0)) return rounded(first)
  const next = measures.findIndex((measure) => measure >= atM)
  if (next < 0) return rounded(axis.at(-1)!)
  if (measures[next] === atM) return rounded(axis[next]!)
  const from = axis[next - 1]!
  return rounded(geodesicDirect(from, geodesicInverse(from, axis[next]!).azimuthDeg, atM - measures[next - 1]!))
}

/** Nearest vertices closer than this (m) to a cut are the cut itself. */
const sameVertexM = 0.01

/** The part of a line between two measures (m), vertices in between kept; ends as `positionAt` gives them. */
export function partBetween(axis: readonly LonLat[], fromM: number, toM: number, measures = measuresAlong(axis)): Point[] {
  const inner = axis.filter((_, i) => measures[i]! > fromM + sameVertexM && measures[i]! < toM - sameVertexM)
  const part = [positionAt(axis, fromM, measures), ...inner.map(rounded), positionAt(axis, toM, measures)]
  return part.filter((point, i) => i === 0 || point[0] !== part[i - 1]![0] || point[1] !== part[i - 1]![1])
}
