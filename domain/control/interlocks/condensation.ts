import { allow, beside, refuse, tenth, type Rule } from './rule'

/** No plant file can go below it, K. */
export const leastCondensationMarginK = 2

/**
 * The coldest wetted wall must stay above the dew point there (a 45 °C deck never condenses, its pipe does; nothing in a box girder gets colder than
 * the supply that cools it). An unknown or stale dew point may be anything that air can hold.
 */
export const condensation: Rule = {
  name: 'condensation', severity: 'refuse', whileRunning: 'criticalEquipment',
  judge: ({ mode, setpoint_c, limits, facts: { dewPoint } }) => {
    if (mode !== 'cool') return beside
    // Math.max keeps a NaN, and a NaN refuses.
    const margin_k = Math.max(leastCondensationMarginK, limits.condensationMarginK)
    if (setpoint_c !== null && setpoint_c >= dewPoint.possible.max + margin_k) return allow(dewPoint)
    const input = dewPoint.source ?? 'dew_point'
    const age_s = dewPoint.age_s ?? 0
    if (dewPoint.trust === 'missing' || dewPoint.value === null) return refuse('dew_point_unknown', { input }, [dewPoint])
    if (dewPoint.trust === 'stale') return refuse('dew_point_stale', { input, age_s }, [dewPoint])
    if (dewPoint.trust === 'stuck') return refuse('sensor_stuck', { quantity: 'dew_point', input, age_s }, [dewPoint])
    if (dewPoint.trust === 'bad') return refuse('dew_point_unknown', { input }, [dewPoint])
    return refuse('condensation_guard', { input, setpoint_c: setpoint_c ?? 'none', dew_point_c: tenth(dewPoint.value), margin_k, age_s }, [dewPoint])
  },
}
