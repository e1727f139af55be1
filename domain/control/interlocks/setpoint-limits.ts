import { onSetpointStep } from '../command-block'
import { allow, refuse, type BuiltRule } from './rule'

/** The supply must be what both the loop and the pavement above it admit, and what its register can say. */
export const setpointLimits: BuiltRule = {
  name: 'setpoint_limits', severity: 'refuse', whileRunning: 'criticalEquipment',
  judge: ({ loop, limits, mode, setpoint_c }) => {
    if (mode !== 'heat' && mode !== 'cool') return setpoint_c === null ? allow() : refuse('setpoint_forbidden', { mode })
    if (setpoint_c === null) return refuse('setpoint_required', { mode })
    const [min_c, max_c] = mode === 'heat' ? [loop.heatMinC, loop.heatMaxC] : [loop.coolMinC, loop.coolMaxC]
    // Written so that NaN in either the set-point or a limit refuses.
    if (!(setpoint_c >= min_c && setpoint_c <= max_c)) return refuse('setpoint_outside_limits', { setpoint_c, min_c, max_c })
    const { coldestSupplyC, hottestSupplyC } = limits
    if (!(setpoint_c >= coldestSupplyC && setpoint_c <= hottestSupplyC)) return refuse('setpoint_outside_pavement', { setpoint_c, min_c: coldestSupplyC, max_c: hottestSupplyC })
    return onSetpointStep(setpoint_c) ? allow() : refuse('setpoint_resolution', { setpoint_c, step_c: 0.1 })
  },
}
