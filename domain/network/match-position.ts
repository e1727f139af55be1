import { footOnLine, type FootOnLine } from '../geo/foot-on-line'
import { geodesicInverse, type LonLat } from '../geo/geodesic'
import type { GridSegment, SegmentGrid } from './segment-grid'

/** Why a position lies on no segment. `heading`: what is near enough goes another way; `ambiguous`: more than one road may be meant. */
export type UnmatchedReason = 'frame_unstated' | 'too_far' | 'heading' | 'ambiguous'

export interface PositionQuestion {
  /** CGCS2000. */
  position: LonLat
  /** Where it goes; null: it stands. */
  headingDeg: number | null
  /** Horizontal standard deviation, receiver and reduction together, m. */
  sigmaM: number
  /** Where the same receiver was a moment ago; null: nobody knows. */
  previousSegmentId: string | null
}

export type PositionMatch =
  /** Metres from the segment's start and from its axis; difference between heading and axis in degrees, 180 against it, null without a heading. */
  | { readonly matched: true; readonly segmentId: string; readonly offsetM: number; readonly distanceM: number; readonly headingDifferenceDeg: number | null }
  | { readonly matched: false; readonly reason: UnmatchedReason }

/** How well a segment continues the way so far: it is the one before or the next of the same asset (2), the next of another (1), or neither. */
type Continues = 0 | 1 | 2
/** `costM`: distance, less for what continues the way. */
interface Candidate { readonly segment: GridSegment; readonly foot: FootOnLine; readonly differenceDeg: number | null; readonly continues: Continues; readonly costM: number }

/** Uncertainty beyond this does not widen a road, m. */
const mostSlackM = 30
/** Further from an axis than this nothing is looked for: half of the widest apron and the slack, m. */
const reachM = 80
/** A road that is crossed at more than this is not the one that is driven on, degrees. Along the axis and against it are both along it: a network does not say which way traffic goes. */
const mostCrossingDeg = 45
/** So much further off may lie what continues the way so far, beside the uncertainty, m. */
const continuedM = 3
/** Ends nearer than this belong together, m. */
const sameEndM = 2

const angleBetween = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180)
const crossingOf = (differenceDeg: number): number => Math.min(differenceDeg, 180 - differenceDeg)
const endsOf = ({ axis }: GridSegment): LonLat[] => [axis[0]!, axis.at(-1)!]
/** End to end: one end of each. With both ends together they lie side by side, or one above the other. */
const touches = (a: GridSegment, b: GridSegment): boolean => endsOf(a).flatMap((end) => endsOf(b).filter((other) => geodesicInverse(end, other).distanceM < sameEndM)).length === 1

function continuation(previous: GridSegment | undefined, segment: GridSegment): Continues {
  if (previous === undefined || (previous !== segment && !touches(previous, segment))) return 0
  return previous.assetId === segment.assetId ? 2 : 1
}

/**
 * Puts a position onto the segment it was measured on: near enough to the axis for the road's width and the position's uncertainty, going
 * along it, and rather the segment it was on or the next one than another. What cannot be told stays unmatched, with the reason.
 */
export function matchPosition(grid: SegmentGrid, { position, headingDeg, sigmaM, previousSegmentId }: PositionQuestion): PositionMatch {
  const slackM = Math.min(mostSlackM, 3 * sigmaM)
  const around = grid.near(position, reachM)
  const near = around.map((segment) => ({ segment, foot: footOnLine(position, segment.axis) })).filter(({ segment, foot }) => foot.distanceM <= segment.widthM / 2 + slackM)
  if (near.length === 0) return { matched: false, reason: 'too_far' }
  const previous = previousSegmentId === null ? undefined : around.find(({ id }) => id === previousSegmentId)
  const doubtM = Math.max(1, sigmaM)
  const along = near
    .map(({ segment, foot }): Candidate => {
      const continues = continuation(previous, segment)
      return { segment, foot, differenceDeg: headingDeg === null ? null : angleBetween(headingDeg, foot.azimuthDeg), continues, costM: foot.distanceM - (continues / 2) * (continuedM + sigmaM) }
    })
    .filter(({ differenceDeg }) => differenceDeg === null || crossingOf(differenceDeg) <= mostCrossingDeg)
    .sort((a, b) => a.costM - b.costM || (a.segment.id < b.segment.id ? -1 : 1))
  const [best] = along
  if (!best) return { matched: false, reason: 'heading' }
  const isDoubtful = along.some((other) => other.segment.assetId !== best.segment.assetId && other.continues === best.continues && other.costM - best.costM < doubtM && !touches(other.segment, best.segment))
  if (isDoubtful) return { matched: false, reason: 'ambiguous' }
  const { segment, foot, differenceDeg } = best
  return { matched: true, segmentId: segment.id, offsetM: Math.min(foot.offsetM, segment.lengthM), distanceM: foot.distanceM, headingDifferenceDeg: differenceDeg }
}
