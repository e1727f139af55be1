import { type Freshness, freshnessOf } from '#domain/sensing/freshness'
import type { SensorView } from '#domain/wire/network'
import type { SensorValue } from './live'

export type SensorHealth = Freshness | 'never'

/** Freshness of one sensor on the city's clock, by its own cadence. */
export function sensorHealth(sensor: SensorView, value: SensorValue | undefined, nowMs: number): SensorHealth {
  return value ? freshnessOf((nowMs - value.at.getTime()) / 1000, sensor.cadence_s) : 'never'
}

/** A sensor's value where it may be added up or coloured by: good and fresh at that instant; null = unknown. */
export const believedValue = (sensor: SensorView, said: SensorValue | undefined, nowMs: number): number | null => (said && said.quality === 0 && sensorHealth(sensor, said, nowMs) === 'fresh' ? said.value : null)

export interface FreshnessSummary {
  /** Ages, s, among sensors that are not lost; null when none is. */
  newestS: number | null
  oldestS: number | null
  fresh: number
  stale: number
  lost: number
  never: number
  total: number
}

/** Read-backs of what was asked, not measurements: in automatic a loop has no set-point at all. */
const notMeasured: ReadonlySet<string> = new Set(['setpoint', 'operating_mode'])

/** Freshness of all sensors that measure and report by themselves; values that came with a file are not counted. */
export function summariseFreshness(sensors: Iterable<SensorView>, values: ReadonlyMap<string, SensorValue>, nowMs: number): FreshnessSummary {
  const summary: FreshnessSummary = { newestS: null, oldestS: null, fresh: 0, stale: 0, lost: 0, never: 0, total: 0 }
  for (const sensor of sensors) {
    if (sensor.source === 'import' || notMeasured.has(sensor.quantity)) continue
    const value = values.get(sensor.id)
    const health = sensorHealth(sensor, value, nowMs)
    summary.total += 1
    summary[health] += 1
    if (!value || health === 'lost') continue
    const ageS = Math.max(0, (nowMs - value.at.getTime()) / 1000)
    summary.newestS = Math.min(summary.newestS ?? ageS, ageS)
    summary.oldestS = Math.max(summary.oldestS ?? ageS, ageS)
  }
  return summary
}
