import { isEnd, isInFlight, isOnDevice, type CommandState } from '#domain/control/command'
import type { ApprovalView, ApprovalsView, CommandGroupView } from '#domain/wire/command-groups'
import type { RequestState, StoredApproval, StoredCommand } from '#server/store/command-store'
import { viewOfCommand } from './command-view'
import { payloadRows } from './person-steps'

function approvalView(approval: StoredApproval, commands: readonly StoredCommand[]): ApprovalView {
  // A stop may have ended all that it was about.
  const pending = approval.decision === null && commands.some((command) => command.state === 'validated')
  return {
    payload_sha256: approval.payloadSha256, asked_at: approval.askedAt.toISOString(), decide_until: approval.decideUntil.toISOString(), decision: approval.decision ?? (pending ? 'pending' : 'lapsed'),
    by: approval.approver, decided_at: approval.decidedAt?.toISOString() ?? null, note: approval.note, valid_until: approval.validUntil?.toISOString() ?? null,
  }
}

const waitsForPerson = ({ state, needsOperate, operatedAt }: StoredCommand): boolean => state === 'drafted' || state === 'validated' || (needsOperate && operatedAt === null && (state === 'queued' || state === 'selected'))
/** It does, or did to its end, what was asked. */
const succeeded = ({ state, appliedAt, mode }: StoredCommand): boolean => isOnDevice(state) || (mode === 'release' ? state === 'released' : isEnd(state) && state !== 'failed' && appliedAt !== null)

function outcomeOf(commands: readonly StoredCommand[], loops: number): CommandGroupView['outcome'] {
  if (commands.some((command) => command.state === 'unknown')) return 'unknown'
  if (commands.some(waitsForPerson)) return 'waiting'
  if (commands.some((command) => isInFlight(command.state))) return 'under_way'
  const good = commands.filter(succeeded).length
  return good === 0 ? 'none' : good === loops ? 'complete' : 'partial'
}

/** How the parts of a request fare, in counts that add up: what was refused is not forgotten. */
export function groupView({ request, approval, commands }: Pick<RequestState, 'request' | 'approval' | 'commands'>): CommandGroupView {
  const counts: Partial<Record<CommandState, number>> = {}
  for (const { state } of commands) counts[state] = (counts[state] ?? 0) + 1
  const selected = commands.filter((command) => command.state === 'selected' && command.operatedAt === null)
  const until = selected.flatMap((command) => command.waitUntil?.getTime() ?? [])
  return {
    id: request.id, actor: request.actor, target: request.target, requested_at: request.requestedAt.toISOString(), reason: request.reasonText, notam_reference: request.notamReference, loops: request.loopCount,
    counts, outcome: outcomeOf(commands, request.loopCount), needs_operate: commands.some((command) => command.needsOperate), may_operate: selected.length > 0,
    operate_until: until.length > 0 ? new Date(Math.min(...until)).toISOString() : null, approval: approval && approvalView(approval, commands), commands: commands.map(viewOfCommand), refused: request.refused,
  }
}

export interface PendingApproval { group: CommandGroupView; payload: ApprovalsView['approvals'][number]['payload']; loopIds: string[]; requester: { account: string; sessionSha256: string | null } }

/** A request as its second person sees it. */
export function pendingApproval(state: RequestState): PendingApproval {
  const { request } = state
  const rows = payloadRows(state)
  const loopIds = rows.map((command) => command.loopId).sort()
  const [one] = rows
  return {
    group: groupView(state), loopIds, requester: { account: request.actor, sessionSha256: request.sessionSha256 },
    payload: {
      target: request.target, loop_ids: loopIds, mode: one?.mode ?? 'off', slot: one?.slot ?? 8, ...(one?.setpointC == null ? {} : { setpoint_c: one.setpointC }), ...(one?.leaseS == null ? {} : { lease_s: one.leaseS }),
      ...(request.reasonText ? { reason: request.reasonText } : {}), ...(request.notamReference ? { notam_reference: request.notamReference } : {}),
    },
  }
}
