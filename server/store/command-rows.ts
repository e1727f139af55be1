import type { CommandMode, CommandState } from '#domain/control/command'
import type { KeptExpectation } from '#domain/control/judge-effect'
import type { CommandReason } from '#domain/control/reasons'
import type { EffectView, InterlocksView, ReadBack } from '#domain/wire/commands'
import type { StoredCommand } from './command-store'

export interface CommandRow {
  id: number
  request_id: string
  loop_id: string
  actor: string
  slot: number
  mode: CommandMode
  setpoint_c: number | null
  lease_s: number | null
  reason_text: string | null
  state: CommandState
  attempt: number
  sequence: number
  end_reason: CommandReason | null
  read_back: ReadBack | null
  needs_operate: boolean
  needs_approval: boolean
  every_slot: boolean
  renews: number | null
  taken_over: boolean
  sent_lease_s: number | null
  interlocks: InterlocksView | null
  effect: EffectView | null
  expectation: KeptExpectation | null
  requested_at: Date
  queued_at: Date | null
  selected_at: Date | null
  operated_at: Date | null
  sent_at: Date | null
  accepted_at: Date | null
  applied_at: Date | null
  effective_at: Date | null
  ended_at: Date | null
  expires_at: Date | null
  wait_until: Date | null
}

export const commandColumns = 'id, request_id, loop_id, actor, slot, mode, setpoint_c, lease_s, reason_text, state, attempt, sequence, end_reason, read_back, needs_operate, needs_approval, every_slot, renews, taken_over, sent_lease_s, interlocks, effect, expectation, requested_at, queued_at, selected_at, operated_at, sent_at, accepted_at, applied_at, effective_at, ended_at, expires_at, wait_until'

export function commandFromRow(row: CommandRow): StoredCommand {
  return {
    id: row.id, requestId: row.request_id, loopId: row.loop_id, actor: row.actor, slot: row.slot, mode: row.mode, setpointC: row.setpoint_c, leaseS: row.lease_s, reasonText: row.reason_text,
    state: row.state, attempt: row.attempt, sequence: row.sequence, reason: row.end_reason, readBack: row.read_back,
    needsOperate: row.needs_operate, needsApproval: row.needs_approval, everySlot: row.every_slot, renews: row.renews, takenOver: row.taken_over, sentLeaseS: row.sent_lease_s, interlocks: row.interlocks, effect: row.effect, expectation: row.expectation,
    requestedAt: row.requested_at, queuedAt: row.queued_at, selectedAt: row.selected_at, operatedAt: row.operated_at, sentAt: row.sent_at, acceptedAt: row.accepted_at, appliedAt: row.applied_at,
    effectiveAt: row.effective_at, endedAt: row.ended_at, expiresAt: row.expires_at, waitUntil: row.wait_until,
  }
}
