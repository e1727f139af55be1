import type { StateFact } from './fact'
import { allow, beside, endsHeatFlow, refuse, type Rule } from './rule'

/** On a runway nobody acts alone. While it is asked for, the second person may still come; when it is sent there must be one, and another one. */
export const runwaySecondPerson: Rule = {
  name: 'runway_second_person', severity: 'refuse', whileRunning: null,
  judge: ({ mode, authority: { stage, requester, secondPerson }, facts: { runwayUse } }) => {
    if (runwayUse.length === 0 || endsHeatFlow(mode)) return beside
    const fact: StateFact = { name: 'second_person', value: secondPerson, unit: null, age_s: null, source: requester, trust: secondPerson === null ? 'missing' : 'good', possible: secondPerson === null ? [] : [secondPerson] }
    if (secondPerson === null) return stage === 'request' ? allow(fact) : refuse('second_person_missing', { requester }, [fact])
    return secondPerson === requester || secondPerson === '' ? refuse('second_person_same', { requester }, [fact]) : allow(fact)
  },
}
