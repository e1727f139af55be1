import { deviceModeCode } from '#domain/control/command-block'
import type { LoopStatus } from '#domain/control/loop-status'
import type { QuantityName } from '#domain/sensing/quantities'
import type { ReadBackSensor } from '#server/store/command-store'
import type { ReadBackReading } from './control-settings'

const valueOf: Partial<Record<QuantityName, (status: LoopStatus) => number | null>> = {
  setpoint: (s) => s.setpoint_c, operating_mode: (s) => deviceModeCode(s.mode), supply_temperature: (s) => s.supply_c, return_temperature: (s) => s.return_c,
  flow: (s) => s.flow_lPerMin, valve_position: (s) => s.valve_pct, pump_frequency: (s) => s.pump_hz, thermal_power: (s) => s.power_kw,
}
/** Steps rather than drifts: told as soon as they change. */
const toldOnChange: readonly QuantityName[] = ['setpoint', 'operating_mode']

/** Picks the readings that are due. A set-point that is not set is no reading. */
export function createReadBackReadings(sensors: readonly ReadBackSensor[]): (statuses: ReadonlyMap<string, LoopStatus>, at: Date) => ReadBackReading[] {
  const told = new Map<string, { atMs: number; value: number }>()
  return (statuses, at) => sensors.flatMap((sensor) => {
    const status = statuses.get(sensor.loopId)
    const value = status ? valueOf[sensor.quantity]?.(status) ?? null : null
    if (value === null) return []
    const last = told.get(sensor.id)
    const due = !last || at.getTime() - last.atMs >= sensor.cadenceS * 1000 || (toldOnChange.includes(sensor.quantity) && value !== last.value && at.getTime() > last.atMs)
    if (!due) return []
    told.set(sensor.id, { atMs: at.getTime(), value })
    return [{ sensor: sensor.id, at: at.toISOString(), value }]
  })
}
