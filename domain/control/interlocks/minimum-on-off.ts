import type { ReasonParams } from '../reasons'
import { compressorRest } from './compressor-rest'
import { isImpossible } from './fact'
import type { InterlockInput } from './interlock-input'
import { endsHeatFlow } from './rule'

/** Reasons for which a command waits until a machine has run, or rested, long enough. */
export const minimumReasons = ['compressor_min_on', 'compressor_min_off'] as const
export type MinimumReason = (typeof minimumReasons)[number]
export const isMinimumReason = (reason: string | null): reason is MinimumReason => (minimumReasons as readonly (string | null)[]).includes(reason)

/** `waitS`: how much of the minimum is left at most, s of site time; never more than the minimum itself. */
export interface MinimumHold { reason: MinimumReason; params: ReasonParams; waitS: number }

/**
 * Whether a command would stop a machine before it has run long enough, or start it before it has rested long enough, judged by the least that it may
 * have run or rested. Null = it may go at once.
 * @param flowsForS for how long the loop has been heating or cooling by a command of ours, s; null = it does not. What a controller's last report has not told yet is known from it.
 */
export function judgeMinimum(input: InterlockInput, flowsForS: number | null): MinimumHold | null {
  const { station: { compressorMinOnS, compressorMinOffS }, facts: { compressor, runningFor } } = input
  if (!endsHeatFlow(input.mode)) {
    const found = compressorRest.judge(input)
    // A minimum that cannot be read lets nobody start: the wait is over and the rule still speaks.
    return found.allowed ? null : { reason: 'compressor_min_off', params: found.params, waitS: Math.max(0, Math.min(compressorMinOffS, Number(found.params.wait_s)) || 0) }
  }
  if (flowsForS === null) return null
  const stands = isImpossible(compressor, 'heating') && isImpossible(compressor, 'cooling')
  const ranS = stands ? flowsForS : Math.max(runningFor.possible.min, Math.min(flowsForS, runningFor.possible.max))
  const waitS = compressorMinOnS - ranS
  // Written so that a minimum that cannot be read keeps nobody from stopping.
  if (!(waitS > 0)) return null
  return { reason: 'compressor_min_on', params: { input: compressor.source ?? 'none', running_s: Math.floor(ranS), min_s: compressorMinOnS, wait_s: Math.ceil(waitS) }, waitS: Math.min(compressorMinOnS, waitS) }
}
