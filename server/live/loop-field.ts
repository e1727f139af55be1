import type { LoopField, RunwayUse, SensorState } from '#domain/control/interlocks/loop-field'
import type { Network, Position, Sensor } from '#domain/network/network'
import { limitsByLoop, stationLimits, type LoopLimits, type StationLimits } from '#domain/network/plant-limits'
import type { QuantityName } from '#domain/sensing/quantities'
import { SensorGrid } from '#domain/thermal/sensor-grid'
import type { Live } from './create-live'
import type { RunHistory } from './run-history'

/** A weather mast speaks for a loop no farther away than this, m. */
const reachM = 10_000

interface LoopPlan { limits: LoopLimits; station: StationLimits; slab: Sensor[]; surface: Sensor[]; masts: Sensor[]; stationId: string; stationCan: LoopField['stationCan']; stationLoopIds: string[]; runwayIds: string[] }

/** What is known of every loop beyond its controller: planned once per network, read anew at every question. */
export function loopField(
  network: Pick<Network, 'assets' | 'segments' | 'stations' | 'sensors' | 'loops' | 'energyStations'>, live: Live, history: RunHistory, runwayUse: (runwayId: string) => RunwayUse | null,
): (loopId: string) => LoopField | null {
  const plans = planLoops(network)
  const stateOf = ({ id, cadenceS }: Sensor): SensorState => {
    const reading = live.reading(id)
    return { sensorId: id, cadenceS, reading: reading ? { value: reading.value, atMs: reading.measuredAtMs, quality: reading.quality, unchangedSinceMs: history.unchangedSinceMs(id) ?? reading.measuredAtMs } : null }
  }
  return (loopId) => {
    const plan = plans.get(loopId)
    if (!plan) return null
    const masts = plan.masts.map(stateOf)
    return {
      limits: plan.limits, station: plan.station, slab: plan.slab.map(stateOf), surface: plan.surface.map(stateOf),
      // The nearest one that works: one that is broken speaks for nobody, one that has fallen silent is too old by itself.
      dewPoint: masts.find(({ reading }) => reading?.quality === 0) ?? masts[0] ?? null,
      runs: history.runsOf(loopId), stationId: plan.stationId, stationCan: plan.stationCan, stationRuns: plan.stationLoopIds.map((id) => history.runsOf(id)),
      runways: plan.runwayIds.map((runwayId) => ({ runwayId, use: runwayUse(runwayId) })),
    }
  }
}

function planLoops({ assets, segments, stations, sensors, loops, energyStations }: Parameters<typeof loopField>[0]): Map<string, LoopPlan> {
  const places = new Map(stations.map((station) => [station.id, station.position]))
  const masts = sensors.filter((sensor) => sensor.quantity === 'dew_point' && sensor.stationId !== null && places.has(sensor.stationId))
  const grid = new SensorGrid()
  masts.forEach((sensor, index) => grid.add(places.get(sensor.stationId as string) as Position, index))
  const runways = new Set(assets.filter(({ kind }) => kind === 'runway').map(({ id }) => id))
  const limits = limitsByLoop(segments, loops)
  const heated = segments.filter((segment) => segment.loopId !== null)
  return new Map(loops.map((loop) => {
    const above = heated.filter((segment) => segment.loopId === loop.id)
    const ids = new Set(above.map(({ id }) => id))
    const lying = (quantity: QuantityName): Sensor[] => sensors.filter((sensor) => sensor.quantity === quantity && sensor.segmentId !== null && ids.has(sensor.segmentId))
    const beside = loops.filter(({ energyStationId }) => energyStationId === loop.energyStationId)
    const place = above[0]?.axis[Math.floor(above[0].axis.length / 2)]
    return [loop.id, {
      limits: limits.get(loop.id) as LoopLimits, station: stationLimits(energyStations.find(({ id }) => id === loop.energyStationId)?.limits),
      slab: lying('slab_temperature'), surface: lying('surface_temperature'),
      masts: place ? grid.nearest(place, 3, reachM).flatMap(({ item }) => masts[item] ?? []) : [],
      stationId: loop.energyStationId, stationLoopIds: beside.map(({ id }) => id),
      stationCan: { heat: beside.some(({ service }) => service === 'heat' || service === 'heatAndCool'), cool: beside.some(({ service }) => service === 'cool' || service === 'heatAndCool') },
      runwayIds: [...new Set(above.map(({ assetId }) => assetId).filter((id) => runways.has(id)))],
    }]
  }))
}
