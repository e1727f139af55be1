import { assessRwycc, type SurfaceRange } from './assess-rwycc'
import { type Doubt, type MeltStage, predictAfterMelt, predictMidMelt, predictNow } from './predict-melt'
import { type Assessed, unknownCode, type UnknownRwycc } from './rwycc'
import type { ThirdObservation } from './third-observation'

/** An observation says nothing any more after this, s: as long as a SNOWTAM holds at most (ICAO Doc 10066). */
export const observationHoldsS = 8 * 3600

/** A stage that is known, or why nothing can be said of it. */
export type Stage = MeltStage | { contaminant: null; rwycc: Assessed & { code: null } }

export interface ThirdCondition {
  /** Code of what was seen, by the matrix or its assessor. */
  reported: Assessed
  now: Stage & { doubt: Doubt | null }
  /** Null where nothing of the third is heated: nobody could melt it. */
  midMelt: Stage | null
  after: Stage | null
  /** Whether melting goes through a lower code than that of now; null: not known, or nothing is heated. */
  lowers: boolean | null
}

/**
 * Everything that can be said of the code of one third.
 * @param seen the newest observation of it, null when there never was one
 * @param ageS of that observation
 * @param heatedShare part of the third that is heated, 0..1
 */
export function judgeThird(seen: ThirdObservation | null, ageS: number, surface: SurfaceRange | null, heatedShare: number): ThirdCondition {
  if (seen === null || !(ageS <= observationHoldsS)) return nothingKnown(seen === null ? 'not_observed' : 'observation_old', heatedShare)
  const now = predictNow(seen, surface)
  const midMelt = heatedShare > 0 ? predictMidMelt(seen, surface) : null
  const after = heatedShare > 0 ? predictAfterMelt(seen, surface, heatedShare) : null
  const [from, to] = [now.rwycc.code, midMelt?.rwycc.code ?? null]
  return { reported: assessRwycc(seen, surface), now, midMelt, after, lowers: from === null || to === null ? null : to < from }
}

function nothingKnown(reason: UnknownRwycc, heatedShare: number): ThirdCondition {
  const stage = { contaminant: null, rwycc: unknownCode(reason) as Assessed & { code: null } }
  return { reported: stage.rwycc, now: { ...stage, doubt: null }, midMelt: heatedShare > 0 ? stage : null, after: heatedShare > 0 ? stage : null, lowers: null }
}
