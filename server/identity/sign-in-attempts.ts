/** Keys remembered at most; beyond it the oldest are forgotten. */
const mostKeys = 10_000

/** Failed attempts in a row per address (or whatever else a guesser goes by), in wall time: guessing gets slow for the guesser. */
export class SignInAttempts {
  private readonly byKey = new Map<string, { failures: number; blockedUntilMs: number }>()

  constructor(private readonly lockOut: { failures: number; waitMs: number }) {}

  /** Seconds this one has to wait; 0 when it may try. */
  waitS(key: string, nowMs: number): number {
    const known = this.byKey.get(key)
    return known && nowMs < known.blockedUntilMs ? Math.ceil((known.blockedUntilMs - nowMs) / 1000) : 0
  }

  failed(key: string, nowMs: number): void {
    const failures = (this.byKey.get(key)?.failures ?? 0) + 1
    this.byKey.delete(key)
    this.byKey.set(key, failures >= this.lockOut.failures ? { failures: 0, blockedUntilMs: nowMs + this.lockOut.waitMs } : { failures, blockedUntilMs: 0 })
    const oldest = this.byKey.size > mostKeys ? this.byKey.keys().next().value : undefined
    if (oldest !== undefined) this.byKey.delete(oldest)
  }

  succeeded(key: string): void {
    this.byKey.delete(key)
  }
}
