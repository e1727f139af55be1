/** Exponential back-off between connection attempts, in wall ms. */
interface BackOff {
  /** Wall ms still to wait, 0 when an attempt may be made. */
  remainingMs(nowMs: number): number
  /** An attempt failed: the next pause doubles. */
  failed(nowMs: number): void
  /** A whole answer came; a mere connection is no reason to reset. */
  succeeded(): void
}

export function createBackOff(firstMs: number, longestMs: number): BackOff {
  let pauseMs = 0
  let untilMs = -Infinity
  return {
    remainingMs: (nowMs) => Math.max(0, untilMs - nowMs),
    failed(nowMs) {
      pauseMs = Math.min(longestMs, pauseMs === 0 ? firstMs : pauseMs * 2)
      untilMs = nowMs + pauseMs
    },
    succeeded() {
      pauseMs = 0
      untilMs = -Infinity
    },
  }
}
