import { isCertain, type QuantityFact } from './fact'
import { freezing } from './freezing'
import type { InterlockInput } from './interlock-input'
import { resultOf, type InterlockResult } from './judge-interlocks'
import { bareAboveC, runwayCode } from './runway-code'
import { runwayUse } from './runway-use'

/** `certain`: it is so. `possible`: nobody can rule it out. */
export type Danger = 'none' | 'possible' | 'certain'
export interface LifeSafety { danger: Danger; results: InterlockResult[] }

const none: LifeSafety = { danger: 'none', results: [] }

/**
 * Whether it endangers people that a command goes on which heats, holds or cools:
 * - melting on a runway that is in use, or may be, while its cover can still melt: its condition code falls under an aircraft (ICE 1 to WET ICE 0);
 * - cooling a carriageway that is near 0 °C: it makes ice.
 *
 * Nothing else that can break while a command runs endangers anybody but pavement and plant, which `judgeGuard` protects.
 * @param acceptsUse two persons gave the command for a runway of which they knew that it was in use
 */
export function judgeLifeSafety(input: InterlockInput, acceptsUse = false): LifeSafety {
  if (input.mode === 'cool') return judgeIce(input)
  if ((input.mode !== 'heat' && input.mode !== 'hold') || acceptsUse) return none
  const { surface, runwayUse: uses } = input.facts
  const code = runwayCode.judge(input)
  if (code.allowed || uses.every((use) => isCertain(use, 'notInUse'))) return none
  // Nobody who is not there may start on a runway in use: judged in the same way, it may not go on either.
  const use = runwayUse.judge({ ...input, authority: { ...input.authority, automatic: true } })
  const certain = uses.some((one) => isCertain(one, 'inUse')) && surface.some(isColdFor(bareAboveC))
  return { danger: certain ? 'certain' : 'possible', results: [resultOf(runwayUse, use), resultOf(runwayCode, code)] }
}

function judgeIce(input: InterlockInput): LifeSafety {
  const found = freezing.judge(input)
  if (found.allowed) return none
  const measured = input.facts.surface.filter(({ trust }) => trust === 'good')
  const certain = measured.length > 0 && !freezing.judge({ ...input, facts: { ...input.facts, surface: measured } }).allowed
  return { danger: certain ? 'certain' : 'possible', results: [resultOf(freezing, found)] }
}

const isColdFor = (limit_c: number) => ({ possible }: QuantityFact): boolean => possible.max <= limit_c

/** Whether nothing of what ended a command by this reason is possible any more, whatever would be asked for next. */
export function isLifeSafe(input: InterlockInput, reason: string | null): boolean {
  const again = { mode: reason === 'cooling_near_freezing' ? 'cool' as const : 'heat' as const, setpoint_c: Infinity }
  return judgeLifeSafety({ ...input, ...again }).danger === 'none'
}
