import { isCertain } from './fact'
import { allow, beside, endsHeatFlow, refuse, type Rule } from './rule'

/** Whether a runway is in use must be known, by word of somebody who may say so and not longer ago than that holds. Nothing automatic starts on one that is in use. */
export const runwayUse: Rule = {
  name: 'runway_use', severity: 'refuse', whileRunning: 'automaticLifeSafety',
  judge: ({ mode, authority: { automatic }, facts: { runwayUse: uses } }) => {
    if (uses.length === 0 || endsHeatFlow(mode)) return beside
    for (const use of uses) {
      const params = { input: use.source ?? 'none', age_s: use.age_s ?? 'none' }
      if (use.possible.length !== 1) return refuse(use.trust === 'stale' ? 'runway_use_expired' : 'runway_use_unknown', params, uses)
      if (automatic && !isCertain(use, 'notInUse')) return refuse('runway_in_use', params, uses)
    }
    return allow(...uses)
  },
}
