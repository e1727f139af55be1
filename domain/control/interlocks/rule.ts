import type { CommandMode, ProtectiveSlot } from '../command'
import type { ReasonParams, RefusalReason } from '../reasons'
import type { Fact } from './fact'
import type { AsBuilt, InterlockInput } from './interlock-input'

/** What a rule found. `inputs` are the facts it looked at. */
export type Finding =
  | { allowed: true; applies: boolean; inputs: readonly Fact[] }
  | { allowed: false; applies: true; inputs: readonly Fact[]; reason: RefusalReason; params: ReasonParams }

/**
 * One interlock. It allows what is right in every state that is still possible, so the less is known the more it refuses.
 * A `warn` does not stop a command; whoever gives it must have seen it.
 */
export interface Rule<I = InterlockInput> {
  name: RuleName
  severity: 'refuse' | 'warn'
  /** The slot in which the server acts when the rule breaks while a command runs already; null = the rule speaks only of a start. */
  whileRunning: ProtectiveSlot | null
  judge(input: I): Finding
}
export type BuiltRule = Rule<AsBuilt>

/** Stable: they stand in the audit. The web has a word for each. */
export const ruleNames = [
  'mode_served', 'setpoint_limits', 'controller_link', 'local_switch', 'controller_fault', 'runway_use', 'runway_second_person', 'runway_notam',
  'sensors', 'freezing', 'condensation', 'brine_floor', 'supply_slab', 'slab_ramp', 'reversal_dwell', 'compressor_rest', 'compressor_starts', 'runway_code', 'compressor_run',
] as const
export type RuleName = (typeof ruleNames)[number]

/** The rule has nothing to say about such a command. */
export const beside: Finding = { allowed: true, applies: false, inputs: [] }
export const allow = (...inputs: Fact[]): Finding => ({ allowed: true, applies: true, inputs })
export const refuse = (reason: RefusalReason, params: ReasonParams = {}, inputs: readonly Fact[] = []): Finding => ({ allowed: false, applies: true, inputs, reason, params })

/** Off and release take energy out of a loop: only what makes them impossible stops them. */
export const endsHeatFlow = (mode: CommandMode): boolean => mode === 'off' || mode === 'release'

/** Number for a text: a tenth is enough. */
export const tenth = (value: number): number => Math.round(value * 10) / 10
