import { allow, beside, refuse, tenth, type Rule } from './rule'
import { hull } from './interval'
import { worst } from './worst'

/**
 * How fast the slab may warm or cool. The slab follows a jump of the supply over what it has at its pipes; where supply has flowed for the whole last hour
 * it has seen that much already.
 */
export const slabRamp: Rule = {
  name: 'slab_ramp', severity: 'refuse', whileRunning: null,
  judge: ({ mode, setpoint_c, limits, facts: { slab, recentSupply } }) => {
    if (mode !== 'heat' && mode !== 'cool') return beside
    const inputs = [...slab, recentSupply]
    const { min, max } = hull(slab.map(({ possible }) => possible))
    const jump_k = setpoint_c === null ? Number.NaN : mode === 'heat' ? setpoint_c - Math.max(min, recentSupply.possible.min) : Math.min(max, recentSupply.possible.max) - setpoint_c
    const ramp_k_per_h = Math.max(0, jump_k) * limits.slabFollowsPerH
    return ramp_k_per_h <= limits.slabRampKPerH ? allow(...inputs)
      : refuse('slab_ramp', { ...worst(slab, mode === 'heat' ? 'min' : 'max'), setpoint_c: setpoint_c ?? 'none', ramp_k_per_h: tenth(ramp_k_per_h), limit_k_per_h: limits.slabRampKPerH }, inputs)
  },
}
