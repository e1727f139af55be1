import { brineFloor } from './brine-floor'
import { condensation } from './condensation'
import type { QuantityFact } from './fact'
import { freezing } from './freezing'
import type { InterlockInput } from './interlock-input'
import { resultOf, type InterlockResult } from './judge-interlocks'
import { allow, refuse, tenth, type Rule } from './rule'
import { supplySlab } from './supply-slab'

/** A supply that swings about its set-point, or a probe that errs, is no danger yet, K. Assumed. */
const supplyToleranceK = 1

/** The supply that is delivered, against what the pavement bears. */
const deliveredSupply: Rule = {
  name: 'setpoint_limits', severity: 'refuse', whileRunning: 'criticalEquipment',
  judge: ({ mode, limits: { coldestSupplyC, hottestSupplyC }, facts: { supply } }) => {
    const worst_c = mode === 'cool' ? Math.min(...supply.map(({ possible }) => possible.min)) : Math.max(...supply.map(({ possible }) => possible.max))
    const borne = mode === 'cool' ? worst_c >= coldestSupplyC - supplyToleranceK : worst_c <= hottestSupplyC + supplyToleranceK
    return supply.length === 0 || borne ? allow(...supply) : refuse('supply_outside_pavement', { supply_c: tenth(worst_c), min_c: coldestSupplyC, max_c: hottestSupplyC }, supply)
  },
}
const rules: readonly Rule[] = [freezing, condensation, brineFloor, supplySlab, deliveredSupply]

/**
 * What protects pavement and plant, judged while a command heats or cools: by the set-point in force or by what is delivered, whichever is worse.
 * Cooling is judged over all that is possible, like any command: ending it is the safe side. Heating is judged by what is known alone: a sensor that falls
 * silent in a storm must not let a bridge freeze. New commands and changed set-points are refused then all the same.
 * @param flows false for a command that would go on but does not yet: what is delivered then says nothing of it
 * @returns nothing for a mode that neither heats nor cools
 */
export function judgeGuard(input: InterlockInput, flows = true): InterlockResult[] {
  const { mode, setpoint_c, facts } = input
  if ((mode !== 'heat' && mode !== 'cool') || setpoint_c === null) return []
  const known = (all: readonly QuantityFact[]): readonly QuantityFact[] => (mode === 'heat' ? all.filter(({ trust }) => trust === 'good') : all)
  const [slab, supply] = [known(facts.slab), flows ? known(facts.supply) : []]
  const delivered = mode === 'cool' ? supply.map(({ possible }) => possible.min + supplyToleranceK) : supply.map(({ possible }) => possible.max - supplyToleranceK)
  const judged: InterlockInput = { ...input, facts: { ...facts, slab, supply }, setpoint_c: mode === 'cool' ? Math.min(setpoint_c, ...delivered) : Math.max(setpoint_c, ...delivered) }
  const asked = slab.length > 0 ? rules : rules.filter((rule) => rule !== supplySlab && rule !== brineFloor)
  return asked.map((rule) => resultOf(rule, rule.judge(judged)))
}
