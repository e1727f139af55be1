/** Exponential back-off between attempts, in wall ms. */
export interface BackOff {
  /** Wall ms still to wait, 0 when an attempt may be made. */
  remainingMs(nowMs: number): number
  /** An attempt failed: the next pause doubles. */
  failed(nowMs: number): void
  /** A whole answer came; a mere connection is no reason to reset. */
  succeeded(): void
}

export interface BackOffLimits { first: number; longest: number }

/** @param random from 0 to 1: a pause is between half of its length and all of it, so that many clients do not come back in step */
export function createBackOff({ first, longest }: BackOffLimits, random: () => number): BackOff {
  let pauseMs = 0
  let untilMs = -Infinity
  return {
    remainingMs: (nowMs) => Math.max(0, untilMs - nowMs),
    failed(nowMs) {
      pauseMs = Math.min(longest, pauseMs === 0 ? first : pauseMs * 2)
      untilMs = nowMs + pauseMs * (0.5 + 0.5 * random())
    },
    succeeded() {
      pauseMs = 0
      untilMs = -Infinity
    },
  }
}
