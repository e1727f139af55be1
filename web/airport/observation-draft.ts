import { assessRwycc, type SurfaceRange } from '#domain/grf/assess-rwycc'
import type { Contaminant } from '#domain/grf/contaminant'
import type { CoveragePercent } from '#domain/grf/coverage'
import { hasDepth, thinMm } from '#domain/grf/depth'
import type { Assessed, Rwycc } from '#domain/grf/rwycc'
import type { RunwayConditionView, RunwayObservation, RunwayThirdView } from '#domain/wire/runway-condition'

/** What is about to be reported of one third. Only what was touched is sent; the rest shows what stands. */
export interface ThirdDraft {
  third: 1 | 2 | 3
  isTouched: boolean
  /** Null before anything was chosen and nothing stands. */
  contaminant: Contaminant | null
  coveragePercent: CoveragePercent
  depthMm: number | null
  assignedRwycc: Rwycc | null
}

/** Steps of the depth under a glove, mm: fine around 3 mm, where the code changes, then coarser. */
export const depthStepsMm = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200] as const

export const draftOf = ({ third, observation }: RunwayThirdView): ThirdDraft => ({
  third, isTouched: false, contaminant: observation?.contaminant ?? null, coveragePercent: observation?.coverage_percent ?? 100, depthMm: observation?.depth_mm ?? null, assignedRwycc: observation?.assigned_rwycc ?? null,
})

/** Another contaminant: wholly covered until said otherwise, depth and lowered code begin anew. */
export function withContaminant(draft: ThirdDraft, contaminant: Contaminant): ThirdDraft {
  if (contaminant === draft.contaminant) return { ...draft, isTouched: true }
  const coveragePercent = contaminant === 'DRY' ? 0 : draft.contaminant === null || draft.contaminant === 'DRY' ? 100 : draft.coveragePercent
  return { ...draft, isTouched: true, contaminant, coveragePercent, depthMm: null, assignedRwycc: null }
}
export const withCoverage = (draft: ThirdDraft, coveragePercent: CoveragePercent): ThirdDraft => ({ ...draft, isTouched: true, coveragePercent, assignedRwycc: null })

/** One step deeper (1) or thinner (-1); from "not measured" it begins at 3 mm. Water of up to 3 mm is no standing water. */
export function stepDepth(draft: ThirdDraft, direction: -1 | 1): ThirdDraft {
  if (draft.contaminant === null || !hasDepth(draft.contaminant)) return draft
  const steps = depthStepsMm.filter((mm) => draft.contaminant !== 'STANDING_WATER' || mm > thinMm)
  const from = draft.depthMm
  const next = from === null ? (steps.find((mm) => mm >= thinMm)) : direction > 0 ? steps.find((mm) => mm > from) : steps.findLast((mm) => mm < from)
  return { ...draft, isTouched: true, depthMm: next ?? from, assignedRwycc: null }
}
export const withoutDepth = (draft: ThirdDraft): ThirdDraft => ({ ...draft, isTouched: true, depthMm: null, assignedRwycc: null })

/** The code as the matrix has it, and as it is given. */
export function codesOf({ contaminant, coveragePercent, depthMm, assignedRwycc }: ThirdDraft, surface: SurfaceRange | null): { matrix: Assessed; given: Assessed } {
  if (contaminant === null) return { matrix: { code: null, reason: 'not_observed' }, given: { code: null, reason: 'not_observed' } }
  const seen = { contaminant, coveragePercent, depthMm, assignedRwycc }
  return { matrix: assessRwycc({ ...seen, assignedRwycc: null }, surface), given: assessRwycc(seen, surface) }
}

/** Lowers the code by one (-1), or gives one back (1), up to that of the matrix. */
export function stepCode(draft: ThirdDraft, direction: -1 | 1, surface: SurfaceRange | null): ThirdDraft {
  const { matrix } = codesOf(draft, surface)
  if (matrix.code === null) return draft
  const next = Math.max(0, (draft.assignedRwycc ?? matrix.code) + direction)
  return { ...draft, isTouched: true, assignedRwycc: next >= matrix.code ? null : (next as Rwycc) }
}

/** The same on another third. */
export const copyTo = (from: ThirdDraft, to: ThirdDraft): ThirdDraft => ({ ...from, third: to.third, isTouched: from.contaminant !== null })

/** What a third's surface may be, as the server judges it; null where a part is not known well enough. */
export const surfaceRange = ({ surface: { range_c: range } }: RunwayThirdView): SurfaceRange | null => range && { minC: range[0], maxC: range[1] }

/** What is sent: the touched thirds; null when there is none. */
export function observationOf(drafts: readonly ThirdDraft[], baseVersion: RunwayConditionView['version'], clientId: string): RunwayObservation | null {
  const thirds = drafts.flatMap(({ isTouched, third, contaminant, coveragePercent, depthMm, assignedRwycc }) =>
    (isTouched && contaminant !== null ? [{ third, contaminant, coverage_percent: coveragePercent, depth_mm: depthMm, assigned_rwycc: assignedRwycc }] : []))
  return thirds.length === 0 ? null : { client_id: clientId, base_version: baseVersion, thirds }
}
