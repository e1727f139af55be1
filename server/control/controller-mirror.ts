import type { LoopStatus } from '#domain/control/loop-status'
import type { ControllerView } from '#domain/wire/controllers'
import type { PlantController, StoredCommand } from '#server/store/command-store'
import { unknownController, viewOfController, type ControllerState } from './controller-state'

/** A controller as the leader tells of it, on a server that stands by. What the leader has not told of for a while is unknown. */
export interface TellableState { link: ControllerState['link']; seenAt: string | null; statuses: [string, LoopStatus][]; traits: Traits }
type Traits = Parameters<typeof viewOfController>[3]

export const tellable = (state: ControllerState, traits: Traits): TellableState =>
  ({ link: state.link, seenAt: state.seenAt?.toISOString() ?? null, statuses: [...state.statuses], traits })

export class ControllerMirror {
  state: ControllerState = unknownController()
  /** Commands in flight or holding; null when the database cannot say. */
  open: StoredCommand[] | null = null
  private traits: Traits = { fenced: true, dryRun: false }
  private told: number | null = null
  private toldMs = -Infinity

  constructor(readonly plant: PlantController) {}

  /** @param told the leader's count: while it does not rise, nothing new is known. The first one proves nothing. @param nowMs monotonic wall ms */
  hear(told: number, { link, seenAt, statuses, traits }: TellableState, nowMs: number): void {
    const isNews = this.told !== null && told !== this.told
    this.told = told
    if (!isNews) return
    this.toldMs = nowMs
    this.traits = traits
    this.state = { link, seenAt: seenAt === null ? null : new Date(seenAt), statuses: new Map(statuses), misses: 0 }
  }

  /** @param staleMs wall ms after which silence means unknown */
  forgetOld(nowMs: number, staleMs: number): void {
    if (nowMs - this.toldMs >= staleMs && this.state.link !== 'unknown') this.state = { ...unknownController(), seenAt: this.state.seenAt }
  }

  view(): ControllerView {
    return viewOfController(this.plant, this.state, this.open?.filter((command) => this.plant.loops.some((loop) => loop.id === command.loopId)) ?? null, this.traits)
  }
}
