import type { Database } from '#db/database'
import type { CommandRequest, CommandView, ControllerView } from '#domain/wire/commands'
import type { CommandStore } from '#server/store/command-store'
import { openCommandStore } from '#server/store/commands'
import { CommandSteps } from './command-steps'
import { viewOfCommand } from './command-view'
import type { ControlSettings } from './control-settings'
import { ControllerWorker } from './controller-worker'
import { createCycleRunner, type CycleRunner } from './cycle-runner'
import { requestCommands, type RequestAnswer } from './request-commands'

export interface Control {
  /** Marks what was `sent` as unknown, then begins to read every controller. */
  start(): Promise<void>
  /** Ends everything under way and closes the drivers; the database may be closed afterwards. */
  stop(): Promise<void>
  /** Commands for loops already resolved from the target. @param key idempotency key, unique per actor */
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

  const postOf = (loopId: string) => posts.find(({ worker }) => worker.plant.loops.some((loop) => loop.id === loopId))
  const keepBeating = (worker: ControllerWorker, i: number): void => {
    cancelBeats[i] = settings.wall.setTimer(() => {
      void worker.beat().finally(() => { if (!stopping) keepBeating(worker, i) })
    }, steps.timing.heartbeatMs)
  }

  return {
    async start() {
      for (const lost of await store.loseSent(settings.clock.now())) settings.onCommand(viewOfCommand(lost))
      const plant = await store.loadPlant()
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
      await Promise.all(posts.map(async ({ worker, runner }) => {
        const ended = runner.stop()
        await worker.close()
        await ended
      }))
    },
    async request(actor, key, body, loopIds) {
      const answer = await requestCommands(settings, { started, workerOf: (loopId) => postOf(loopId)?.worker }, actor, key, body, loopIds)
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
