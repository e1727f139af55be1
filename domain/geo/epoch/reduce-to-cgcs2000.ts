import { cgcs2000, wgs84 } from '../ellipsoid'
import { fromGeocentric, toGeocentric, type GeodeticPosition, type Xyz } from '../geocentric'
import { velocityAt, velocityErrorMPerYear, velocityFrame, type VelocityModel } from './crustal-velocity'
import type { PositionProvenance, PositionReference, ReductionStep, StatedReference } from './position-provenance'
import { changeItrf, realizationOf, type ItrfFrame } from './terrestrial-frames'

/** CGCS2000 is ITRF97 at this epoch and stays there. */
export const cgcs2000EpochYear = 2000

/** m, horizontal: by the velocity model over the years, by the frame's alignment, and both together. What the receiver itself was off by is not in it. */
export interface ReductionUncertainty { readonly velocityM: number; readonly alignmentM: number; readonly totalM: number }

/** An unstated position stays as it was given, and nobody may take it for CGCS2000. */
export type ReducedPosition =
  | { readonly state: 'stated'; readonly position: GeodeticPosition; readonly uncertainty: ReductionUncertainty; readonly provenance: PositionProvenance }
  | { readonly state: 'unstated'; readonly position: GeodeticPosition }

/** Furthest from 2000.0 that linear motion is believed, years. */
const longestYears = 60

/** The years over which a position moves: CGCS2000 stands still. */
function yearsOf({ frame, epochYear }: StatedReference): number {
  if (!(Math.abs(epochYear - cgcs2000EpochYear) <= longestYears)) throw new RangeError(`epoch: ${epochYear} is no year between 1940 and 2060`)
  return frame === 'CGCS2000' ? 0 : cgcs2000EpochYear - epochYear
}

function uncertaintyOf(reference: StatedReference, lonDeg: number, velocity: VelocityModel): ReductionUncertainty {
  const velocityM = Math.abs(yearsOf(reference)) * velocityErrorMPerYear(lonDeg, velocity)
  const { alignmentM } = realizationOf[reference.frame]
  return { velocityM, alignmentM, totalM: Math.hypot(velocityM, alignmentM) }
}

const ellipsoidOf = (frame: StatedReference['frame']): typeof cgcs2000 => (frame === 'WGS84' ? wgs84 : cgcs2000)
const movedBy = (position: Xyz, velocity: Xyz, years: number): Xyz => [position[0] + years * velocity[0], position[1] + years * velocity[1], position[2] + years * velocity[2]]

/** Steps are told only where something was done: at the frame's own epoch nothing moves. */
function motion(velocity: VelocityModel, fromEpochYear: number, toEpochYear: number, movedM: number): ReductionStep[] {
  return velocity.kind === 'none' || fromEpochYear === toEpochYear ? [] : [{ kind: 'motion', velocity, fromEpochYear, toEpochYear, movedM }]
}
function change(from: StatedReference['frame'], to: StatedReference['frame'], atEpochYear: number): ReductionStep[] {
  return from === to ? [] : [{ kind: 'frame', from, to, atEpochYear }]
}

/**
 * Carries a position to CGCS2000 at 2000.0: first back along the ground's motion in the frame in which the velocities hold, then, at 2000.0,
 * into ITRF97 with the parameters of that epoch. The other order mixes velocities of two frames and is centimetres off. A position that is
 * CGCS2000 already (RTK from a CGCS2000 caster) is left alone; `velocity: none` changes frames only, and says how wrong that may be.
 * @throws RangeError for an epoch that is no year between 1940 and 2060, or no position
 */
export function reduceToCgcs2000(position: GeodeticPosition, reference: PositionReference, velocity: VelocityModel): ReducedPosition {
  if (reference.state === 'unstated') return { state: 'unstated', position }
  const years = yearsOf(reference)
  const uncertainty = uncertaintyOf(reference, position.lonDeg, velocity)
  const reached = { frame: 'CGCS2000', epochYear: cgcs2000EpochYear } as const
  if (reference.frame === 'CGCS2000') return { state: 'stated', position, uncertainty, provenance: { given: reference, reached, steps: [] } }
  const own = realizationOf[reference.frame].itrf
  const held: ItrfFrame = velocityFrame(velocity) ?? own
  const start = changeItrf(toGeocentric(position, ellipsoidOf(reference.frame)), own, held, reference.epochYear)
  const speed = velocityAt(start, velocity)
  const back = movedBy(start, speed, years)
  const steps = [
    ...(own === held ? [] : change(reference.frame, held, reference.epochYear)),
    ...motion(velocity, reference.epochYear, cgcs2000EpochYear, Math.abs(years) * Math.hypot(...speed)),
    ...change(own === held ? reference.frame : held, 'CGCS2000', cgcs2000EpochYear),
  ]
  return { state: 'stated', position: fromGeocentric(changeItrf(back, held, 'ITRF97', cgcs2000EpochYear)), uncertainty, provenance: { given: reference, reached, steps } }
}

/**
 * The other way: where a CGCS2000 position lies today, in the frame and at the epoch in which a receiver would report it.
 * @throws RangeError as above
 */
export function restoreFromCgcs2000(position: GeodeticPosition, to: Omit<StatedReference, 'state' | 'correctionSource'>, velocity: VelocityModel): Extract<ReducedPosition, { state: 'stated' }> {
  const given: StatedReference = { state: 'stated', frame: 'CGCS2000', epochYear: cgcs2000EpochYear, correctionSource: 'none' }
  const target: StatedReference = { state: 'stated', correctionSource: 'none', ...to }
  const years = yearsOf(target)
  const uncertainty = uncertaintyOf(target, position.lonDeg, velocity)
  if (to.frame === 'CGCS2000') return { state: 'stated', position, uncertainty, provenance: { given, reached: { frame: 'CGCS2000', epochYear: cgcs2000EpochYear }, steps: [] } }
  const own = realizationOf[to.frame].itrf
  const held: ItrfFrame = velocityFrame(velocity) ?? own
  const at2000 = changeItrf(toGeocentric(position), 'ITRF97', held, cgcs2000EpochYear)
  // The velocity was taken where the position stood at the given epoch: found again by going there, and each round closes a hundred millionth.
  let then = at2000
  for (let round = 0; round < 3; round++) then = movedBy(at2000, velocityAt(then, velocity), -years)
  const steps = [
    ...change('CGCS2000', own === held ? to.frame : held, cgcs2000EpochYear),
    ...motion(velocity, cgcs2000EpochYear, to.epochYear, Math.abs(years) * Math.hypot(...velocityAt(then, velocity))),
    ...(own === held ? [] : change(held, to.frame, to.epochYear)),
  ]
  return { state: 'stated', position: fromGeocentric(changeItrf(then, held, own, to.epochYear), ellipsoidOf(to.frame)), uncertainty, provenance: { given, reached: { frame: to.frame, epochYear: to.epochYear }, steps } }
}
