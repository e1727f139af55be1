import type { Database } from '#db/database'
import { listInterlocks, type InterlockResult } from '#domain/control/interlocks/judge-interlocks'
import type { Loop } from '#domain/network/network'
import type { CommandView } from '#domain/wire/commands'
import type { ControllerView } from '#domain/wire/controllers'
import { openCommandStore } from '#server/store/commands'
import type { LeaderLease, StandbyReason } from '#server/store/leader-lease'
import { CommandSteps } from './command-steps'
import { viewOfCommand } from './command-view'
import { defaultTiming, type ControlSettings } from './control-settings'
import { ControlShift } from './control-shift'
import { unknownController } from './controller-state'
import { EffectWatch } from './effect-watch'
import { gatherInterlockInput, type InterlockedCommand } from './interlock-inputs'
import { openLead } from './open-lead'
import { createPersonDesk, type PersonDesk } from './person-desk'
import type { Workers } from './plant-desk'
import { StandbyWatch } from './standby-watch'
import { WaitingRoom } from './waiting-room'

export { ControlStopped } from './control-stopped'

export interface Control extends PersonDesk {
  /** Resolves when it works, or stands by because another server leads. Ends what was still `queued` as not sent, marks what was `sent` as unknown, then begins to read every controller. */
  start(): Promise<void>
  /** Takes up a changed plant; before start() there is nothing to do. */
  reloadPlant(): Promise<void>
  /** Ends everything under way and closes the drivers; the database may be closed afterwards. */
  stop(): Promise<void>
  /** The remedy for unknown: asks the device now. Null when there is no such command. */
  readBack(commandId: number, actor: string): Promise<CommandView | null>
  /** Current commands and the latest others, newest first. */
  list(limit?: number): Promise<CommandView[]>
  controllers(): ControllerView[]
  /** What every interlock would say of a command that is not given. */
  interlocks(loop: Loop, command: Pick<InterlockedCommand, 'mode' | 'setpoint_c' | 'notamReference'>): InterlockResult[]
  /** Whether this server looks after the controllers; if not, why. `epoch` null = it stands by, or is the only one. */
  standing(): Standing
}

export interface Standing { role: 'leader' | 'standby'; reason: StandbyReason | null; epoch: number | null }

/** With a lease control works while it leads and watches while it stands by; without one it works from its start. With a store of its own its caller says when it may act. */
export type ControlOptions = Omit<ControlSettings, 'store' | 'mayAct'> & ({ db: Database; lease?: LeaderLease } | Pick<ControlSettings, 'store' | 'mayAct'>)

/** The control room: commands in, field controllers out. Does nothing before start(). */
export function createControl(options: ControlOptions): Control {
  const store = 'store' in options ? options.store : openCommandStore(options.db)
  const settings: ControlSettings = { ...options, store }
  const timing = { ...defaultTiming, ...options.timing }
  const lease = 'lease' in options ? options.lease : undefined
  let shift: ControlShift | null = null
  let watch: StandbyWatch | null = null
  let stopping = false
  let waiting: WaitingRoom | null = null
  let effects: EffectWatch | null = null

  const postOf = (loopId: string) => shift?.posts.find(({ worker }) => worker.plant.loops.some((loop) => loop.id === loopId))
  const seesOf = (loopId: string) => postOf(loopId)?.worker ?? watch?.mirrors.find(({ plant }) => plant.loops.some((loop) => loop.id === loopId))

  const workers: Workers = { get started() { return shift?.ready === true || watch !== null }, workerOf: seesOf }
  const { idle, ...desk } = createPersonDesk(settings, workers, {
    kick: (commands) => { for (const runner of new Set(commands.map((command) => postOf(command.loopId)?.runner))) void runner?.kick(false) },
    isStopping: () => stopping,
  })

  /** @param isFirst nobody can have asked this process for anything yet */
  const begin = async (own: ControlSettings, isFirst: boolean): Promise<void> => {
    // Whoever asked does not know that it waited for the next server: it is asked for again, or not at all. What a server that stood by took in is young or ends by its age.
    if (isFirst) for (const ended of await own.store.dropQueued(own.clock.now())) own.onCommand(viewOfCommand(ended))
    for (const lost of await own.store.loseSent(own.clock.now())) own.onCommand(viewOfCommand(lost))
    if (stopping) return
    const steps = new CommandSteps(own)
    // There before its plant is loaded: a change or an end that comes meanwhile finds it.
    const begun = shift = new ControlShift(steps)
    const waits = waiting = new WaitingRoom(steps, workers)
    const sees = effects = own.expectEffect ? new EffectWatch(steps, own.expectEffect) : null
    await begun.take(() => own.store.loadPlant()).catch((error: unknown) => {
      if (shift === begun) shift = null
      throw error
    })
    if (stopping || waiting !== waits) return
    waits.start()
    sees?.start()
  }
  const lead = lease && 'db' in options ? openLead(options.db, lease, settings, timing, {
    begin,
    async watch(states) {
      const own = new StandbyWatch(settings, timing, states)
      watch = own
      await own.start()
    },
    async end() {
      const [ended, watched, waited, saw] = [shift, watch, waiting, effects]
      shift = watch = waiting = effects = null
      await Promise.all([ended?.stop(), watched?.stop(), waited?.stop(), saw?.stop()])
    },
    fallSilent: () => shift?.fallSilent(),
    posts: () => shift?.posts ?? [],
  }) : null

  return {
    ...desk,
    start: () => lead?.start() ?? begin(settings, true),
    async reloadPlant() {
      await Promise.all([shift?.take(() => store.loadPlant()), watch?.reload()])
    },
    async stop() {
      stopping = true
      await idle()
      // The lead last: what is under way is still brought to its end.
      await Promise.all([shift?.stop(), watch?.stop(), waiting?.stop(), effects?.stop()])
      await lead?.stop()
    },
    async readBack(commandId, actor) {
      const command = await store.load(commandId)
      if (!command) return null
      await store.step(command, { event: 'note', state: command.state, at: settings.clock.now(), actor, reason: command.reason, detail: { asked: 'read_back' } })
      // A server that stands by cannot ask: the leader reads whatever is in flight at every look.
      await (postOf(command.loopId)?.runner.kick(true) ?? new Promise<void>((resolve) => { settings.wall.setTimer(resolve, 2 * timing.pollMs) }))
      const after = await store.load(commandId)
      return after && viewOfCommand(after)
    },
    list: async (limit = 200) => (await store.loadRecent(limit)).map(viewOfCommand),
    controllers: () => (shift ? shift.posts.map(({ worker }) => worker.view()) : watch?.mirrors.map((mirror) => mirror.view()) ?? []),
    interlocks(loop, command) {
      // Before the start nobody has looked after it yet.
      const { link, seenAt, statuses } = seesOf(loop.id)?.state ?? unknownController()
      return listInterlocks(gatherInterlockInput(settings, loop, { ...command, stage: 'request', requester: '', secondPerson: null, automatic: false }, { link, seenAt, status: statuses.get(loop.id) ?? null }))
    },
    standing() {
      const reason = lease ? lease.standby() : null
      return { role: reason === null ? 'leader' : 'standby', reason, epoch: lease?.epoch() ?? null }
    },
  }
}
