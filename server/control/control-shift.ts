import type { PlantController, ReadBackSensor } from '#server/store/command-store'
import type { CommandSteps } from './command-steps'
import { ControllerWorker } from './controller-worker'
import { createCycleRunner, type CycleRunner } from './cycle-runner'

/** One worker and what makes it work again and again. */
export interface Post { worker: ControllerWorker; runner: CycleRunner }

/** All controllers looked after under one lead, from its taking to its loss. A process that takes the lead again begins a new one. */
export class ControlShift {
  readonly posts: Post[]
  private readonly cancelBeats: (() => void)[] = []
  private ended = false

  constructor(private readonly steps: CommandSteps, controllers: readonly PlantController[], sensors: readonly ReadBackSensor[]) {
    const { settings, timing } = steps
    this.posts = controllers.map((controller) => {
      const worker = new ControllerWorker(steps, controller, sensors)
      const runner = createCycleRunner(settings.wall, timing.pollMs, (atOnce) => worker.cycle(atOnce), (error) => {
        if (!this.ended) settings.log.error({ controller: controller.controller.id, error: error.message }, 'a control cycle failed')
      })
      return { worker, runner }
    })
  }

  start(): void {
    this.posts.forEach(({ worker, runner }, i) => {
      runner.start()
      this.keepBeating(worker, i)
    })
  }

  /** No further write leaves from now on; resolves when everything under way has ended. */
  async stop(): Promise<void> {
    this.ended = true
    for (const cancel of this.cancelBeats) cancel()
    await Promise.all(this.posts.map(async ({ worker, runner }) => {
      const ended = runner.stop()
      await worker.close()
      await ended
    }))
  }

  private keepBeating(worker: ControllerWorker, i: number): void {
    this.cancelBeats[i] = this.steps.settings.wall.setTimer(() => {
      worker.forgetOldAnswer()
      void worker.beat().finally(() => { if (!this.ended) this.keepBeating(worker, i) })
    }, this.steps.timing.heartbeatMs)
  }
}
