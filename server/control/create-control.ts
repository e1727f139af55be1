import type { Database } from '#db/database'
import type { CommandRequest, CommandView, ControllerView } from '#domain/wire/commands'
import type { CommandStore } from '#server/store/command-store'
import { openCommandStore } from '#server/store/commands'
import { CommandSteps } from './command-steps'
import { viewOfCommand } from './command-view'
import type { ControlSettings } from './control-settings'
import { ControllerPosts } from './controller-posts'
import { requestCommands, type RequestAnswer } from './request-commands'

/** Nothing is taken any more: the server is about to end. */
export class ControlStopped extends Error {}

export interface Control {
  /** Ends what was still `queued` as not sent, marks what was `sent` as unknown, then begins to read every controller. */
  start(): Promise<void>
  /** Takes up a changed plant; before start() there is nothing to do. */
  reloadPlant(): Promise<void>
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
  const posts = new ControllerPosts(steps)
  let started = false
  let stopping = false
  const underWay = new Set<Promise<unknown>>()

  return {
    async start() {
      // Whoever asked does not know that it waited for the next server: it is asked for again, or not at all.
      for (const ended of await store.dropQueued(settings.clock.now())) settings.onCommand(viewOfCommand(ended))
      for (const lost of await store.loseSent(settings.clock.now())) settings.onCommand(viewOfCommand(lost))
      await posts.take(() => store.loadPlant())
      started = true
    },
    async reloadPlant() {
      if (started && !stopping) await posts.take(() => store.loadPlant())
    },
    async stop() {
      stopping = true
      await Promise.allSettled(underWay)
      await posts.stop()
    },
    async request(actor, key, body, loopIds) {
      if (stopping) throw new ControlStopped('the control room is stopping')
      const asked = requestCommands(settings, { started, workerOf: (loopId) => posts.of(loopId)?.worker }, actor, key, body, loopIds)
      underWay.add(asked)
      const answer = await asked.finally(() => underWay.delete(asked))
      if (!answer.conflict) for (const runner of new Set(answer.created.map((command) => posts.of(command.loopId)?.runner))) void runner?.kick(false)
      return answer
    },
    async readBack(commandId, actor) {
      const command = await store.load(commandId)
      if (!command) return null
      await store.step(command, { event: 'note', state: command.state, at: settings.clock.now(), actor, reason: command.reason, detail: { asked: 'read_back' } })
      await posts.of(command.loopId)?.runner.kick(true)
      const after = await store.load(commandId)
      return after && viewOfCommand(after)
    },
    list: async (limit = 200) => (await store.loadRecent(limit)).map(viewOfCommand),
    controllers: () => posts.views(),
  }
}
