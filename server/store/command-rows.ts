import type { CommandMode, CommandState } from '#domain/control/command'
import type { CommandReason } from '#domain/control/reasons'
import type { ReadBack } from '#domain/wire/commands'
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
  state: CommandState
  attempt: number
  sequence: number
  end_reason: CommandReason | null
  read_back: ReadBack | null
  requested_at: Date
  sent_at: Date | null
  accepted_at: Date | null
  applied_at: Date | null
  ended_at: Date | null
  expires_at: Date | null
}

export const commandColumns = 'id, request_id, loop_id, actor, slot, mode, setpoint_c, lease_s, state, attempt, sequence, end_reason, read_back, requested_at, sent_at, accepted_at, applied_at, ended_at, expires_at'

export function commandFromRow(row: CommandRow): StoredCommand {
  return {
    id: row.id, requestId: row.request_id, loopId: row.loop_id, actor: row.actor, slot: row.slot, mode: row.mode, setpointC: row.setpoint_c, leaseS: row.lease_s,
    state: row.state, attempt: row.attempt, sequence: row.sequence, reason: row.end_reason, readBack: row.read_back, requestedAt: row.requested_at,
    sentAt: row.sent_at, acceptedAt: row.accepted_at, appliedAt: row.applied_at, endedAt: row.ended_at, expiresAt: row.expires_at,
  }
}
