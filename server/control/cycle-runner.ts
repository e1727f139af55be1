import type { Wall } from './control-settings'

/** Runs one piece of work again and again, never twice at once, with a pause of wall time in between. */
export interface CycleRunner {
  start(): void
  /** Runs as soon as possible; resolves after a run that began no earlier than this call. */
  kick(atOnce: boolean): Promise<void>
  /** No further run; resolves when the present one has ended. */
  stop(): Promise<void>
}

export function createCycleRunner(wall: Wall, pauseMs: number, work: (atOnce: boolean) => Promise<void>, onError: (error: Error) => void): CycleRunner {
  let running: Promise<void> | null = null
  let next: { promise: Promise<void>; atOnce: boolean } | null = null
  let cancelTimer: (() => void) | null = null
  let stopped = true

  const run = (atOnce: boolean): Promise<void> => {
    cancelTimer?.()
    cancelTimer = null
    running = work(atOnce).catch(onError).finally(() => {
      running = null
      if (!stopped && !next) cancelTimer = wall.setTimer(() => { void run(false) }, pauseMs)
    })
    return running
  }
  return {
    start() {
      stopped = false
      void run(false)
    },
    kick(atOnce) {
      if (stopped) return Promise.resolve()
      if (!running) return run(atOnce)
      if (next) {
        next.atOnce ||= atOnce
        return next.promise
      }
      const promise = running.then((): Promise<void> | void => {
        const wanted = next?.atOnce ?? atOnce
        next = null
        if (!stopped) return run(wanted)
      })
      next = { atOnce, promise }
      return promise
    },
    async stop() {
      stopped = true
      cancelTimer?.()
      cancelTimer = null
      await (next?.promise ?? running)
    },
  }
}
