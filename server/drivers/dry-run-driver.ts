import { checkCommandBlock, type CommandBlock } from '#domain/control/command-block'
import type { LoopStatus } from '#domain/control/loop-status'
import { LinkError, type Driver } from './driver'

interface DryLoop { seen: number; held: CommandBlock | null; endsMs: number }

/**
 * A controller that does not exist: it takes every command, keeps it until its lease is over and says what it would do. Nothing leaves the
 * process, nothing is measured, and the controller's view says so (`dry_run`). It forgets everything with the server.
 * @param siteNowMs site clock, for the leases
 */
export function createDryRunDriver(loopIndices: readonly number[], siteNowMs: () => number): Driver {
  const loops = new Map(loopIndices.map((index): [number, DryLoop] => [index, { seen: 0, held: null, endsMs: 0 }]))
  let heartbeat = 0
  let closed = false
  const open = (): void => { if (closed) throw new LinkError('closed', 'the driver is closed') }
  const at = (index: number): DryLoop => {
    const loop = loops.get(index)
    if (!loop) throw new RangeError(`loop index ${index}: the dry run has no such loop`)
    return loop
  }
  const statusOf = ({ seen, held, endsMs }: DryLoop): LoopStatus => {
    const leftMs = held === null || held.mode === 'auto' ? 0 : endsMs - siteNowMs()
    const active = leftMs > 0 ? held : null
    return {
      appliedSequence: seen, seenSequence: seen, mode: active?.mode ?? 'auto', setpoint_c: active?.setpoint_c ?? null, leaseRemainingS: Math.max(0, Math.ceil(leftMs / 1000)),
      valve_pct: null, pump_hz: null, supply_c: null, return_c: null, flow_lPerMin: null, power_kw: null,
      running: false, local: false, fault: false, safeState: false, leaseEnded: held !== null && held.mode !== 'auto' && leftMs <= 0, rejectCode: 0,
    }
  }
  return {
    traits: { fenced: true, dryRun: true },
    async connect() { open() },
    async read() {
      open()
      return { heartbeatSeen: heartbeat, heartbeatLost: false, loops: loopIndices.map((index) => statusOf(at(index))) }
    },
    async write(what) {
      if (what.kind === 'command') checkCommandBlock(what.block)
      if (closed) return { outcome: 'notCarriedOut', detail: 'the driver is closed' }
      if (what.mayLeave?.() === false) return { outcome: 'notCarriedOut', detail: 'too late: nothing was sent' }
      if (what.kind === 'heartbeat') { heartbeat = what.counter; return { outcome: 'acknowledged' } }
      const loop = at(what.loopIndex)
      if (what.block.sequence > loop.seen) Object.assign(loop, { seen: what.block.sequence, held: { ...what.block }, endsMs: siteNowMs() + what.block.leaseS * 1000 })
      return { outcome: 'acknowledged' }
    },
    async readBack(loopIndex) {
      open()
      const loop = at(loopIndex)
      return { holding: loop.held ?? { sequence: 0, mode: 'auto', setpoint_c: null, leaseS: 0 }, status: statusOf(loop) }
    },
    async close() { closed = true },
  }
}
