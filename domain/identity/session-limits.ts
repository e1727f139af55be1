/** A session ends after this much wall time without use ... */
export const idleLimitMs = 2 * 3600_000
/** ... and at the latest after this, a shift and no more. */
export const absoluteLimitMs = 12 * 3600_000
/** How long a proof of identity counts as fresh for what is critical. */
export const proofLimitMs = 5 * 60_000

export interface SessionTimes { startedAtMs: number; usedAtMs: number }

/** When a session ends if it is used no more, wall unix ms. */
export const sessionEndsAtMs = ({ startedAtMs, usedAtMs }: SessionTimes): number => Math.min(usedAtMs + idleLimitMs, startedAtMs + absoluteLimitMs)

export const isSessionRunning = (times: SessionTimes, nowMs: number): boolean => nowMs <= sessionEndsAtMs(times)

export const isProofFresh = (provenAtMs: number, nowMs: number): boolean => nowMs - provenAtMs <= proofLimitMs
