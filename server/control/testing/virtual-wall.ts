import type { Wall } from '../control-settings'

/** Wall time under a test's hand. Timers fire in order of their instant, then of their making. */
export interface VirtualWall extends Wall {
  /** Lets `ms` pass, firing what falls due and letting promises settle in between. */
  pass(ms: number): Promise<void>
  /** Resolves after `ms` of virtual time. */
  sleep(ms: number): Promise<void>
}

export function createVirtualWall(): VirtualWall {
  let nowMs = 0
  let made = 0
  const timers = new Map<number, { dueMs: number; work: () => void }>()
  const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })
  const wall: VirtualWall = {
    now: () => nowMs,
    setTimer(work, ms) {
      const id = made += 1
      timers.set(id, { dueMs: nowMs + Math.max(0, ms), work })
      return () => { timers.delete(id) }
    },
    sleep: (ms) => new Promise((resolve) => { wall.setTimer(resolve, ms) }),
    async pass(ms) {
      const endMs = nowMs + ms
      await settled()
      for (;;) {
        const [next] = [...timers].filter(([, timer]) => timer.dueMs <= endMs).sort(([a, x], [b, y]) => x.dueMs - y.dueMs || a - b)
        if (!next) break
        const [id, timer] = next
        timers.delete(id)
        nowMs = Math.max(nowMs, timer.dueMs)
        timer.work()
        await settled()
      }
      nowMs = endMs
    },
  }
  return wall
}
