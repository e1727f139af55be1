import { findBarringLock, lockParams } from '#domain/control/locks'
import { nextState, type CommandEvent } from '#domain/control/life-cycle'
import { makeWay } from '#domain/control/make-way'
import type { CommandReason, ReasonParams } from '#domain/control/reasons'
import type { ApprovalDecision } from '#domain/wire/command-groups'
import type { InterlocksView } from '#domain/wire/commands'
import type { CommandStep, Decision, RequestState, StoredCommand } from '#server/store/command-store'
import type { Asker } from './asker'
import { defaultTiming, type ControlSettings } from './control-settings'
import { judgeCommand } from './interlock-inputs'
import { afterWallMs, isOver, loopNow, type Workers } from './plant-desk'
import { Refused } from './refused'
import { payloadSha256 } from './request-commands'

/** 'lapsed': it came too late, and that was written down. */
export type PersonAnswer = 'done' | 'lapsed'
type Steps = Decision<PersonAnswer>['steps']
export type PersonJudge = (state: RequestState) => Decision<PersonAnswer>

/** What persons decide about a request: pure judgements over its rows, to be made inside the store's transaction. */
export function createPersonSteps(settings: ControlSettings, plant: Workers) {
  const timing = { ...defaultTiming, ...settings.timing }
  const now = (): Date => settings.clock.now()
  const stepOf = (state: StoredCommand['state'], event: CommandEvent, actor: string, at: Date, reason: CommandReason | null, more: Partial<CommandStep> = {}): CommandStep => {
    const to = nextState(state, event)
    if (to === null) throw new Error(`${state} ${event}: not in the life cycle`)
    return { event, state: to, at, actor, reason, ...more }
  }

  /** Interlocks, lock, and what is in flight: whether a command may go on now. */
  function judged(state: RequestState, command: StoredCommand, secondPerson: string | null, stage: 'request' | 'send', at: Date, reserve: boolean): { ways: Steps; interlocks?: InterlocksView } | { reason: CommandReason; params: ReasonParams; interlocks?: InterlocksView } {
    const there = loopNow(plant, command.loopId)
    if (!there) return { reason: 'loop_not_found', params: {} }
    const lock = findBarringLock(state.locks, command.loopId, command.actor, at.getTime())
    if (lock) return { reason: 'locked', params: lockParams(lock) }
    const { verdict, kept: interlocks } = judgeCommand(settings, there.loop, {
      mode: command.mode, setpoint_c: command.setpointC, stage, requester: command.actor, secondPerson, automatic: false, notamReference: state.request.notamReference,
    }, there.answer, secondPerson === null ? 'request' : 'approval')
    if (!verdict.allowed) return { reason: verdict.rule, params: verdict.params, interlocks }
    const ways: Steps = []
    for (const other of reserve ? state.inFlight.filter((row) => row.loopId === command.loopId) : []) {
      const way = makeWay(command, other)
      if (!way.open) return { reason: way.reason, params: { command_id: other.id }, interlocks }
      ways.push({ id: other.id, step: stepOf(other.state, way.event, command.actor, at, way.reason) })
    }
    return { ways, interlocks }
  }

  /** The author hands his draft in: judged now, and queued unless a second person is needed. */
  const submit = (by: Asker): PersonJudge => (state) => {
    const at = now()
    const drafts = state.commands.filter((command) => command.state === 'drafted')
    if (state.request.actor !== by.account) throw new Refused('command.not_yours')
    if (drafts.length === 0) throw new Refused('command.not_draft')
    if (drafts.some((draft) => draft.waitUntil && isOver(at, draft.requestedAt, draft.waitUntil))) return { steps: lapseAll(state, at), answer: 'lapsed' }
    const waitUntil = afterWallMs(settings, at, timing.personMs)
    const steps: Steps = []
    const allowed: StoredCommand[] = []
    for (const draft of drafts) {
      const found = judged(state, draft, null, 'request', at, !draft.needsApproval)
      const kept = found.interlocks ? { interlocks: found.interlocks } : {}
      if ('reason' in found) { steps.push({ id: draft.id, step: stepOf('drafted', 'blocked', by.account, at, found.reason, { ...kept, detail: { params: found.params } }) }); continue }
      allowed.push(draft)
      steps.push({ id: draft.id, step: stepOf('drafted', 'submit', by.account, at, null, { ...kept, waitUntil }) })
      if (!draft.needsApproval) steps.push(...found.ways, { id: draft.id, step: stepOf('validated', 'authorise', by.account, at, null) })
    }
    const asks = allowed.some((draft) => draft.needsApproval)
    return { steps, ...(asks ? { askApproval: { payloadSha256: payloadSha256(state.request, allowed), commandIds: allowed.map(({ id }) => id), decideUntil: waitUntil } } : {}), answer: 'done' }
  }

  function pending(state: RequestState, by: Asker, decision: ApprovalDecision, at: Date): StoredCommand[] {
    const { approval, request } = state
    const waiting = state.commands.filter((command) => command.state === 'validated')
    if (!approval) throw new Refused('approval.none')
    if (request.actor === by.account) throw new Refused('approval.same_person')
    if (request.sessionSha256 !== null && request.sessionSha256 === by.sessionSha256) throw new Refused('approval.same_session')
    if (approval.decision === 'lapsed' || isOver(at, approval.askedAt, approval.decideUntil)) throw new Refused('approval.lapsed')
    if (approval.decision !== null || waiting.length === 0) throw new Refused('approval.decided', { by: approval.approver ?? '' })
    if (decision.payload_sha256 !== approval.payloadSha256 || payloadSha256(request, payloadRows(state)) !== approval.payloadSha256) throw new Refused('approval.payload_changed')
    return waiting
  }
  const decided = (by: Asker, { note, seen }: ApprovalDecision, decision: 'approved' | 'declined', validUntil: Date | null): NonNullable<Decision<PersonAnswer>['decideApproval']> =>
    ({ decision, approver: by.account, approverSessionSha256: by.sessionSha256, validUntil, note: note ?? null, role: by.role, address: by.address, seen })

  /** The second person says yes: everything is judged again, and the loops are reserved. */
  const approve = (by: Asker, decision: ApprovalDecision): PersonJudge => (state) => {
    const at = now()
    const steps: Steps = pending(state, by, decision, at).flatMap((command): Steps => {
      const found = judged(state, command, by.account, 'send', at, true)
      const more = { ...(found.interlocks ? { interlocks: found.interlocks } : {}), origin: { secondPerson: by.account } }
      if ('reason' in found) return [{ id: command.id, step: stepOf('validated', 'blocked', by.account, at, found.reason, { ...more, detail: { params: found.params } }) }]
      return [...found.ways, { id: command.id, step: stepOf('validated', 'authorise', by.account, at, null, more) }]
    })
    return { steps, decideApproval: decided(by, decision, 'approved', afterWallMs(settings, at, timing.personMs)), answer: 'done' }
  }

  const decline = (by: Asker, decision: ApprovalDecision): PersonJudge => (state) => {
    const at = now()
    const steps = pending(state, by, decision, at).map(({ id }) => ({ id, step: stepOf('validated', 'decline', by.account, at, 'declined', { origin: { secondPerson: by.account } }) }))
    return { steps, decideApproval: decided(by, decision, 'declined', null), answer: 'done' }
  }

  /** The operator's word: what is selected goes, what is not selected by now ends. */
  const operate = (by: Asker): PersonJudge => (state) => {
    const at = now()
    if (state.request.actor !== by.account) throw new Refused('command.not_yours')
    const selected = state.commands.filter((command) => command.state === 'selected' && command.operatedAt === null)
    if (selected.length === 0) throw new Refused(state.commands.some((command) => command.reason === 'reservation_lapsed') ? 'group.lapsed' : 'group.not_selected')
    if (selected.some((command) => isLapsed(command, at))) return { steps: lapseReservation(state, at), answer: 'lapsed' }
    const steps = state.commands.flatMap((command): Steps => {
      if (command.operatedAt !== null || !command.needsOperate) return []
      if (command.state === 'selected') return [{ id: command.id, step: stepOf('selected', 'operate', by.account, at, null) }]
      return command.state === 'queued' ? [{ id: command.id, step: stepOf('queued', 'cancel', by.account, at, 'not_selected') }] : []
    })
    return { steps, answer: 'done' }
  }

  /** Withdraws what of a request has not left. */
  const cancel = (by: Asker): PersonJudge => (state) => {
    const at = now()
    if (state.request.actor !== by.account) throw new Refused('command.not_yours')
    const steps = state.commands.filter((command) => nextState(command.state, 'cancel')).map((command) => ({ id: command.id, step: stepOf(command.state, 'cancel', by.account, at, 'withdrawn') }))
    if (steps.length === 0) throw new Refused('command.already_sent')
    return { steps, answer: 'done' }
  }

  const isLapsed = (command: StoredCommand, at: Date): boolean => command.waitUntil !== null && isOver(at, command.selectedAt ?? command.requestedAt, command.waitUntil)
  /** One reservation of a group that lapses takes the others with it. */
  const lapseReservation = (state: RequestState, at: Date): Steps => state.commands
    .filter((command) => command.needsOperate && command.operatedAt === null && (command.state === 'selected' || command.state === 'queued'))
    .map((command) => ({ id: command.id, step: stepOf(command.state, 'lapse', 'server', at, 'reservation_lapsed') }))
  const lapseAll = (state: RequestState, at: Date): Steps => state.commands.filter((command) => command.state === 'drafted' || command.state === 'validated')
    .map((command) => ({ id: command.id, step: stepOf(command.state, 'lapse', 'server', at, command.state === 'drafted' ? 'draft_lapsed' : 'approval_lapsed') }))

  /** The server's own: a reservation nobody operated. */
  const lapseGroup: PersonJudge = (state) => ({ steps: lapseReservation(state, now()), answer: 'lapsed' })
  /** The server's own: drafts and approvals nobody took up. */
  const lapseWaiting: PersonJudge = (state) => {
    const at = now()
    const over = state.commands.some((command) => (command.state === 'drafted' || command.state === 'validated') && command.waitUntil && isOver(at, command.requestedAt, command.waitUntil))
    const nobody = { decision: 'lapsed' as const, approver: null, approverSessionSha256: null, validUntil: null, note: null, role: null, address: null, seen: null }
    return over ? { steps: lapseAll(state, at), answer: 'lapsed', ...(state.approval?.decision === null ? { decideApproval: nobody } : {}) } : { steps: [], answer: 'done' }
  }
  return { submit, approve, decline, operate, cancel, lapseGroup, lapseWaiting }
}

/** The commands an approval speaks of. */
export const payloadRows = (state: Pick<RequestState, 'commands' | 'approval'>): StoredCommand[] => state.commands.filter((command) => state.approval?.commandIds.includes(command.id))
