import { allow, beside, refuse, type Rule } from './rule'

/** The sensors that protect the pavement must work: where one has failed, fallen silent or sticks, nothing is heated or cooled on its word. The dew point has its own rule. */
export const sensors: Rule = {
  name: 'sensors', severity: 'refuse', whileRunning: null,
  judge: ({ mode, facts: { slab, surface, supply } }) => {
    if (mode !== 'heat' && mode !== 'cool') return beside
    const inputs = mode === 'cool' ? [...slab, ...supply, ...surface] : [...slab, ...supply]
    const broken = inputs.find(({ trust }) => trust !== 'good')
    if (!broken) return allow(...inputs)
    const params = { quantity: broken.name, input: broken.source ?? 'none', age_s: broken.age_s ?? 'none' }
    return refuse(broken.trust === 'stuck' ? 'sensor_stuck' : broken.trust === 'stale' ? 'sensor_stale' : broken.trust === 'bad' ? 'sensor_failed' : 'sensor_missing', params, inputs)
  },
}
