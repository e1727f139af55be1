import type { Network, Position } from '#domain/network/network'
import { SensorGrid } from '#domain/thermal/sensor-grid'
import type { Live } from './create-live'

/** A weather mast speaks for a loop no farther away than this, m. */
const reachM = 10_000

/**
 * Dew point at a loop: the newest good reading of the nearest dew-point sensor, with its site instant; null when there is none.
 * Its age is the interlock's business.
 */
export function loopDewPoint(network: Pick<Network, 'segments' | 'stations' | 'sensors'>, live: Live): (loopId: string) => { value: number; atMs: number } | null {
  const stations = new Map(network.stations.map((station) => [station.id, station]))
  const masts = network.sensors.filter((sensor) => sensor.quantity === 'dew_point' && sensor.stationId !== null && stations.has(sensor.stationId))
  const grid = new SensorGrid()
  masts.forEach((sensor, index) => grid.add((stations.get(sensor.stationId as string) as { position: Position }).position, index))
  const nearest = new Map<string, string[]>()
  for (const segment of network.segments) {
    if (segment.loopId === null || nearest.has(segment.loopId)) continue
    const place = segment.axis[Math.floor(segment.axis.length / 2)] as Position
    nearest.set(segment.loopId, grid.nearest(place, 3, reachM).map(({ item }) => masts[item]?.id as string))
  }
  return (loopId) => {
    for (const sensorId of nearest.get(loopId) ?? []) {
      const reading = live.reading(sensorId)
      if (reading && reading.quality === 0) return { value: reading.value, atMs: reading.measuredAtMs }
    }
    return null
  }
}
