/** Press-and-hold: running from press to release; done only when held for `holdMs` without a break. Clock values come in as arguments (ms). */
export function createHoldTimer(holdMs: number) {
  let pressedMs: number | null = null
  return {
    press(nowMs: number): void {
      pressedMs ??= nowMs
    },
    release(): void {
      pressedMs = null
    },
    /** Share held, 0..1; at 1 the hold is over and must be released before it can fire again. */
    share(nowMs: number): number {
      return pressedMs === null ? 0 : Math.min(1, Math.max(0, (nowMs - pressedMs) / holdMs))
    },
    /** How long it has been held, ms; 0 when it is not. */
    heldMs(nowMs: number): number {
      return pressedMs === null ? 0 : Math.max(0, nowMs - pressedMs)
    },
    get pressed(): boolean {
      return pressedMs !== null
    },
  }
}
