import type { Loop, Network, Segment, Sensor } from '#domain/network/network'
import type { Scenario } from './scenario'

const segment = (id: string, part: Partial<Segment> = {}): Segment => ({
  id, assetId: 'a1', kind: 'road', name: { zh: '试验路', en: 'Test road' }, route: null, fromM: 0, toM: 100, lengthM: 100, widthM: 20,
  pavementType: 'asphalt', layers: [{ material: 'asphalt', thickness_m: 0.18 }, { material: 'crushedRock', thickness_m: 0.4 }],
  exposure: { skyViewFraction: 0.8, airBelow: false }, assumed: [], runwayThird: null, loopId: null, axis: [[126.6, 45.7], [126.601, 45.7]], source: 'fixture', ...part,
})
const bridge: Partial<Segment> = {
  kind: 'bridge', pavementType: 'asphaltOverlayBridge', layers: [{ material: 'asphalt', thickness_m: 0.09 }, { material: 'concrete', thickness_m: 0.25 }],
  exposure: { skyViewFraction: 1, airBelow: true },
}
const loop = (id: string, index: number, part: Partial<Loop> = {}): Loop => ({
  id, name: { zh: id, en: id }, energyStationId: 'e1', controllerId: 'c1', index, service: 'heatAndCool', heatMinC: 15, heatMaxC: 45, coolMinC: 8, coolMaxC: 30, safeState: 'off', ...part,
})
const sensor = (id: string, quantity: Sensor['quantity'], part: Partial<Sensor> = {}): Sensor => ({
  id, stationId: null, segmentId: 's1', loopId: null, quantity, depthM: null, cadenceS: 60, source: 'device', ...part,
})

/** A road, a heated bridge in two loops with different safe states, a slab and a thin steel deck: enough to test the twin without a city. */
export const testingNetwork = (): Network => ({
  city: { id: 'harbin', name: { zh: '试验', en: 'Test' }, timeZone: 'Asia/Shanghai', centre: [126.6, 45.7], zoom: 12, season: 'winter' },
  attribution: '', assets: [{ id: 'a1', kind: 'road', name: { zh: '试验路', en: 'Test road' }, route: null }],
  segments: [
    segment('s1'), segment('s2', { ...bridge, loopId: 'l1' }), segment('s3', { ...bridge, loopId: 'l2' }),
    segment('s4', { kind: 'runway', pavementType: 'concrete', layers: [{ material: 'concrete', thickness_m: 0.4 }], exposure: { skyViewFraction: 1, airBelow: false } }),
    segment('s5', { ...bridge, pavementType: 'steelBridge', layers: [{ material: 'asphalt', thickness_m: 0.07 }, { material: 'steel', thickness_m: 0.016 }] }),
  ],
  stations: [{ id: 'st1', name: { zh: '一', en: 'One' }, position: [126.6, 45.7], segmentId: 's1' }],
  sensors: [
    sensor('st1.surface', 'surface_temperature', { stationId: 'st1', depthM: 0 }), sensor('st1.slab', 'slab_temperature', { depthM: 0.12, cadenceS: 300 }),
    sensor('st1.air', 'air_temperature', { stationId: 'st1', segmentId: null, cadenceS: 300 }), sensor('l1.supply', 'supply_temperature', { segmentId: null, loopId: 'l1' }),
    sensor('l1.flow', 'flow', { segmentId: null, loopId: 'l1', source: 'controller' }),
  ],
  energyStations: [{ id: 'e1', name: { zh: '站', en: 'Station' }, position: [126.6, 45.7] }],
  controllers: [{ id: 'c1', energyStationId: 'e1', protocol: 'modbusTcp', host: '127.0.0.1', port: 0, unitId: 1, registerMap: 'hearthway-loop-1' }],
  loops: [loop('l1', 0), loop('l2', 1, { safeState: 'holdFreezeProtection' })],
  water: [],
})

export interface TestingWeather { air_c?: number; dewPoint_c?: number; wind_mPerS?: number; cloudFraction?: number; precipitation_mmPerH?: number }

/** A scenario whose weather never changes; starts at midnight UTC+8 of a January day unless told. */
export function steadyScenario(weather: TestingWeather = {}, startAt = '2026-01-15T00:00:00+08:00'): Scenario {
  const fill = (value: number): number[] => Array.from({ length: 49 }, () => value)
  return {
    id: 'steady', city: 'harbin', start_at: startAt, lead_h: 24, repeat_h: 24, blend_h: 0, latitude_deg: 45.7, longitude_deg: 126.6, ground_temperature_c: 6,
    hourly: {
      air_temperature_c: fill(weather.air_c ?? -8), dew_point_c: fill(weather.dewPoint_c ?? -12), wind_speed_m_per_s: fill(weather.wind_mPerS ?? 3),
      cloud_fraction: fill(weather.cloudFraction ?? 0.5), precipitation_mm_per_h: fill(weather.precipitation_mmPerH ?? 0), pressure_hpa: fill(1005),
    },
  }
}
