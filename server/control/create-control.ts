import type { Database } from '#db/database'
import type { CommandRequest, CommandView } from '#domain/wire/commands'
import type { ControllerView } from '#domain/wire/controllers'
import type { CommandStore } from '#server/store/command-store'
import { openCommandStore } from '#server/store/commands'
import { CommandSteps } from './command-steps'
import { viewOfCommand } from './command-view'
import type { ControlSettings } from './control-settings'
import { ControllerWorker } from './controller-worker'
import { createCycleRunner, type CycleRunner } from './cycle-runner'
import { requestCommands, type RequestAnswer } from './request-commands'

/** Nothing is taken any more: the server is about to end. */
export class ControlStopped extends Error {}

export interface Control {
  /** Ends what was still `queued` as not sent, marks what was `sent` as unknown, then begins to read every controller. */
  start(): Promise<void>
  /** Ends everything under way and closes the drivers; the database may be closed afterwards. */
  stop(): Promise<void>
  /** Commands for loops already resolved from the target. @param key idempotency key, unique per actor @throws ControlStopped */
  request(actor: string, key: string, body: CommandRequest, loopIds: readonly string[]): Promise<RequestAnswer>
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
      posts.forEach(({ worker, runner }, i) => {
        runner.start()
        keepBeating(worker, i)
      })
    },
    async stop() {
      stopping = true
      for (const cancel of cancelBeats) cancel()
      await Promise.allSettled(underWay)
      await Promise.all(posts.map(async ({ worker, runner }) => {
        const ended = runner.stop()
        await worker.close()
        await ended
      }))
    },
    async request(actor, key, body, loopIds) {
      if (stopping) throw new ControlStopped('the control room is stopping')
      const asked = requestCommands(settings, { started, workerOf: (loopId) => postOf(loopId)?.worker }, actor, key, body, loopIds)
      underWay.add(asked)
      const answer = await asked.finally(() => underWay.delete(asked))
      if (!answer.conflict) for (const runner of new Set(answer.created.map((command) => postOf(command.loopId)?.runner))) void runner?.kick(false)
      return answer
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
