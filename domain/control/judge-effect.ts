import { modelDriftK } from '../thermal/course-spread'
import type { WhatIfMode } from '../thermal/what-if'

/** Why nobody can say whether a command had an effect. Stable words; the web translates them. */
export const unjudgeableReasons = [
  /** What the controller does in this mode is its own matter: neither supply nor flow is known. */
  'mode_not_followed',
  /** No forecast could be asked when the command was applied. */
  'no_forecast',
  /** No segment of the loop has a good, fresh surface sensor. */
  'no_measurement',
  /** The surface would hardly be another one with the command than without it, against the uncertainty. */
  'too_small_to_tell',
  /** The command ended, or its lease did, before what was measured spoke for either. */
  'not_told_apart',
  /** The device left it for its safe state meanwhile. */
  'interrupted',
] as const
export type UnjudgeableReason = (typeof unjudgeableReasons)[number]

/** Surface of one measured segment as the model had it, without and with the command: value 0 at `startAtMs`, then one each `stepS`, °C. */
export interface ExpectedSurface { sensorId: string; withoutC: number[]; withC: number[] }

/** What was expected of a command at the moment it was applied. Kept with the command: the judgement is held against nothing later. */
export interface EffectExpectation {
  startAtMs: number
  stepS: number
  appliedAtMs: number
  /** Instant after which nothing more is expected: the end of the lease, or of the courses. */
  untilMs: number
  surfaces: ExpectedSurface[]
}

/** What is asked of the forecast once a command has been applied. */
export interface EffectQuestion {
  loopId: string
  mode: WhatIfMode
  /** Supply temperature, °C; null for off. */
  setpointC: number | null
  /** Until then the loop did what it would go on to do without the command. */
  sentAtMs: number
  appliedAtMs: number
  /** End of the lease. */
  untilMs: number
}

/** Longest time between sending and applied, and between applied and the columns it is reckoned from, after which the surface without the command is not known any more: a step of the model, ms of site time. */
export const beginsWithinMs = 300_000

/** A good reading of a segment's surface. */
export interface SurfaceMeasurement { sensorId: string; value_c: number; atMs: number }

/** An expectation as it is kept with its command: with the readings at the moment of applied. */
export interface KeptExpectation extends EffectExpectation { before: SurfaceMeasurement[] }

export interface EffectJudgement {
  verdict: 'pending' | 'as_predicted' | 'none' | 'unjudgeable'
  reason: UnjudgeableReason | null
  /** Change of the measured surface since the command was applied, mean of the sensors, K. */
  measuredK: number | null
  /** That change as the model had it with the command, K. */
  predictedK: number | null
  /** Standard deviation of measured minus predicted, K. */
  sdK: number | null
  sensorIds: string[]
}

/** Standard deviation of one reading of a surface probe about the truth, K: bias that changes within hours, and noise. */
export const surfaceProbeSdK = 0.22
/** A measurement counts for the present no longer than this, ms of site time. */
export const measuredForMs = 900_000
/** Distance from a hypothesis at which it is given up, standard deviations: one in 44 by chance. */
const rejectsAtSd = 2
/** The model has the supply at its set-point at once; a plant may be this much later and still do what it was told, ms of site time. */
const slowPlantMs = 1_800_000
/** Distance of both hypotheses from which on a surface that did not move contradicts the command, standard deviations. */
const tellsApartAtSd = 3

/**
 * Says whether the measured surface moved as the model said it would with the command, and not as without it. Changes since the command are compared, not
 * temperatures: what the model is wrong by at the start is wrong in both. The model's error is taken to be one for all segments of a loop, those of
 * the probes to be independent.
 * @param before readings at the moment of applied, and @param now the newest: of good quality only
 */
export function judgeEffect(expected: EffectExpectation, before: readonly SurfaceMeasurement[], now: readonly SurfaceMeasurement[], nowMs: number): EffectJudgement {
  const isOver = nowMs >= expected.untilMs
  const told = (verdict: EffectJudgement['verdict'], reason: UnjudgeableReason | null = null, figures: Partial<EffectJudgement> = {}): EffectJudgement =>
    ({ verdict, reason, measuredK: null, predictedK: null, sdK: null, sensorIds: [], ...figures })
  const begun = expected.surfaces.flatMap((surface) => {
    const first = before.find(({ sensorId, atMs }) => sensorId === surface.sensorId && Math.abs(expected.appliedAtMs - atMs) <= measuredForMs)
    return first ? [{ surface, first }] : []
  })
  if (begun.length === 0) return told('unjudgeable', 'no_measurement')
  const tellingMs = tellingAtMs(expected, begun.map(({ surface }) => surface))
  if (tellingMs === null) return told('unjudgeable', 'too_small_to_tell')

  const pairs = begun.flatMap(({ surface, first }) => {
    const last = now.find(({ sensorId, atMs }) => sensorId === surface.sensorId && atMs > expected.appliedAtMs && nowMs - atMs <= measuredForMs)
    return last ? [{ surface, first, last }] : []
  })
  if (pairs.length === 0) return isOver ? told('unjudgeable', 'no_measurement') : told('pending')
  const mean = (of: (pair: (typeof pairs)[number]) => number): number => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length
  const measuredK = mean(({ first, last }) => last.value_c - first.value_c)
  const withK = mean(({ surface, first, last }) => at(surface.withC, expected, last.atMs) - at(surface.withC, expected, first.atMs))
  const withoutK = mean(({ surface, first, last }) => at(surface.withoutC, expected, last.atMs) - at(surface.withoutC, expected, first.atMs))
  const sdK = changeSdK(mean(({ first, last }) => last.atMs - first.atMs) / 1000, pairs.length)
  const figures = { measuredK, predictedK: withK, sdK, sensorIds: pairs.map(({ surface }) => surface.sensorId) }

  const way = Math.sign(withK - withoutK)
  const beyondWithout = (measuredK - withoutK) * way
  const shortOfWith = (withK - measuredK) * way
  const lateK = mean(({ surface, last }) => gainAt(surface, expected, last.atMs - slowPlantMs))
  const shortOfLate = (withoutK + lateK - measuredK) * way
  if (way !== 0 && beyondWithout >= rejectsAtSd * sdK && shortOfWith <= beyondWithout) return told('as_predicted', null, figures)
  if (way !== 0 && nowMs >= tellingMs && shortOfLate >= rejectsAtSd * sdK && beyondWithout < shortOfLate) return told('none', null, figures)
  return isOver ? told('unjudgeable', 'not_told_apart', figures) : told('pending', null, figures)
}

/** Standard deviation of a change over `afterS`, measured by `sensors` probes, against that of the model, K. */
const changeSdK = (afterS: number, sensors: number): number => Math.hypot(modelDriftK(afterS), surfaceProbeSdK * Math.sqrt(2 / sensors))

/**
 * First instant at which the two courses lie far enough apart for a surface that did not move to contradict; where they never do, that at which they lie
 * furthest apart. Null when not even that would tell.
 */
function tellingAtMs(expected: EffectExpectation, surfaces: readonly ExpectedSurface[]): number | null {
  let best: { atMs: number; sds: number } | null = null
  for (let step = 1; step < Math.min(...surfaces.map(({ withC }) => withC.length)); step++) {
    const atMs = expected.startAtMs + step * expected.stepS * 1000
    if (atMs <= expected.appliedAtMs) continue
    if (atMs > expected.untilMs) break
    const apartK = surfaces.reduce((sum, { withC, withoutC }) => sum + withC[step]! - withoutC[step]!, 0) / surfaces.length
    const sds = Math.abs(apartK) / changeSdK((atMs - expected.appliedAtMs) / 1000, surfaces.length)
    if (sds >= tellsApartAtSd) return atMs
    if (sds > (best?.sds ?? 0)) best = { atMs, sds }
  }
  return best && best.sds >= rejectsAtSd ? best.atMs : null
}

/** What the command makes of a surface by an instant, K. */
const gainAt = ({ withC, withoutC }: ExpectedSurface, expected: EffectExpectation, atMs: number): number => at(withC, expected, atMs) - at(withoutC, expected, atMs)

/** A course at an instant, linear between its values and level beyond them. */
function at(course: readonly number[], { startAtMs, stepS }: EffectExpectation, atMs: number): number {
  const place = Math.max(0, Math.min(course.length - 1, (atMs - startAtMs) / 1000 / stepS))
  const before = Math.min(course.length - 2, Math.floor(place))
  if (before < 0) return course[0]!
  return course[before]! + (place - before) * (course[before + 1]! - course[before]!)
}
