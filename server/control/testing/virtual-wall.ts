import type { Wall } from '../control-settings'

/** Wall time under a test's hand. Timers fire in order of their instant, then of their making. */
export interface VirtualWall extends Wall {
  /** Lets `ms` pass, firing what falls due and letting promises settle in between. */
  pass(ms: number): Promise<void>
  /** Resolves after `ms` of virtual time. */
  sleep(ms: number): Promise<void>
}

interface Timer { dueMs: number; work: (() => void) | null }

export function createVirtualWall(): VirtualWall {
  let nowMs = 0
  /** By instant, then by making. */
  const timers: Timer[] = []
  // Node calls it when no promise is left that could go on: a turn of the event loop per timer would take most of a simulation's time.
  const settled = (): Promise<void> => new Promise((resolve) => { process.nextTick(resolve) })
  const wall: VirtualWall = {
    now: () => nowMs,
    setTimer(work, ms) {
      const timer: Timer = { dueMs: nowMs + Math.max(0, ms), work }
      let at = timers.length
      while (at > 0 && (timers[at - 1] as Timer).dueMs > timer.dueMs) at -= 1
      timers.splice(at, 0, timer)
      return () => { timer.work = null }
    },
    sleep: (ms) => new Promise((resolve) => { wall.setTimer(resolve, ms) }),
    async pass(ms) {
      const endMs = nowMs + ms
      await settled()
      for (let next = timers[0]; next && next.dueMs <= endMs; next = timers[0]) {
        timers.shift()
        if (!next.work) continue
        nowMs = Math.max(nowMs, next.dueMs)
        next.work()
        await settled()
      }
      nowMs = endMs
    },
  }
  return wall
}
