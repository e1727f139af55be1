import { networkWithPlant } from '../plan-plant'
import type { Network, Segment } from '../network'
import type { PlantFile } from '../plant-file'
import { expandFixture } from '../expand-fixture'
import type { PlantState } from '../plant-state'

export const testMaps = [{ name: 'hearthway-loop-1', mostLoops: 8, protocols: ['modbusTcp' as const] }, { name: 'hearthway-mqtt-1', mostLoops: 100, protocols: ['mqtt' as const] }]

/** Two roads of about 1 km in 200 m pieces, a second carriageway with the same stakes, and nothing else. */
export const bareTown: Network = expandFixture({
  format: 'hearthway-network-fixture-1', attribution: '', sources: [], pieceM: 200,
  city: { id: 'town', name: { zh: '镇', en: 'Town' }, timeZone: 'Asia/Shanghai', centre: [126.6, 45.7], zoom: 12, season: 'winter' },
  assets: [
    { id: 'east', kind: 'road', name: { zh: '东路', en: 'East Road' }, route: 'G1', roadClass: 'primary', lines: [{ id: 'east.a', startM: 12_000, axis: [[126.6, 45.7], [126.606, 45.7], [126.613, 45.701]] }] },
    { id: 'north', kind: 'bridge', name: { zh: '北桥', en: 'North Bridge' }, route: 'G2', lines: [{ id: 'north.a', axis: [[126.6, 45.71], [126.6, 45.72]] }] },
    { id: 'twin', kind: 'bridge', name: { zh: '北桥复线', en: 'North Bridge twin' }, route: 'G2', lines: [{ id: 'twin.a', axis: [[126.601, 45.71], [126.601, 45.72]] }] },
  ],
  energyStations: [], stations: [], water: [],
})

const name = (text: string) => ({ zh: text, en: text })
const setpoints = { heat_min_c: 20, heat_max_c: 45, cool_min_c: 8, cool_max_c: 25 }

/** A plant on it: a heated stretch that begins and ends inside segments, one carriageway by its asset, one segment by its id. */
export const townPlant = (): PlantFile => ({
  format: 'hearthway-plant-1',
  energy_stations: [{ id: 'e1', name: name('一站'), position: [126.6, 45.701] }],
  controllers: [
    { id: 'c1', energy_station_id: 'e1', protocol: 'modbusTcp', host: '10.0.0.5', port: 502, unit_id: 1, register_map: 'hearthway-loop-1' },
    { id: 'c2', energy_station_id: 'e1', protocol: 'mqtt', host: 'broker.local', port: 8883, register_map: 'hearthway-mqtt-1', secret_variables: { password: 'HEARTHWAY_BROKER_PASSWORD' } },
  ],
  loops: [
    { id: 'l1', name: name('一环'), controller_id: 'c1', index: 0, service: 'heat', safe_state: 'holdFreezeProtection', ...setpoints, places: [{ route: 'G1', from: 'K12+150', to: 'K12+500' }] },
    { id: 'l2', name: name('二环'), controller_id: 'c1', index: 1, service: 'heatAndCool', safe_state: 'off', ...setpoints, places: [{ route: 'G2', asset_id: 'north', from: 'K0+000', to: 'K0+600' }] },
    { id: 'l3', name: name('三环'), controller_id: 'c2', index: 0, service: 'heat', safe_state: 'off', ...setpoints, places: [{ segment_id: 'twin.a.1' }] },
  ],
  stations: [
    { id: 's1', name: name('测站一'), place: { route: 'G1', stake: 'K12+300' }, groups: ['pavement', 'water', 'weather'] },
    { id: 's2', name: name('测站二'), place: { position: [126.6001, 45.711], segment_id: 'north.a.1' }, groups: ['pavement'], sensors: [{ id: 's2.extra', quantity: 'surface_temperature', depth_m: 0, cadence_s: 30 }] },
  ],
  sensors: [{ id: 'l2.meter', quantity: 'flow', depth_m: null, cadence_s: 60, loop_id: 'l2' }],
  pavements: [{ places: [{ route: 'G1', from: 'K12+700', to: 'K12+900' }], width_m: 18, layers: [{ material: 'asphalt', thickness_m: 0.2 }], assumed: ['width_m'] }],
})

export const stateOf = (network: Network): PlantState => ({ ...network, networkSurfaces: new Map() })
export const town = (): Network => networkWithPlant(bareTown, townPlant())
export const segmentsOf = (network: Pick<Network, 'segments'>, loopId: string): Segment[] => network.segments.filter((segment) => segment.loopId === loopId)
