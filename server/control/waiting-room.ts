import type { CommandSteps } from './command-steps'
import { createCycleRunner, type CycleRunner } from './cycle-runner'
import { createPersonSteps, type PersonJudge } from './person-steps'
import { isOver, type Workers } from './plant-desk'

/** Ends what waited too long for a person: drafts, requests without a second person, reservations nobody operated. Only on the server that leads. */
export class WaitingRoom {
  private readonly runner: CycleRunner

  constructor(private readonly steps: CommandSteps, workers: Workers) {
    const { settings, timing } = steps
    const { lapseWaiting, lapseGroup } = createPersonSteps(settings, workers)
    steps.lapseGroup = (requestId) => this.decide(requestId, lapseGroup)
    this.runner = createCycleRunner(settings.wall, timing.pollMs, async () => {
      const at = settings.clock.now()
      for (const { requestId, since, waitUntil } of await settings.store.loadWaiting()) if (isOver(at, since, waitUntil)) await this.decide(requestId, lapseWaiting)
    }, (error) => settings.log.error({ error: error.message }, 'looking after what waits for a person failed'))
  }

  start(): void { this.runner.start() }
  stop(): Promise<void> { return this.runner.stop() }

  private async decide(requestId: string, judge: PersonJudge): Promise<void> {
    const done = await this.steps.settings.store.decide(requestId, this.steps.settings.clock.now(), judge)
    if (done) this.steps.tell(done.stepped)
  }
}
