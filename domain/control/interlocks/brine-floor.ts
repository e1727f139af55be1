import { allow, beside, refuse, tenth, type Rule } from './rule'
import { worst } from './worst'

/** No brine that is pumped may be near its freezing point: neither the supply asked for nor what stands in the slab or is delivered now. */
export const brineFloor: Rule = {
  name: 'brine_floor', severity: 'refuse', whileRunning: 'criticalEquipment',
  judge: ({ mode, setpoint_c, station, facts: { slab, supply } }) => {
    if (mode !== 'heat' && mode !== 'cool') return beside
    const inputs = [...slab, ...supply]
    const floor_c = station.brineFreezesAtC + station.brineMarginK
    const coldest_c = Math.min(setpoint_c ?? Number.NaN, ...inputs.map(({ possible }) => possible.min))
    return coldest_c >= floor_c ? allow(...inputs) : refuse('brine_floor', { ...worst(inputs, 'min'), setpoint_c: setpoint_c ?? 'none', floor_c: tenth(floor_c) }, inputs)
  },
}
