import type { PlantController, ReadBackSensor } from '#server/store/command-store'
import type { CommandSteps } from './command-steps'
import { ControllerWorker } from './controller-worker'
import { createCycleRunner, type CycleRunner } from './cycle-runner'

/** One worker and what makes it work again and again. */
export interface Post { worker: ControllerWorker; runner: CycleRunner }
/** `key`: what it was made for; another one wants another worker. */
interface KeptPost extends Post { key: string; cancelBeat: () => void; ended?: Promise<void> }
interface Plant { controllers: readonly PlantController[]; sensors: readonly ReadBackSensor[] }

/** All controllers looked after under one lead, from its taking to its loss. A process that takes the lead again begins a new one. */
export class ControlShift {
  posts: readonly Post[] = []
  /** Whether it has begun with a plant. */
  ready = false
  private kept: KeptPost[] = []
  private ended = false
  private changing: Promise<void> = Promise.resolve()

  constructor(private readonly steps: CommandSteps) {}

  /** Begins with the plant as it is, or goes over to a changed one: controllers that did not change are not disturbed. One change at a time. */
  take(load: () => Promise<Plant>): Promise<void> {
    const taken = this.changing.then(async () => {
      const plant = await load()
      const wanted = new Map(plant.controllers.map((controller) => [keyOf(controller, plant.sensors), controller]))
      // The old one has let go of the device before the new one reaches for it.
      await Promise.all(this.kept.filter(({ key }) => !wanted.has(key)).map(endPost))
      if (this.ended) return
      const before = new Map(this.kept.map((post) => [post.key, post]))
      this.posts = this.kept = [...wanted].map(([key, controller]) => before.get(key) ?? this.begin(key, controller, plant.sensors))
      this.ready = true
    })
    this.changing = taken.catch(() => {})
    return taken
  }

  /** The lead is lost: what was heard under it is shown as unknown at once, however long its end may take. */
  fallSilent(): void {
    for (const { worker } of this.kept) worker.fallSilent()
  }

  /** No further write leaves from now on; resolves when everything under way has ended. */
  async stop(): Promise<void> {
    this.ended = true
    for (const { cancelBeat } of this.kept) cancelBeat()
    await Promise.all(this.kept.map(endPost))
    await this.changing
  }

  private begin(key: string, controller: PlantController, sensors: readonly ReadBackSensor[]): KeptPost {
    const { settings, timing } = this.steps
    const worker = new ControllerWorker(this.steps, controller, sensors)
    const runner = createCycleRunner(settings.wall, timing.pollMs, (atOnce) => worker.cycle(atOnce), (error) => {
      if (!this.ended) settings.log.error({ controller: controller.controller.id, error: error.message }, 'a control cycle failed')
    })
    const post: KeptPost = { worker, runner, key, cancelBeat: () => {} }
    runner.start()
    this.keepBeating(post)
    return post
  }

  private keepBeating(post: KeptPost): void {
    const beat = (): void => {
      post.worker.forgetOldAnswer()
      void post.worker.beat().finally(() => { if (!this.ended && this.kept.includes(post)) this.keepBeating(post) })
    }
    post.cancelBeat = this.steps.settings.wall.setTimer(beat, this.steps.timing.heartbeatMs)
  }
}

const keyOf = (controller: PlantController, sensors: readonly ReadBackSensor[]): string =>
  JSON.stringify([controller, sensors.filter((sensor) => controller.loops.some((loop) => loop.id === sensor.loopId))])

/** Once, whoever asks: a change and the end of the shift may meet. */
function endPost(post: KeptPost): Promise<void> {
  post.cancelBeat()
  return post.ended ??= Promise.all([post.runner.stop(), post.worker.close()]).then(() => {})
}
