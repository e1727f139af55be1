import type { DeviceMode } from '#domain/control/command-block'
import { decodeCommandBlock } from '#domain/control/testing/first-encoder'
import type { LoopStatus } from '#domain/control/loop-status'

/** One loop of an in-process controller that obeys the rules of the register map. */
interface FakeLoop { applied: number; seen: number; fence: number; reject: number; mode: DeviceMode; setpoint_c: number | null; leaseEndMs: number; leaseEnded: boolean; local: boolean; holding: number[]; pending: { words: readonly number[]; dueMs: number } | null }

/** Every block that changed what a loop does, for the judge of a simulation. Instants of the device's site clock, ms; `untilMs` null = it still goes on. */
export interface Effect { loopIndex: number; sequence: number; mode: DeviceMode; setpoint_c: number | null; atMs: number; untilMs: number | null }

const blank = (): FakeLoop => ({ applied: 0, seen: 0, fence: 0, reject: 0, mode: 'auto', setpoint_c: null, leaseEndMs: 0, leaseEnded: false, local: false, holding: [0, 0, 0, 0x8000, 0], pending: null })

export interface FakeDevice {
  readonly effects: Effect[]
  heartbeat: number
  /** Receives one FC16 command block. */
  receive(loopIndex: number, words: readonly number[]): void
  status(loopIndex: number): LoopStatus
  holding(loopIndex: number): number[]
  setLocal(loopIndex: number, local: boolean): void
  /** Largest set-point it takes, °C. */
  limit_c: number
  /** How long it takes to carry out a block it has taken, ms. */
  slowMs: number
  /** Loses what it was doing, keeps its sequences. */
  reboot(): void
}

/**
 * @param siteNowMs site clock of the device
 * @param fenced false breaks the rule that protects from duplicates, to prove that a test notices
 */
export function createFakeDevice(loopCount: number, siteNowMs: () => number, fenced = true): FakeDevice {
  const loops = Array.from({ length: loopCount }, blank)
  const effects: Effect[] = []
  const leave = (index: number, atMs: number): void => {
    const last = effects.findLast(({ loopIndex }) => loopIndex === index)
    if (last) last.untilMs ??= atMs
  }
  const at = (index: number): FakeLoop => {
    const loop = loops[index]
    if (!loop) throw new RangeError(`no loop ${index}`)
    if (loop.pending && siteNowMs() >= loop.pending.dueMs) carryOut(loop, index, loop.pending.words, loop.pending.dueMs)
    if (loop.mode !== 'auto' && siteNowMs() >= loop.leaseEndMs) {
      leave(index, loop.leaseEndMs)
      Object.assign(loop, { mode: 'auto', setpoint_c: null, leaseEnded: true })
    }
    return loop
  }
  const carryOut = (loop: FakeLoop, index: number, words: readonly number[], atMs: number): void => {
    const { sequence, mode, setpoint_c, leaseS } = decodeCommandBlock(words)
    if (mode === null) return
    leave(index, atMs)
    Object.assign(loop, { applied: sequence, mode, setpoint_c, leaseEndMs: atMs + leaseS * 1000, leaseEnded: false, pending: null })
    effects.push({ loopIndex: index, sequence, mode, setpoint_c, atMs, untilMs: null })
  }
  const device: FakeDevice = {
    effects,
    heartbeat: 0,
    limit_c: 60,
    slowMs: 0,
    receive(index, words) {
      const loop = at(index)
      const block = decodeCommandBlock(words)
      const reject = fenced && block.sequence <= loop.fence ? 1 : loop.local ? 4 : block.mode === null ? 2 : (block.setpoint_c ?? 0) > device.limit_c ? 3 : 0
      Object.assign(loop, { seen: block.sequence, fence: Math.max(loop.fence, block.sequence), reject })
      if (reject !== 0 || block.mode === null) return
      loop.holding = [...words]
      if (device.slowMs > 0) loop.pending = { words, dueMs: siteNowMs() + device.slowMs }
      else carryOut(loop, index, words, siteNowMs())
    },
    reboot() {
      loops.forEach((_, index) => {
        const loop = at(index)
        leave(index, siteNowMs())
        Object.assign(loop, { mode: 'auto', setpoint_c: null, pending: null })
      })
    },
    status(index) {
      const loop = at(index)
      return {
        appliedSequence: loop.applied, seenSequence: loop.seen, mode: loop.mode, setpoint_c: loop.setpoint_c, rejectCode: loop.reject, local: loop.local, leaseEnded: loop.leaseEnded,
        leaseRemainingS: loop.mode === 'auto' ? 0 : Math.ceil((loop.leaseEndMs - siteNowMs()) / 1000), running: loop.mode === 'heat', fault: false, safeState: false,
        valve_pct: 40, pump_hz: 30, supply_c: 33.3, return_c: 27.1, flow_lPerMin: 800, power_kw: 300,
      }
    },
    holding: (index) => [...at(index).holding],
    setLocal(index, local) {
      const loop = at(index)
      leave(index, siteNowMs())
      Object.assign(loop, { local, mode: 'auto', setpoint_c: null, pending: null })
    },
  }
  return device
}
