import { hull } from './interval'
import { allow, beside, refuse, tenth, type Rule } from './rule'
import { worst } from './worst'

/** Supply and slab may not lie too far apart, either way. */
export const supplySlab: Rule = {
  name: 'supply_slab', severity: 'refuse', whileRunning: 'criticalEquipment',
  judge: ({ mode, setpoint_c, limits, facts: { slab } }) => {
    if (mode !== 'heat' && mode !== 'cool') return beside
    const { min, max } = hull(slab.map(({ possible }) => possible))
    const distance_k = setpoint_c === null ? Number.NaN : mode === 'heat' ? setpoint_c - min : max - setpoint_c
    return distance_k <= limits.supplyMinusSlabK ? allow(...slab)
      : refuse('supply_slab', { ...worst(slab, mode === 'heat' ? 'min' : 'max'), setpoint_c: setpoint_c ?? 'none', distance_k: tenth(distance_k), limit_k: limits.supplyMinusSlabK }, slab)
  },
}
