import type { ControllerView } from '#domain/wire/commands'
import type { PlantController, ReadBackSensor } from '#server/store/command-store'
import type { CommandSteps } from './command-steps'
import { ControllerWorker } from './controller-worker'
import { createCycleRunner, type CycleRunner } from './cycle-runner'

/** A controller with all that looks after it. */
interface Post { worker: ControllerWorker; runner: CycleRunner; key: string; cancelBeat: () => void }
interface Plant { controllers: readonly PlantController[]; sensors: readonly ReadBackSensor[] }

/** The workers of all controllers; one controller never has two. */
export class ControllerPosts {
  private posts: Post[] = []
  private stopping = false
  private changing: Promise<void> = Promise.resolve()

  constructor(private readonly steps: CommandSteps) {}

  of(loopId: string): Pick<Post, 'worker' | 'runner'> | undefined {
    return this.posts.find(({ worker }) => worker.plant.loops.some((loop) => loop.id === loopId))
  }

  views(): ControllerView[] {
    return this.posts.map(({ worker }) => worker.view())
  }

  /** Begins with the plant as it is, or goes over to a changed one: controllers that did not change are not disturbed. One change at a time. */
  take(load: () => Promise<Plant>): Promise<void> {
    const taken = this.changing.then(async () => {
      const plant = await load()
      const wanted = new Map(plant.controllers.map((controller) => [keyOf(controller, plant.sensors), controller]))
      // The old one has let go of the device before the new one reaches for it.
      await Promise.all(this.posts.filter(({ key }) => !wanted.has(key)).map(endPost))
      this.posts = this.posts.filter(({ key }) => wanted.has(key))
      if (this.stopping) return
      for (const [key, controller] of wanted) if (!this.posts.some((post) => post.key === key)) this.begin(key, controller, plant.sensors)
    })
    this.changing = taken.catch(() => {})
    return taken
  }

  async stop(): Promise<void> {
    this.stopping = true
    for (const { cancelBeat } of this.posts) cancelBeat()
    await this.changing
    await Promise.all(this.posts.map(endPost))
  }

  private begin(key: string, controller: PlantController, sensors: readonly ReadBackSensor[]): void {
    const { wall, log } = this.steps.settings
    const worker = new ControllerWorker(this.steps, controller, sensors)
    const runner = createCycleRunner(wall, this.steps.timing.pollMs, (atOnce) => worker.cycle(atOnce), (error) => {
      log.error({ controller: controller.controller.id, error: error.message }, 'a control cycle failed')
    })
    const post: Post = { worker, runner, key, cancelBeat: () => {} }
    this.posts.push(post)
    runner.start()
    this.keepBeating(post)
  }

  private keepBeating(post: Post): void {
    post.cancelBeat = this.steps.settings.wall.setTimer(() => {
      post.worker.forgetOldAnswer()
      void post.worker.beat().finally(() => { if (!this.stopping && this.posts.includes(post)) this.keepBeating(post) })
    }, this.steps.timing.heartbeatMs)
  }
}

const keyOf = (controller: PlantController, sensors: readonly ReadBackSensor[]): string =>
  JSON.stringify([controller, sensors.filter((sensor) => controller.loops.some((loop) => loop.id === sensor.loopId))])

async function endPost({ worker, runner, cancelBeat }: Post): Promise<void> {
  cancelBeat()
  const ended = runner.stop()
  await worker.close()
  await ended
}
