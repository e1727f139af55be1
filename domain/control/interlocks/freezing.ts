import { hull } from './interval'
import { allow, beside, refuse, tenth, type Rule } from './rule'
import { worst } from './worst'

/** Nothing is cooled that is near 0 °C, and with nothing that is: cooling must never make ice. */
export const freezing: Rule = {
  name: 'freezing', severity: 'refuse', whileRunning: 'automaticLifeSafety',
  judge: ({ mode, setpoint_c, limits, facts: { surface } }) => {
    if (mode !== 'cool') return beside
    // Math.max keeps a NaN, and a NaN refuses.
    const limit_c = Math.max(0, limits.freezingMarginK)
    const coldest_c = Math.min(setpoint_c ?? Number.NaN, hull(surface.map(({ possible }) => possible)).min)
    return coldest_c >= limit_c ? allow(...surface) : refuse('cooling_near_freezing', { ...worst(surface, 'min'), setpoint_c: setpoint_c ?? 'none', limit_c: tenth(limit_c) }, surface)
  },
}
