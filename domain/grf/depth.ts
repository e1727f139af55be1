import type { Contaminant } from './contaminant'

/**
 * Depths of loose contaminants, mm: up to `thinMm` a surface counts as thinly covered (RCAM, ICAO Doc 9981, part II); the least that is written is
 * `leastWrittenMm` and above it what was assessed (item F of the SNOWTAM format). Only these four are given a depth.
 */
export const thinMm = 3
const leastWrittenMm: Partial<Record<Contaminant, number>> = { STANDING_WATER: 4, SLUSH: 3, WET_SNOW: 3, DRY_SNOW: 3 }
/** Deepest that can be entered; more is a field of work for ploughs, and three digits are all that a SNOWTAM has. */
export const deepestMm = 999

/** Whether a depth belongs to it. */
export const hasDepth = (contaminant: Contaminant): boolean => contaminant in leastWrittenMm

/** What is written of an assessed depth, whole mm; null where no depth belongs, or none was measured. */
export function reportDepthMm(contaminant: Contaminant, assessedMm: number | null): number | null {
  const leastMm = leastWrittenMm[contaminant]
  return leastMm === undefined || assessedMm === null ? null : Math.min(deepestMm, Math.max(leastMm, Math.ceil(assessedMm)))
}
