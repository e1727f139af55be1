import { askableSlots, isHolding } from '#domain/control/command'
import { lockMs } from '#domain/control/locks'
import type { ApprovalDecision, CommandGroupView, RelinquishRequest, RenewRequest, StopRequest } from '#domain/wire/command-groups'
import type { CommandRequest, CommandView } from '#domain/wire/commands'
import type { LockRequest, LockView } from '#domain/wire/locks'
import type { LoopSlotsView } from '#domain/wire/slots'
import type { StoredCommand } from '#server/store/command-store'
import { askerOf, type Asker } from './asker'
import { viewOfCommand } from './command-view'
import type { ControlSettings } from './control-settings'
import { ControlStopped } from './control-stopped'
import { groupView, pendingApproval, type PendingApproval } from './group-view'
import { createPersonSteps, type PersonJudge } from './person-steps'
import { afterWallMs, isRunwayLoop, loopNow, type Workers } from './plant-desk'
import { Refused } from './refused'
import { relinquishTrip } from './relinquish-trip'
import { requestCommands, type RequestAnswer } from './request-commands'
import { lockView, slotsView } from './slots-view'
import { stopLoops } from './stop-loops'

/** What persons ask of the control room. All of it works on a server that stands by as well: the leader finds it in the database. */
export interface PersonDesk {
  /** Commands for loops already resolved from the target. @param asker an account name when nothing else is known @param key idempotency key, unique per actor @throws ControlStopped */
  request(asker: Asker | string, key: string, body: CommandRequest, loopIds: readonly string[]): Promise<RequestAnswer>
  /** A new command that carries on a holding one: same loop, slot, mode and set-point, a new lease. @throws Refused, ControlStopped */
  renew(asker: Asker, key: string, commandId: number, body: RenewRequest): Promise<RequestAnswer>
  /** Gives back slot 2 after an interlock trip whose cause is gone. @throws Refused, ControlStopped */
  relinquish(asker: Asker, key: string, commandId: number, body: RelinquishRequest): Promise<RequestAnswer>
  /** Stop all: every loop gives back every slot; nothing refuses it. @throws ControlStopped */
  stopAll(asker: Asker, key: string, body: StopRequest, loopIds: readonly string[]): Promise<RequestAnswer>
  /** The author's steps on the request of a command: hand a draft in, or withdraw what has not left. @throws Refused, ControlStopped */
  submit(asker: Asker, requestId: string): Promise<CommandGroupView>
  cancel(asker: Asker, requestId: string): Promise<CommandGroupView>
  /** The operator's word, and the second person's decision. @throws Refused, ControlStopped */
  operate(asker: Asker, requestId: string): Promise<CommandGroupView>
  approve(asker: Asker, requestId: string, decision: ApprovalDecision): Promise<CommandGroupView>
  decline(asker: Asker, requestId: string, decision: ApprovalDecision): Promise<CommandGroupView>
  /** How a request fares; null when there is none. */
  group(requestId: string): Promise<CommandGroupView | null>
  /** Requests that wait for a second person, oldest first. */
  pendingApprovals(): Promise<PendingApproval[]>
  /** A command with the request it belongs to; null when there is none. */
  find(commandId: number): Promise<{ view: CommandView; requestId: string } | null>
  /** The sixteen slots of a loop; null when no controller has it. */
  slots(loopId: string): Promise<LoopSlotsView | null>
  locks(): Promise<LockView[]>
  placeLock(asker: Asker, body: LockRequest, loopIds: readonly string[]): Promise<LockView>
  /** @param any whether somebody else's may be ended @throws Refused */
  endLock(asker: Asker, lockId: number, any: boolean): Promise<LockView>
  /** Whether a loop lies under a runway: its commands need the right for runways and a second person. */
  isRunway(loopId: string): boolean
}

/** @param room `kick` wakes the workers of these loops, `isStopping` shuts the desk, `stop` waits for what `whileOpen` let in */
export function createPersonDesk(settings: ControlSettings, workers: Workers, room: { kick(commands: readonly { loopId: string }[]): void; isStopping(): boolean }): PersonDesk & { idle(): Promise<unknown> } {
  const { store, clock } = settings
  const persons = createPersonSteps(settings, workers)
  const underWay = new Set<Promise<unknown>>()
  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    if (room.isStopping()) throw new ControlStopped('the control room is stopping')
    const asked = work()
    underWay.add(asked)
    return asked.finally(() => underWay.delete(asked))
  }
  const take = async (work: () => Promise<RequestAnswer>): Promise<RequestAnswer> => {
    const answer = await whileOpen(work)
    if (!answer.conflict) room.kick(answer.created)
    return answer
  }
  const decide = (requestId: string, judge: PersonJudge, late: 'group.lapsed' | 'approval.lapsed' = 'approval.lapsed'): Promise<CommandGroupView> => whileOpen(async () => {
    const done = await store.decide(requestId, clock.now(), judge)
    for (const command of done?.stepped ?? []) settings.onCommand(viewOfCommand(command))
    room.kick(done?.stepped ?? [])
    const state = done && await store.loadRequest(requestId)
    if (!state) throw new Refused('group.not_found')
    if (done.answer === 'lapsed') throw new Refused(late)
    return groupView(state)
  })
  const renewed = async (command: StoredCommand, { lease_s = command.leaseS ?? undefined, seen }: RenewRequest): Promise<CommandRequest> => {
    const parent = (await store.loadRequest(command.requestId))?.request
    return {
      target: { kind: 'loop', id: command.loopId }, mode: command.mode, slot: command.slot, ...(command.setpointC === null ? {} : { setpoint_c: command.setpointC }), ...(lease_s === undefined ? {} : { lease_s }),
      ...(parent?.reasonText ? { reason: parent.reasonText } : {}), ...(parent?.notamReference ? { notam_reference: parent.notamReference } : {}), ...(seen ? { seen } : {}),
    }
  }

  return {
    idle: () => Promise.allSettled(underWay),
    request: (asker, key, body, loopIds) => take(() => requestCommands(settings, workers, typeof asker === 'string' ? askerOf(asker) : asker, key, body, loopIds)),
    async renew(asker, key, commandId, body) {
      const command = await store.load(commandId)
      if (!command) throw new Refused('command.not_found')
      // Asked again after the old command has given way to the new one, the earlier answer holds.
      if (!isHolding(command.state) && !(await store.isKeyUsed(asker.account, key))) throw new Refused('command.not_holding', { state: command.state })
      // What the server holds in a protective slot is not anybody's to carry on.
      if (command.slot < askableSlots.first) throw new Refused('command.not_askable', { slot: command.slot })
      const request = await renewed(command, body)
      return take(() => requestCommands(settings, workers, asker, key, request, [command.loopId], commandId))
    },
    relinquish: (asker, key, commandId, body) => take(() => relinquishTrip(settings, workers, asker, key, commandId, body)),
    stopAll: (asker, key, body, loopIds) => take(() => stopLoops(settings, workers, asker, key, body, loopIds)),
    submit: (asker, requestId) => decide(requestId, persons.submit(asker)),
    cancel: (asker, requestId) => decide(requestId, persons.cancel(asker)),
    operate: (asker, requestId) => decide(requestId, persons.operate(asker), 'group.lapsed'),
    approve: (asker, requestId, decision) => decide(requestId, persons.approve(asker, decision)),
    decline: (asker, requestId, decision) => decide(requestId, persons.decline(asker, decision)),
    async group(requestId) {
      const state = await store.loadRequest(requestId)
      return state && groupView(state)
    },
    pendingApprovals: async () => (await store.loadPendingApprovals()).filter((state) => state.commands.some((command) => command.state === 'validated')).map(pendingApproval),
    async find(commandId) {
      const command = await store.load(commandId)
      return command && { view: viewOfCommand(command), requestId: command.requestId }
    },
    async slots(loopId) {
      const now = loopNow(workers, loopId)
      return now && slotsView(now, await store.loadOpen([loopId]), await store.loadLocks(clock.now()), clock.now())
    },
    locks: async () => (await store.loadLocks(clock.now())).map(lockView),
    async placeLock(asker, { kind, reason, target }, loopIds) {
      const at = clock.now()
      const ms = lockMs[kind]
      return lockView(await store.placeLock({ kind, holder: asker.account, reason, target, loopIds: [...loopIds], placedAtMs: at.getTime(), untilMs: ms === null ? null : afterWallMs(settings, at, ms).getTime() }))
    },
    async endLock(asker, lockId, any) {
      const lock = (await store.loadLocks(clock.now())).find((open) => open.id === lockId)
      if (!lock) throw new Refused('lock.not_found')
      if (!any && lock.holder !== asker.account) throw new Refused('lock.not_yours', { holder: lock.holder })
      const ended = await store.endLock(lockId, asker.account, clock.now())
      if (!ended) throw new Refused('lock.not_found')
      return lockView(ended)
    },
    isRunway: (loopId) => isRunwayLoop(settings, loopId),
  }
}
