import { lengthOf, partBetween, positionAt } from '../geo/linear-reference'
import type { Position, Segment } from './network'

/** A segment as far as stakes go: it counts them from `fromM` to `toM`. */
export type StakedSegment = Pick<Segment, 'id' | 'assetId' | 'fromM' | 'toM' | 'axis'>
export interface StakeRange { fromM: number; toM: number }
/** The part of a segment between two stakes. */
export interface StakedPart<S extends StakedSegment> extends StakeRange { segment: S; axis: Position[]; lengthM: number }
export interface StakedPlace<S extends StakedSegment> { segment: S; position: Position; alongM: number }

/** Same stake, m: they are kept to the millimetre. */
const sameM = 0.0015
/** Neighbouring segments that end here are one place, degrees (about 1 cm). */
const samePlaceDeg = 1e-7

/** Stakes and metres of the ground differ by fractions: a segment's own length is spread evenly over its stakes. */
const alongOf = ({ fromM, toM }: StakeRange, stakeM: number, axisM: number): number => (Math.min(Math.max(stakeM, fromM), toM) - fromM) * (axisM / (toM - fromM))
/** The stake at so many geodesic metres from a segment's start. */
export const stakeOnSegment = ({ fromM, toM, axis }: StakedSegment, alongM: number): number => fromM + Math.min(1, Math.max(0, alongM / lengthOf(axis))) * (toM - fromM)

/** Stakes that segments cover, those that follow each other as one. */
export function coveredStakes(segments: readonly StakeRange[]): StakeRange[] {
  const ranges: StakeRange[] = []
  for (const { fromM, toM } of [...segments].sort((a, b) => a.fromM - b.fromM)) {
    const last = ranges.at(-1)
    if (last && fromM <= last.toM + sameM) last.toM = Math.max(last.toM, toM)
    else ranges.push({ fromM, toM })
  }
  return ranges
}

/** The stakes from `fromM` to `toM` of which a route has no segment. */
export function missingStakes(segments: readonly StakeRange[], { fromM, toM }: StakeRange): StakeRange[] {
  const missing: StakeRange[] = []
  let atM = fromM
  for (const range of coveredStakes(segments)) {
    if (range.toM <= atM || range.fromM >= toM) continue
    if (range.fromM > atM + sameM) missing.push({ fromM: atM, toM: range.fromM })
    atM = range.toM
  }
  return atM < toM - sameM ? [...missing, { fromM: atM, toM }] : missing
}

/** The parts of segments between two stakes, cut by geodesic length, in the order of stakes. */
export function cutByStakes<S extends StakedSegment>(segments: readonly S[], { fromM, toM }: StakeRange): StakedPart<S>[] {
  return segments.filter((segment) => segment.toM > fromM + sameM && segment.fromM < toM - sameM).sort((a, b) => a.fromM - b.fromM).map((segment) => {
    const range = { fromM: Math.max(fromM, segment.fromM), toM: Math.min(toM, segment.toM) }
    if (range.fromM === segment.fromM && range.toM === segment.toM) return { segment, ...range, axis: segment.axis, lengthM: lengthOf(segment.axis) }
    const axisM = lengthOf(segment.axis)
    const [beginM, endM] = [alongOf(segment, range.fromM, axisM), alongOf(segment, range.toM, axisM)]
    return { segment, ...range, axis: partBetween(segment.axis, beginM, endM), lengthM: endM - beginM }
  })
}

/** Two parts that cover the same stakes: one of the lines must be named. Null where none do. */
export function stakesTwice<S extends StakedSegment>(parts: readonly StakedPart<S>[]): [S, S] | null {
  let furthest = parts[0]
  for (const part of parts.slice(1)) {
    if (furthest!.toM - part.fromM > sameM) return [furthest!.segment, part.segment]
    if (part.toM > furthest!.toM) furthest = part
  }
  return null
}

/** Every place at which a stake stands: none where the route has no segment, two where it stands twice. A border between neighbours is one place, of the later one. */
export function placesOfStake<S extends StakedSegment>(segments: readonly S[], stakeM: number): StakedPlace<S>[] {
  const places: StakedPlace<S>[] = []
  for (const segment of segments.filter(({ fromM, toM }) => stakeM >= fromM - sameM && stakeM <= toM + sameM).sort((a, b) => a.fromM - b.fromM)) {
    const alongM = alongOf(segment, stakeM, lengthOf(segment.axis))
    const position = positionAt(segment.axis, alongM)
    const same = places.findIndex((place) => Math.abs(place.position[0] - position[0]) < samePlaceDeg && Math.abs(place.position[1] - position[1]) < samePlaceDeg)
    places.splice(same < 0 ? places.length : same, same < 0 ? 0 : 1, { segment, position, alongM })
  }
  return places
}
