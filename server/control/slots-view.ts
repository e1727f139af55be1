import { isHolding, isInFlight, isOnDevice, minimumOnOffActor, prioritySlots } from '#domain/control/command'
import { isMinimumReason } from '#domain/control/interlocks/minimum-on-off'
import type { Lock } from '#domain/control/locks'
import type { LockView } from '#domain/wire/locks'
import type { LoopSlotsView } from '#domain/wire/slots'
import type { StoredCommand } from '#server/store/command-store'
import type { LoopNow } from './plant-desk'

type Holder = NonNullable<LoopSlotsView['slots'][number]['holder']>

/** 'criticalEquipment' -> 'critical_equipment' */
const purposes = new Map(Object.entries(prioritySlots).map(([purpose, slot]) => [slot as number, purpose.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]))

export const lockView = (lock: Lock): LockView => ({
  id: lock.id, kind: lock.kind, holder: lock.holder, reason: lock.reason, target: lock.target, loop_ids: [...lock.loopIds], placed_at: new Date(lock.placedAtMs).toISOString(),
  until: lock.untilMs === null ? null : new Date(lock.untilMs).toISOString(),
})

/** The sixteen slots of a loop. `open` are its commands in flight or holding. */
export function slotsView({ loop, status, answer }: LoopNow, open: readonly StoredCommand[], locks: readonly Lock[], at: Date): LoopSlotsView {
  const inFlight = open.find((command) => isInFlight(command.state))
  const holderOf = (slot: number): Holder | null => {
    const held = open.find((command) => isHolding(command.state) && command.slot === slot)
    if (held) {
      return {
        who: held.actor, command_id: held.id, state: held.state, mode: held.mode, setpoint_c: held.setpointC, reason: held.reasonText, since: (held.appliedAt ?? held.requestedAt).toISOString(), until: held.expiresAt?.toISOString() ?? null,
        on_device: status ? isOnDevice(held.state) && !status.local && !status.safeState && status.mode === held.mode : null,
      }
    }
    // The present state stays without a word to the device: what would end it too early waits.
    if (slot === prioritySlots.minimumOnOff && inFlight && isMinimumReason(inFlight.reason) && inFlight.waitUntil) {
      return {
        who: minimumOnOffActor, command_id: null, state: null, mode: status && status.mode !== 'auto' ? status.mode : null, setpoint_c: status?.setpoint_c ?? null, reason: inFlight.reason, since: null, until: inFlight.waitUntil.toISOString(),
        on_device: status ? true : null,
      }
    }
    return slot === prioritySlots.manualLifeSafety && status?.local
      ? { who: 'local', command_id: null, state: null, mode: null, setpoint_c: null, reason: null, since: null, until: null, on_device: true } : null
  }
  return {
    loop_id: loop.id, at: at.toISOString(), control: answer.link !== 'online' || !status ? 'unknown' : status.local ? 'local' : 'remote',
    slots: Array.from({ length: 16 }, (_, i) => ({ slot: i + 1, purpose: purposes.get(i + 1) ?? null, holder: holderOf(i + 1) })),
    relinquish_default: { mode: 'auto', active: status ? status.mode === 'auto' : null },
    in_flight: inFlight ? { command_id: inFlight.id, slot: inFlight.slot, state: inFlight.state } : null,
    locks: locks.filter((lock) => lock.loopIds.includes(loop.id)).map(lockView),
  }
}
