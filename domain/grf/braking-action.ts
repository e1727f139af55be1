import type { Rwycc } from './rwycc'

/** What pilots report of braking (ICAO Doc 9981, table II-1-3, second part). */
export const brakingActions = ['GOOD', 'GOOD_TO_MEDIUM', 'MEDIUM', 'MEDIUM_TO_POOR', 'POOR', 'LESS_THAN_POOR'] as const
export type BrakingAction = (typeof brakingActions)[number]

/** The code whose braking that is: one that stands higher is to be lowered or looked at again, one that stands lower is never raised by it. */
export const rwyccOfBraking = (action: BrakingAction): Rwycc => (5 - brakingActions.indexOf(action)) as Rwycc

/** A code after a pilot's report. */
export const lowerByBraking = (code: Rwycc, action: BrakingAction): Rwycc => Math.min(code, rwyccOfBraking(action)) as Rwycc
