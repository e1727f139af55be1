import type { QuantityName } from '../sensing/quantities'
import type { Loop, Sensor, Station } from './network'

type Point = [suffix: string, quantity: QuantityName, depthM: number | null, cadenceS: number]

const pavementPoints: Point[] = [
  ['surface', 'surface_temperature', 0, 60],
  ['pavement', 'pavement_temperature', 0.05, 300],
  ['slab', 'slab_temperature', 0.12, 300],
]
const waterPoints: Point[] = [['supply', 'supply_temperature', null, 60], ['return', 'return_temperature', null, 60]]
const weatherPoints: Point[] = [
  ['air', 'air_temperature', null, 300],
  ['dewpoint', 'dew_point', null, 300],
  ['wind', 'wind_speed', null, 300],
  ['precipitation', 'precipitation_rate', null, 300],
]
/** What every controller reads back for each of its loops. */
const readBackQuantities: QuantityName[] = [
  'supply_temperature', 'return_temperature', 'flow', 'valve_position', 'pump_frequency', 'thermal_power', 'setpoint', 'operating_mode',
]

/** Groups of sensors that most stations have: `water` where a loop lies under it, `weather` where it has a mast. */
export const sensorGroups = ['pavement', 'water', 'weather'] as const
export type SensorGroup = (typeof sensorGroups)[number]
const groupPoints: Record<SensorGroup, Point[]> = { pavement: pavementPoints, water: waterPoints, weather: weatherPoints }

/** What stations measure by themselves, whether or not a loop lies under them. */
export const stationPoints = ['surface', 'pavement', 'slab', 'air', 'dewpoint', 'wind', 'precipitation'] as const
export type StationPoint = (typeof stationPoints)[number]

/** Some of a station's sensors as a plant file says them: whole groups where all of one are meant. */
export function namePoints(stationId: string, points: readonly StationPoint[]): { groups?: SensorGroup[]; sensors?: { id: string; quantity: QuantityName; depth_m: number | null; cadence_s: number }[] } {
  const has = (suffix: string): boolean => points.some((point) => point === suffix)
  const groups = (['pavement', 'weather'] as const).filter((group) => groupPoints[group].every(([suffix]) => has(suffix)))
  const sensors = (['pavement', 'weather'] as const).filter((group) => !groups.includes(group)).flatMap((group) => groupPoints[group].filter(([suffix]) => has(suffix)))
    .map(([suffix, quantity, depthM, cadenceS]) => ({ id: `${stationId}.${suffix}`, quantity, depth_m: depthM, cadence_s: cadenceS }))
  return { ...(groups.length > 0 ? { groups } : {}), ...(sensors.length > 0 ? { sensors } : {}) }
}
/** Measured in the pavement, so that the road must be known. */
export const isPavementPoint = (point: StationPoint): boolean => pavementPoints.some(([suffix]) => suffix === point)

/** One group of a station's sensors, called `<station>.<point>`. */
export const groupSensors = (station: Pick<Station, 'id' | 'segmentId'>, loopId: string | null, group: SensorGroup): Sensor[] =>
  groupPoints[group].map(([suffix, quantity, depthM, cadenceS]) => ({
    id: `${station.id}.${suffix}`,
    stationId: station.id,
    segmentId: depthM === null ? null : station.segmentId,
    loopId: group === 'water' ? loopId : null,
    quantity,
    depthM,
    cadenceS,
    source: 'device',
  }))

/** The sensors of a measuring station: pavement always, supply and return where a loop lies under it, weather where it has a mast. */
export const stationSensors = (station: Station, loopId: string | null, weather: boolean): Sensor[] =>
  sensorGroups.filter((group) => group === 'pavement' || (group === 'water' ? loopId !== null : weather)).flatMap((group) => groupSensors(station, loopId, group))

/** The points a controller reads back for a loop, called `<loop>.<quantity>`. */
export function loopReadBackSensors(loop: Pick<Loop, 'id'>): Sensor[] {
  return readBackQuantities.map((quantity) => ({
    id: `${loop.id}.${quantity}`, stationId: null, segmentId: null, loopId: loop.id, quantity, depthM: null, cadenceS: 60, source: 'controller' as const,
  }))
}
