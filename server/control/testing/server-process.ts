import type { VirtualWall } from './virtual-wall'

/** A server's process under a simulation's hand: what it waits for can be the last it ever did, or come late because it was stopped. */
export interface ServerProcess extends Pick<VirtualWall, 'now' | 'setTimer' | 'sleep'> {
  readonly dead: boolean
  /** kill -9: nothing of it goes on. Tells `onDeath` once. */
  die(): void
  /** Dies at the given await of its store or its line from now on; 0 = the next. */
  dieAt(awaits: number): void
  /** SIGSTOP until SIGCONT: what falls due meanwhile happens afterwards. */
  pause(ms: number): void
  /** One await has ended: whether the process is still there to go on. */
  goesOn(): boolean
}

export function openProcess(wall: VirtualWall, onDeath: () => void): ServerProcess {
  let dead = false
  let left = Infinity
  let stoppedUntilMs = 0
  const later = (work: () => void) => (): void => {
    if (dead) return
    if (wall.now() < stoppedUntilMs) wall.setTimer(later(work), stoppedUntilMs - wall.now())
    else work()
  }
  const own: ServerProcess = {
    get dead() { return dead },
    die() {
      if (dead) return
      dead = true
      onDeath()
    },
    dieAt(awaits) { left = awaits },
    pause(ms) { stoppedUntilMs = wall.now() + ms },
    goesOn() {
      if (left <= 0) own.die()
      left -= 1
      return !dead
    },
    now: wall.now,
    setTimer: (work, ms) => wall.setTimer(later(work), ms),
    sleep: (ms) => new Promise((resolve) => { own.setTimer(() => { if (own.goesOn()) resolve() }, ms) }),
  }
  return own
}
