import type { Database } from '#db/database'
import { openCommandStore } from '#server/store/commands'
import { openControllerStates, type ControllerStates } from '#server/store/controller-states'
import { fencedDatabase } from '#server/store/fenced-database'
import type { LeaderLease } from '#server/store/leader-lease'
import type { Post } from './control-shift'
import type { ControlSettings, ControlTiming } from './control-settings'
import { createCycleRunner } from './cycle-runner'

export interface LeadWork {
  /** Works under one lead: `own` is fenced by its epoch and may act only while it lasts. */
  begin(own: ControlSettings, isFirst: boolean): Promise<void>
  watch(states: ControllerStates): Promise<void>
  /** The lead is lost: what is shown of the controllers is nobody's word any more. */
  fallSilent(): void
  /** Ends the work or the watch that is going on. */
  end(): Promise<void>
  posts(): readonly Post[]
}

/** Turns the taking and losing of the lead into work and watch, one after the other, and tells those who stand by what the leader hears. */
export function openLead(db: Database, lease: LeaderLease, settings: ControlSettings, timing: ControlTiming, work: LeadWork): { start(): Promise<void>; stop(): Promise<void> } {
  const states = openControllerStates(db)
  let isFirst = true
  let stopped = false
  let tail: Promise<unknown> = Promise.resolve()
  let ready = (): void => {}
  let told = 0
  let turn = 0
  let heard = new Map<string, unknown>()

  const tell = createCycleRunner(settings.wall, timing.pollMs, async () => {
    const epoch = lease.epoch()
    const news = work.posts().filter(({ worker }) => heard.get(worker.plant.controller.id) !== worker.state)
    if (epoch === null || news.length === 0) return
    told += 1
    await states.tell(epoch, news.map(({ worker }) => ({ controllerId: worker.plant.controller.id, told, state: worker.tellable() })))
    heard = new Map(work.posts().map(({ worker }) => [worker.plant.controller.id, worker.state]))
  }, (error) => settings.log.warn({ error: error.message }, 'those who stand by could not be told'))

  /** In the order in which they happened; what fails is tried again until something else has happened. */
  const next = (what: () => Promise<void>): void => {
    const mine = turn += 1
    const attempt = async (): Promise<void> => {
      if (stopped || mine !== turn) return
      await work.end()
      await what().then(() => ready(), async (error: Error) => {
        settings.log.error({ error: error.message }, 'the control room could not begin')
        await new Promise<void>((resolve) => { settings.wall.setTimer(resolve, timing.pollMs) })
        await attempt()
      })
    }
    tail = tail.then(attempt)
  }
  const standBy = (): void => next(() => work.watch(states))

  return {
    start: () => new Promise<void>((resolve) => {
      ready = resolve
      if (db.engine === 'postgresql') tell.start()
      lease.start({
        gained(epoch) {
          settings.log.info({ epoch }, 'this server leads: it looks after the controllers')
          const mayAct = (): boolean => lease.epoch() === epoch
          const own = { ...settings, mayAct, store: openCommandStore(fencedDatabase(db, () => (mayAct() ? epoch : null))) }
          const first = isFirst
          isFirst = false
          next(() => work.begin(own, first))
        },
        lost() {
          settings.log.warn({}, 'this server does not lead any more')
          work.fallSilent()
          // Not after what is under way: nothing may leave from now on.
          void work.end().catch(() => {})
          standBy()
        },
        waits() {
          settings.log.info({}, 'this server stands by: another one leads')
          isFirst = false
          standBy()
        },
      })
    }),
    async stop() {
      stopped = true
      ready()
      await lease.stop()
      await tell.stop()
      await tail
    },
  }
}
