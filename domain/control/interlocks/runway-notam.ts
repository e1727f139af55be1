import type { StateFact } from './fact'
import { allow, beside, endsHeatFlow, refuse, type Rule } from './rule'

/** Whoever flies there must have been told: the reference of the NOTAM stands with the command. */
export const runwayNotam: Rule = {
  name: 'runway_notam', severity: 'refuse', whileRunning: null,
  judge: ({ mode, authority: { notamReference }, facts: { runwayUse } }) => {
    if (runwayUse.length === 0 || endsHeatFlow(mode)) return beside
    const given = notamReference?.trim() ?? ''
    const fact: StateFact = { name: 'notam_reference', value: given === '' ? null : given, unit: null, age_s: null, source: null, trust: given === '' ? 'missing' : 'good', possible: given === '' ? [] : [given] }
    return given === '' ? refuse('notam_missing', {}, [fact]) : allow(fact)
  },
}
