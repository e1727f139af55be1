import type { Contaminant } from './contaminant'
import type { CoveragePercent } from './coverage'
import { deepestMm, hasDepth, thinMm } from './depth'
import type { Rwycc } from './rwycc'

/** What somebody saw on one third. */
export interface ThirdObservation {
  contaminant: Contaminant
  coveragePercent: CoveragePercent
  /** Assessed, mm; null: not measured, or none belongs. */
  depthMm: number | null
  /** The code that the assessor gives it below that of the matrix, for what aircraft or pilots' reports told; null: that of the matrix. */
  assignedRwycc: Rwycc | null
}

export type ThirdFault = 'dry_with_coverage' | 'depth_not_for_this' | 'depth_out_of_range' | 'water_is_wet' | 'code_raised'

/** What cannot be about an observation by itself; null where nothing is wrong. That a code is not raised is judged with the matrix (`assess-rwycc.ts`). */
export function findThirdFault({ contaminant, coveragePercent, depthMm }: Omit<ThirdObservation, 'assignedRwycc'>): Exclude<ThirdFault, 'code_raised'> | null {
  if (contaminant === 'DRY' && coveragePercent !== 0) return 'dry_with_coverage'
  if (depthMm === null) return null
  if (!hasDepth(contaminant)) return 'depth_not_for_this'
  if (!(depthMm > 0 && depthMm <= deepestMm)) return 'depth_out_of_range'
  // Water up to 3 mm has a name of its own.
  return contaminant === 'STANDING_WATER' && depthMm <= thinMm ? 'water_is_wet' : null
}
