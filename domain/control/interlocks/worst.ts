import type { ReasonParams } from '../reasons'
import type { QuantityFact } from './fact'
import { tenth } from './rule'

/** The fact that decides, as it stands in a refusal: its source, the worst it may be, and its age ('none' where it has none). */
export function worst(facts: readonly QuantityFact[], end: 'min' | 'max'): ReasonParams {
  const fact = facts.reduce((a, b) => (end === 'min' ? b.possible.min < a.possible.min : b.possible.max > a.possible.max) ? b : a)
  return { input: fact.source ?? fact.name, worst_c: tenth(fact.possible[end]), age_s: fact.age_s ?? 'none' }
}
