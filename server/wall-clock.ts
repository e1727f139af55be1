/** Wall time, monotonic ms, with cancellable timers: what transport, heartbeats and patience follow. */
export const wallClock = {
  now: (): number => performance.now(),
  setTimer(work: () => void, ms: number): () => void {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}
