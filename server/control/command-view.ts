import type { LoopStatus } from '#domain/control/loop-status'
import type { CommandView, ReadBack } from '#domain/wire/commands'
import type { StoredCommand } from '#server/store/command-store'

/** Requests of more than one loop, and those that need select-before-operate, carry this prefix, so that a group is known without counting. */
export const groupPrefix = 'group-'

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** The parent a command is shown under; null for a single one. */
export const groupOf = (command: StoredCommand): string | null => (command.requestId.startsWith(groupPrefix) ? command.requestId : null)

/** A stored command as it crosses the socket. */
export function viewOfCommand(command: StoredCommand): CommandView {
  return {
    id: command.id, group: groupOf(command), loop_id: command.loopId, actor: command.actor, slot: command.slot,
    mode: command.mode, setpoint_c: command.setpointC, lease_s: command.leaseS, state: command.state, reason: command.reason, sequence: command.sequence, attempt: command.attempt,
    requested_at: command.requestedAt.toISOString(), queued_at: iso(command.queuedAt), selected_at: iso(command.selectedAt), operated_at: iso(command.operatedAt), sent_at: iso(command.sentAt),
    accepted_at: iso(command.acceptedAt), applied_at: iso(command.appliedAt), effective_at: iso(command.effectiveAt), ended_at: iso(command.endedAt), expires_at: iso(command.expiresAt),
    wait_until: iso(command.waitUntil), needs_operate: command.needsOperate, every_slot: command.everySlot, renews: command.renews, interlocks: command.interlocks, effect: command.effect, read_back: command.readBack,
  }
}

/** What the device said, as it is kept with the command. */
export function readBackOf(status: LoopStatus, at: Date): ReadBack {
  return { at: at.toISOString(), sequence: status.appliedSequence, mode: status.mode, setpoint_c: status.setpoint_c, lease_remaining_s: status.leaseRemainingS, reject_code: status.rejectCode }
}
