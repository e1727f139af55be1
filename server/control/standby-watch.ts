import type { ControllerStates } from '#server/store/controller-states'
import { viewOfCommand } from './command-view'
import type { ControlSettings, ControlTiming } from './control-settings'
import { ControllerMirror, type TellableState } from './controller-mirror'
import { createCycleRunner } from './cycle-runner'

/** Ended commands looked at on each round: what ends between two rounds is seen to end. */
const recentCommands = 60

/** What a server that stands by knows of the plant: commands from the database, controllers as the leader tells of them. It speaks to no device. */
export class StandbyWatch {
  mirrors: ControllerMirror[] = []
  private readonly shown = new Map<number, number>()
  private readonly lastViews = new Map<string, string>()
  private readonly runner: ReturnType<typeof createCycleRunner>
  private cancelAging = (): void => {}

  constructor(private readonly settings: ControlSettings, private readonly timing: ControlTiming, private readonly states: ControllerStates) {
    this.runner = createCycleRunner(settings.wall, timing.pollMs, () => this.look(), (error) => {
      settings.log.warn({ error: error.message }, 'standing by: the database cannot be read')
      for (const mirror of this.mirrors) mirror.open = null
      this.show()
    })
  }

  start(): Promise<void> {
    this.runner.start()
    this.age()
    return this.runner.kick(false)
  }

  stop(): Promise<void> {
    this.cancelAging()
    return this.runner.stop()
  }

  /** Goes over to a changed plant. */
  async reload(): Promise<void> {
    const { controllers } = await this.settings.store.loadPlant()
    this.mirrors = controllers.map((controller) => this.mirrors.find(({ plant }) => JSON.stringify(plant) === JSON.stringify(controller)) ?? new ControllerMirror(controller))
  }

  /** Beside the looks: one that hangs on a dead line must not keep what is shown from growing old. */
  private age(): void {
    this.show()
    this.cancelAging = this.settings.wall.setTimer(() => this.age(), this.timing.pollMs)
  }

  private async look(): Promise<void> {
    const { store, wall, onCommand } = this.settings
    if (this.mirrors.length === 0) this.mirrors = (await store.loadPlant()).controllers.map((controller) => new ControllerMirror(controller))
    for (const { controllerId, told, state } of await this.states.load()) {
      this.mirrors.find(({ plant }) => plant.controller.id === controllerId)?.hear(told, state as TellableState, wall.now())
    }
    const open = await store.loadOpen(this.mirrors.flatMap(({ plant }) => plant.loops.map((loop) => loop.id)))
    for (const mirror of this.mirrors) mirror.open = open
    for (const command of (await store.loadRecent(recentCommands)).toReversed()) {
      if (this.shown.get(command.id) === command.attempt) continue
      this.shown.set(command.id, command.attempt)
      onCommand(viewOfCommand(command))
    }
    this.show()
  }

  private show(): void {
    for (const mirror of this.mirrors) {
      mirror.forgetOld(this.settings.wall.now(), this.timing.staleMs)
      const view = mirror.view()
      const text = JSON.stringify(view)
      if (this.lastViews.get(view.id) === text) continue
      this.lastViews.set(view.id, text)
      this.settings.onController(view)
    }
  }
}
