/**
 * Watches the server's heartbeat in wall time: lost after three periods without a change of the counter.
 * It arms with the first heartbeat (or by `arm`, when a remote command was restored), so that a plant never connected runs by itself.
 */
export class DeadMan {
  counter = 0
  periodS = 10
  private changedAtMs: number | null = null
  private lastCounter: number | null = null

  /** @param wallNowMs monotonic wall clock, ms */
  constructor(private readonly wallNowMs: () => number) {}

  beat(counter: number): void {
    this.counter = counter
    if (counter !== this.lastCounter) this.changedAtMs = this.wallNowMs()
    this.lastCounter = counter
  }

  /** Starts the watch without a heartbeat. */
  arm(): void { this.changedAtMs ??= this.wallNowMs() }

  /** Wall seconds since the last change; null = never one. */
  get ageS(): number | null { return this.changedAtMs === null ? null : (this.wallNowMs() - this.changedAtMs) / 1000 }

  get lost(): boolean { return (this.ageS ?? 0) > 3 * this.periodS }
}
