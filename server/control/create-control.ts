import type { Database } from '#db/database'
import { isHolding } from '#domain/control/command'
import { lockMs } from '#domain/control/locks'
import type { ApprovalDecision, CommandGroupView, RenewRequest, StopRequest } from '#domain/wire/command-groups'
import type { CommandRequest, CommandView } from '#domain/wire/commands'
import type { ControllerView } from '#domain/wire/controllers'
import type { LockRequest, LockView } from '#domain/wire/locks'
import type { LoopSlotsView } from '#domain/wire/slots'
import type { CommandStore, StoredCommand } from '#server/store/command-store'
import { openCommandStore } from '#server/store/commands'
import { askerOf, type Asker } from './asker'
import { CommandSteps } from './command-steps'
import { viewOfCommand } from './command-view'
import type { ControlSettings } from './control-settings'
import { ControllerWorker } from './controller-worker'
import { createCycleRunner, type CycleRunner } from './cycle-runner'
import { groupView, pendingApproval, type PendingApproval } from './group-view'
import { createPersonSteps, type PersonAnswer, type PersonJudge } from './person-steps'
import { afterWallMs, isOver, isRunwayLoop, loopNow, type Workers } from './plant-desk'
import { Refused } from './refused'
import { requestCommands, type RequestAnswer } from './request-commands'
import { lockView, slotsView } from './slots-view'
import { stopLoops } from './stop-loops'

/** Nothing is taken any more: the server is about to end. */
export class ControlStopped extends Error {}

export interface Control {
  /** Ends what was still `queued` as not sent, marks what was `sent` as unknown, then begins to read every controller. */
  start(): Promise<void>
  /** Ends everything under way and closes the drivers; the database may be closed afterwards. */
  stop(): Promise<void>
  /** Commands for loops already resolved from the target. @param asker an account name when nothing else is known @param key idempotency key, unique per actor @throws ControlStopped */
  request(asker: Asker | string, key: string, body: CommandRequest, loopIds: readonly string[]): Promise<RequestAnswer>
  /** A new command that carries on a holding one: same loop, slot, mode and set-point, a new lease. @throws Refused, ControlStopped */
  renew(asker: Asker, key: string, commandId: number, body: RenewRequest): Promise<RequestAnswer>
  /** Stop all: every loop gives back every slot; nothing refuses it. @throws ControlStopped */
  stopAll(asker: Asker, key: string, body: StopRequest, loopIds: readonly string[]): Promise<RequestAnswer>
  /** The author's step on the request of a command: hand a draft in, or withdraw what has not left. @throws Refused, ControlStopped */
  submit(asker: Asker, commandId: number): Promise<CommandGroupView>
  cancel(asker: Asker, commandId: number): Promise<CommandGroupView>
  /** Steps on a request by its id: the operator's word, the second person's decision. @throws Refused, ControlStopped */
  operate(asker: Asker, requestId: string): Promise<CommandGroupView>
  approve(asker: Asker, requestId: string, decision: ApprovalDecision): Promise<CommandGroupView>
  decline(asker: Asker, requestId: string, decision: ApprovalDecision): Promise<CommandGroupView>
  /** How a request fares; null when there is none. */
  group(requestId: string): Promise<CommandGroupView | null>
  /** Requests that wait for a second person, oldest first, with the loops they are about. */
  pendingApprovals(): Promise<PendingApproval[]>
  /** The sixteen slots of a loop; null when no controller has it. */
  slots(loopId: string): Promise<LoopSlotsView | null>
  locks(): Promise<LockView[]>
  placeLock(asker: Asker, body: LockRequest, loopIds: readonly string[]): Promise<LockView>
  /** @param any whether somebody else's may be ended @throws Refused */
  endLock(asker: Asker, lockId: number, any: boolean): Promise<LockView>
  /** Whether a loop lies under a runway: its commands need the right for runways and a second person. */
  isRunway(loopId: string): boolean
  /** The stored command; null when there is none. */
  find(commandId: number): Promise<{ view: CommandView; requestId: string } | null>
  /** The remedy for unknown: asks the device now. Null when there is no such command. */
  readBack(commandId: number, actor: string): Promise<CommandView | null>
  /** Current commands and the latest others, newest first. */
  list(limit?: number): Promise<CommandView[]>
  controllers(): ControllerView[]
}

export type ControlOptions = Omit<ControlSettings, 'store'> & ({ db: Database } | { store: CommandStore })

/** The control room: commands in, field controllers out. Does nothing before start(). */
export function createControl(options: ControlOptions): Control {
  const store = 'store' in options ? options.store : openCommandStore(options.db)
  const settings: ControlSettings = { ...options, store }
  const steps = new CommandSteps(settings)
  const posts: { worker: ControllerWorker; runner: CycleRunner }[] = []
  const cancelBeats: (() => void)[] = []
  let started = false
  let stopping = false
  const underWay = new Set<Promise<unknown>>()

  const postOf = (loopId: string) => posts.find(({ worker }) => worker.plant.loops.some((loop) => loop.id === loopId))
  const workers: Workers = { get started() { return started }, workerOf: (loopId) => postOf(loopId)?.worker }
  const persons = createPersonSteps(settings, workers)
  const kick = (commands: readonly { loopId: string }[]): void => {
    for (const runner of new Set(commands.map((command) => postOf(command.loopId)?.runner))) void runner?.kick(false)
  }
  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    if (stopping) throw new ControlStopped('the control room is stopping')
    const asked = work()
    underWay.add(asked)
    return asked.finally(() => underWay.delete(asked))
  }
  const take = async (work: () => Promise<RequestAnswer>): Promise<RequestAnswer> => {
    const answer = await whileOpen(work)
    if (!answer.conflict) kick(answer.created)
    return answer
  }
  const found = async (commandId: number): Promise<StoredCommand> => {
    const command = await store.load(commandId)
    if (!command) throw new Refused('command.not_found')
    return command
  }
  const settle = async (requestId: string, judge: PersonJudge): Promise<PersonAnswer | null> => {
    const done = await store.decide(requestId, settings.clock.now(), judge)
    if (done) { steps.tell(done.stepped); kick(done.stepped) }
    return done && done.answer
  }
  const decide = (requestId: string, judge: PersonJudge, late: 'group.lapsed' | 'approval.lapsed' = 'approval.lapsed'): Promise<CommandGroupView> => whileOpen(async () => {
    const answer = await settle(requestId, judge)
    const state = answer && await store.loadRequest(requestId)
    if (!state) throw new Refused('group.not_found')
    if (answer === 'lapsed') throw new Refused(late)
    return groupView(state)
  })
  // Its own worker is in the middle of a cycle: nobody needs to be woken.
  steps.lapseGroup = async (requestId) => { const done = await store.decide(requestId, settings.clock.now(), persons.lapseGroup); if (done) steps.tell(done.stepped) }
  /** Ends what waited too long for a person. */
  const waiting = createCycleRunner(settings.wall, steps.timing.pollMs, async () => {
    const at = settings.clock.now()
    for (const { requestId, since, waitUntil } of await store.loadWaiting()) if (isOver(at, since, waitUntil)) await settle(requestId, persons.lapseWaiting)
  }, (error) => settings.log.error({ error: error.message }, 'looking after what waits for a person failed'))
  const keepBeating = (worker: ControllerWorker, i: number): void => {
    cancelBeats[i] = settings.wall.setTimer(() => {
      worker.forgetOldAnswer()
      void worker.beat().finally(() => { if (!stopping) keepBeating(worker, i) })
    }, steps.timing.heartbeatMs)
  }

  return {
    async start() {
      // Whoever asked does not know that it waited for the next server: it is asked for again, or not at all.
      for (const ended of await store.dropQueued(settings.clock.now())) settings.onCommand(viewOfCommand(ended))
      for (const lost of await store.loseSent(settings.clock.now())) settings.onCommand(viewOfCommand(lost))
      const plant = await store.loadPlant()
      if (stopping) return
      for (const controller of plant.controllers) {
        const worker = new ControllerWorker(steps, controller, plant.sensors)
        const runner = createCycleRunner(settings.wall, steps.timing.pollMs, (atOnce) => worker.cycle(atOnce), (error) => {
          settings.log.error({ controller: controller.controller.id, error: error.message }, 'a control cycle failed')
        })
        posts.push({ worker, runner })
      }
      started = true
      waiting.start()
      posts.forEach(({ worker, runner }, i) => {
        runner.start()
        keepBeating(worker, i)
      })
    },
    async stop() {
      stopping = true
      for (const cancel of cancelBeats) cancel()
      await Promise.allSettled(underWay)
      await waiting.stop()
      await Promise.all(posts.map(async ({ worker, runner }) => {
        const ended = runner.stop()
        await worker.close()
        await ended
      }))
    },
    request: (asker, key, body, loopIds) => take(() => requestCommands(settings, workers, typeof asker === 'string' ? askerOf(asker) : asker, key, body, loopIds)),
    async renew(asker, key, commandId, body) {
      const command = await found(commandId)
      if (!isHolding(command.state)) throw new Refused('command.not_holding', { state: command.state })
      const { loopId, slot, mode, setpointC, requestId } = command
      const parent = await store.loadRequest(requestId)
      const lease = body.lease_s ?? command.leaseS
      return take(() => requestCommands(settings, workers, asker, key, {
        target: { kind: 'loop', id: loopId }, mode, slot, ...(setpointC === null ? {} : { setpoint_c: setpointC }), ...(lease === null ? {} : { lease_s: lease }),
        ...(parent?.request.reasonText ? { reason: parent.request.reasonText } : {}), ...(parent?.request.notamReference ? { notam_reference: parent.request.notamReference } : {}), ...(body.seen ? { seen: body.seen } : {}),
      }, [loopId], commandId))
    },
    stopAll: (asker, key, body, loopIds) => take(() => stopLoops(settings, workers, asker, key, body, loopIds)),
    submit: async (asker, commandId) => decide((await found(commandId)).requestId, persons.submit(asker)),
    cancel: async (asker, commandId) => decide((await found(commandId)).requestId, persons.cancel(asker)),
    operate: (asker, requestId) => decide(requestId, persons.operate(asker), 'group.lapsed'),
    approve: (asker, requestId, decision) => decide(requestId, persons.approve(asker, decision)),
    decline: (asker, requestId, decision) => decide(requestId, persons.decline(asker, decision)),
    async group(requestId) {
      const state = await store.loadRequest(requestId)
      return state && groupView(state)
    },
    pendingApprovals: async () => (await store.loadPendingApprovals()).filter((state) => state.commands.some((command) => command.state === 'validated')).map(pendingApproval),
    async slots(loopId) {
      const now = loopNow(workers, loopId)
      return now && slotsView(now, await store.loadOpen([loopId]), await store.loadLocks(settings.clock.now()), settings.clock.now())
    },
    locks: async () => (await store.loadLocks(settings.clock.now())).map(lockView),
    async placeLock(asker, { kind, reason, target }, loopIds) {
      const at = settings.clock.now()
      const ms = lockMs[kind]
      return lockView(await store.placeLock({ kind, holder: asker.account, reason, target, loopIds: [...loopIds], placedAtMs: at.getTime(), untilMs: ms === null ? null : afterWallMs(settings, at, ms).getTime() }))
    },
    async endLock(asker, lockId, any) {
      const at = settings.clock.now()
      const lock = (await store.loadLocks(at)).find((open) => open.id === lockId)
      if (!lock) throw new Refused('lock.not_found')
      if (!any && lock.holder !== asker.account) throw new Refused('lock.not_yours', { holder: lock.holder })
      const ended = await store.endLock(lockId, asker.account, at)
      if (!ended) throw new Refused('lock.not_found')
      return lockView(ended)
    },
    isRunway: (loopId) => isRunwayLoop(settings, loopId),
    async find(commandId) {
      const command = await store.load(commandId)
      return command && { view: viewOfCommand(command), requestId: command.requestId }
    },
    async readBack(commandId, actor) {
      const command = await store.load(commandId)
      if (!command) return null
      await store.step(command, { event: 'note', state: command.state, at: settings.clock.now(), actor, reason: command.reason, detail: { asked: 'read_back' } })
      await postOf(command.loopId)?.runner.kick(true)
      const after = await store.load(commandId)
      return after && viewOfCommand(after)
    },
    list: async (limit = 200) => (await store.loadRecent(limit)).map(viewOfCommand),
    controllers: () => posts.map(({ worker }) => worker.view()),
  }
}
