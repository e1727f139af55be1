import type { NetworkView, SensorView } from '#domain/wire/network'
import type { SensorValue } from '../../stores/live'
import { sensorHealth, type SensorHealth } from '../../stores/sensor-freshness'

type StationView = NetworkView['stations'][number]

export interface StationHealth {
  station: StationView
  counts: Record<SensorHealth, number>
  total: number
  /** Worst sensor of the station. */
  worst: SensorHealth
  /** Instant of its newest value; null = never heard. */
  newestAt: Date | null
}
const severity: SensorHealth[] = ['fresh', 'stale', 'never', 'lost']

/** Sensors of each station, prepared once per network. */
export function sensorsByStation(network: NetworkView): Map<string, SensorView[]> {
  const map = new Map<string, SensorView[]>()
  for (const sensor of network.sensors) {
    if (!sensor.station_id || sensor.source === 'import') continue
    const list = map.get(sensor.station_id)
    if (list) list.push(sensor)
    else map.set(sensor.station_id, [sensor])
  }
  return map
}

/** Health of every station, worst first; stations without sensors are left out. */
export function stationHealth(network: NetworkView, byStation: ReadonlyMap<string, SensorView[]>, values: ReadonlyMap<string, SensorValue>, nowMs: number): StationHealth[] {
  const rows: StationHealth[] = []
  for (const station of network.stations) {
    const sensors = byStation.get(station.id) ?? []
    if (!sensors.length) continue
    const row: StationHealth = { station, counts: { fresh: 0, stale: 0, lost: 0, never: 0 }, total: sensors.length, worst: 'fresh', newestAt: null }
    for (const sensor of sensors) {
      const value = values.get(sensor.id)
      const health = sensorHealth(sensor, value, nowMs)
      row.counts[health] += 1
      if (severity.indexOf(health) > severity.indexOf(row.worst)) row.worst = health
      if (value && (!row.newestAt || value.at > row.newestAt)) row.newestAt = value.at
    }
    rows.push(row)
  }
  return rows.sort((a, b) => severity.indexOf(b.worst) - severity.indexOf(a.worst) || a.station.name.zh.localeCompare(b.station.name.zh, 'zh-CN'))
}
