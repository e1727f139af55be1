/** After this many failures in a row from one address, that address waits. */
const failuresBeforeWait = 5
const waitMs = 60_000
/** Addresses remembered at most; beyond it the oldest are forgotten. */
const mostAddresses = 10_000

/** Failed sign-ins per address, in wall time: guessing gets slow for the guesser alone, nobody else is locked out. */
export class SignInAttempts {
  private readonly byAddress = new Map<string, { failures: number; blockedUntilMs: number }>()

  /** Seconds this address has to wait; 0 when it may try. */
  waitS(address: string, nowMs: number): number {
    const known = this.byAddress.get(address)
    return known && nowMs < known.blockedUntilMs ? Math.ceil((known.blockedUntilMs - nowMs) / 1000) : 0
  }

  failed(address: string, nowMs: number): void {
    const failures = (this.byAddress.get(address)?.failures ?? 0) + 1
    this.byAddress.delete(address)
    this.byAddress.set(address, failures >= failuresBeforeWait ? { failures: 0, blockedUntilMs: nowMs + waitMs } : { failures, blockedUntilMs: 0 })
    const oldest = this.byAddress.size > mostAddresses ? this.byAddress.keys().next().value : undefined
    if (oldest !== undefined) this.byAddress.delete(oldest)
  }

  succeeded(address: string): void {
    this.byAddress.delete(address)
  }
}
