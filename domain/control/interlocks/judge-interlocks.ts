import type { ReasonParams, RefusalReason } from '../reasons'
import { brineFloor } from './brine-floor'
import { compressorRest } from './compressor-rest'
import { compressorRun } from './compressor-run'
import { compressorStarts } from './compressor-starts'
import { condensation } from './condensation'
import { controllerFault } from './controller-fault'
import { controllerLink } from './controller-link'
import type { Fact } from './fact'
import { freezing } from './freezing'
import type { AsBuilt, InterlockInput } from './interlock-input'
import { localSwitch } from './local-switch'
import { modeServed } from './mode-served'
import { reversalDwell } from './reversal-dwell'
import type { BuiltRule, Finding, Rule, RuleName } from './rule'
import { runwayCode } from './runway-code'
import { runwayNotam } from './runway-notam'
import { runwaySecondPerson } from './runway-second-person'
import { runwayUse } from './runway-use'
import { sensors } from './sensors'
import { setpointLimits } from './setpoint-limits'
import { slabRamp } from './slab-ramp'
import { supplySlab } from './supply-slab'

export type Verdict =
  | { allowed: true }
  /** `rule` is the word of the reason; `by` names the rule, `inputs` what it looked at, with ages. */
  | { allowed: false; rule: RefusalReason; params: ReasonParams; by: RuleName; inputs: readonly Fact[] }

/** What one rule says of a command. `allowed` false with severity `warn`: it may be given, but this must have been seen. */
export interface InterlockResult {
  rule: RuleName
  severity: Rule['severity']
  /** Whether the rule has anything to say about such a command. */
  applies: boolean
  allowed: boolean
  reason: RefusalReason | null
  params: ReasonParams
  inputs: readonly Fact[]
}

/** In the order in which an operator wants to hear of them: what can never work first, then what is so at the moment. */
export const builtRules: readonly BuiltRule[] = [modeServed, setpointLimits]
export const presentRules: readonly Rule[] = [
  controllerLink, localSwitch, controllerFault, runwayUse, runwaySecondPerson, runwayNotam,
  sensors, freezing, condensation, brineFloor, supplySlab, slabRamp, reversalDwell, compressorRest, compressorStarts, runwayCode, compressorRun,
]
const rules: readonly Rule[] = [...builtRules, ...presentRules]

/** Judges a command when it is requested and again when it is sent; the first rule that refuses speaks. Warnings stop nothing. */
export const judgeInterlocks = (input: InterlockInput, by: readonly Rule[] = rules): Verdict => firstRefusal(by, input)

/** Judges only whether such a command can be given to the loop as it is built, whatever is so at the moment: for commands that are not given. */
export const judgeAsBuilt = (input: AsBuilt): Verdict => firstRefusal(builtRules, input)

/** What every rule says, in the same order. */
export const listInterlocks = (input: InterlockInput): InterlockResult[] => rules.map((rule) => resultOf(rule, rule.judge(input)))

/** The verdict that a list amounts to. */
export function verdictOf(results: readonly InterlockResult[]): Verdict {
  const first = results.find(({ severity, allowed }) => severity === 'refuse' && !allowed)
  return first?.reason ? { allowed: false, rule: first.reason, params: first.params, by: first.rule, inputs: first.inputs } : { allowed: true }
}

function firstRefusal<I>(by: readonly Rule<I>[], input: I): Verdict {
  for (const { name, severity, judge } of by) {
    if (severity === 'warn') continue
    const found = judge(input)
    if (!found.allowed) return { allowed: false, rule: found.reason, params: found.params, by: name, inputs: found.inputs }
  }
  return { allowed: true }
}

/** A rule's finding with its name. */
export const resultOf = ({ name, severity }: Rule, found: Finding): InterlockResult => ({
  rule: name, severity, applies: found.applies, allowed: found.allowed, reason: found.allowed ? null : found.reason, params: found.allowed ? {} : found.params, inputs: found.inputs,
})
