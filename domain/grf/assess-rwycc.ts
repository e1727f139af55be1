import { hasDepth, thinMm } from './depth'
import type { Assessed, Rwycc } from './rwycc'
import { findThirdFault, type ThirdFault, type ThirdObservation } from './third-observation'

/** What the surface may be, °C; null: not known. */
export interface SurfaceRange { minC: number; maxC: number }

/** At and below this compacted snow is the better one, °C. The matrix speaks of the air and would rather have the surface where it is known. */
const coldSnowC = -15

/** Codes of the runway condition assessment matrix (RCAM, ICAO Doc 9981, part II) that an observation allows, worst first: more than one where depth or temperature are not known. */
function matrixCodes({ contaminant, coveragePercent, depthMm }: ThirdObservation, surface: SurfaceRange | null): readonly Rwycc[] {
  // A quarter of a third, or less, leaves the code of a dry one.
  if (coveragePercent <= 25) return [6]
  const byDepth = (deep: Rwycc): readonly Rwycc[] => (depthMm === null ? [deep, 5] : depthMm > thinMm ? [deep] : [5])
  switch (contaminant) {
    case 'DRY': return [6]
    case 'FROST': case 'WET': return [5]
    case 'DRY_SNOW': case 'WET_SNOW': return byDepth(3)
    case 'SLUSH': return byDepth(2)
    case 'STANDING_WATER': return [2]
    case 'COMPACTED_SNOW': return surface === null || (surface.minC <= coldSnowC && surface.maxC > coldSnowC) ? [3, 4] : surface.maxC <= coldSnowC ? [4] : [3]
    case 'SLIPPERY_WET': case 'DRY_SNOW_ON_COMPACTED_SNOW': case 'WET_SNOW_ON_COMPACTED_SNOW': return [3]
    case 'ICE': return [1]
    case 'WET_ICE': case 'WATER_ON_COMPACTED_SNOW': case 'DRY_SNOW_ON_ICE': case 'WET_SNOW_ON_ICE': return [0]
  }
}

/**
 * Code of an observed third: that of the matrix, or the lower one its assessor gave it. Where depth or temperature are missing it is known only
 * if they make no difference.
 */
export function assessRwycc(third: ThirdObservation, surface: SurfaceRange | null): Assessed {
  const codes = new Set(matrixCodes(third, surface).map((code) => Math.min(code, third.assignedRwycc ?? 6) as Rwycc))
  const [code] = codes
  if (codes.size === 1 && code !== undefined) return { code, reason: null }
  return { code: null, reason: hasDepth(third.contaminant) ? 'depth_missing' : 'temperature_missing' }
}

/**
 * What cannot be about an observation. A code may be lowered for what aircraft or pilots tell, never raised here: raising 0 or 1, to 3 at most, wants a calibrated friction
 * device that we know nothing of, and 2 to 5 are never raised (Doc 9981, part II).
 */
export function findObservationFault(third: ThirdObservation): ThirdFault | null {
  const fault = findThirdFault(third)
  if (fault !== null || third.assignedRwycc === null) return fault
  const highest = Math.max(...matrixCodes({ ...third, assignedRwycc: null }, null))
  return third.assignedRwycc > highest ? 'code_raised' : null
}
