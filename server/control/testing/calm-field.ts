import type { LoopField, SensorState } from '#domain/control/interlocks/loop-field'
import { loopLimits, stationLimits } from '#domain/network/plant-limits'

const limits = loopLimits(['asphalt'])
const station = stationLimits()

/** Calm weather for a loop that rested for two hours: everything is known, and nothing forbids heating or cooling at all usual set-points. */
export function calmField(nowMs: number, change: Partial<LoopField> = {}): LoopField {
  const runs = change.runs ?? Array.from({ length: 41 }, (_, i) => ({ atMs: nowMs - (40 - i) * 180_000, flowing: false, power_kw: 0, supply_c: 16 }))
  return {
    limits, station, slab: [sensorAt('slab', 16, nowMs)], surface: [sensorAt('surface', 16, nowMs)],
    dewPoint: sensorAt('dew', 4, nowMs), runs, stationId: 'E', stationCan: { heat: true, cool: true }, stationRuns: [runs], runways: [], ...change,
  }
}

/** A sensor that has just said something new. */
export const sensorAt = (sensorId: string, value: number, nowMs: number): SensorState => ({ sensorId, cadenceS: 300, reading: { value, atMs: nowMs, quality: 0, unchangedSinceMs: nowMs } })
