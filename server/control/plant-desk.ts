import type { Loop } from '#domain/network/network'
import type { LoopStatus } from '#domain/control/loop-status'
import type { ControlSettings } from './control-settings'
import type { PlantController } from '#server/store/command-store'
import type { ControllerState } from './controller-state'
import type { LoopAnswer } from './interlock-inputs'

/** Before the start nobody has looked after any loop yet. */
export interface Workers { started: boolean; workerOf(loopId: string): { plant: PlantController; state: ControllerState } | undefined }

/** A loop with what its controller says of it now. */
export interface LoopNow { loop: Loop; status: LoopStatus | null; answer: LoopAnswer; /** Highest sequence the device is known to have met. */ seenSequence: number }

/** Null when no controller has such a loop. */
export function loopNow({ workerOf }: Workers, loopId: string): LoopNow | null {
  const worker = workerOf(loopId)
  const loop = worker?.plant.loops.find((candidate) => candidate.id === loopId)
  if (!worker || !loop) return null
  const status = worker.state.statuses.get(loopId) ?? null
  return { loop, status, answer: { link: worker.state.link, status, seenAt: worker.state.seenAt }, seenSequence: Math.max(status?.seenSequence ?? 0, status?.appliedSequence ?? 0) }
}

/** Whether a loop lies under a runway; one of which nothing is known counts as if it did. */
export const isRunwayLoop = ({ field }: Pick<ControlSettings, 'field'>, loopId: string): boolean => (field(loopId)?.runways.length ?? 1) > 0

/** A span of wall time on the site's clock, from a site instant. */
export const afterWallMs = ({ clock }: Pick<ControlSettings, 'clock'>, at: Date, wallMs: number): Date => new Date(at.getTime() + wallMs * clock.base.timeScale)

/** Whether a wait is over; a clock that went back behind its beginning ends it as well. */
export const isOver = (at: Date, since: Date, until: Date): boolean => at.getTime() >= until.getTime() || at.getTime() < since.getTime()
