import type { Network, Segment, Sensor } from '#domain/network/network'

const segment = (id: string, axis: Segment['axis'], loopId: string | null, lengthM: number): Segment => ({
  id, assetId: 'a1', kind: 'road', name: { zh: '测试路', en: 'Test road' }, route: 'T1', fromM: 0, toM: lengthM, lengthM, widthM: 20, pavementType: 'asphalt',
  layers: [{ material: 'asphalt', thickness_m: 0.1 }], exposure: { skyViewFraction: 0.9, airBelow: false }, assumed: ['layers'], runwayThird: null, loopId, axis, source: 'fixture',
})

const sensor = (id: string, over: Partial<Sensor> = {}): Sensor => ({
  id, stationId: 't1', segmentId: 'g1', loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device', ...over,
})

/** A city of three segments for tests: g1 heated by loop l1, g2 and g3 not; lengths are those of PROJ's geodesic on CGCS2000. */
export const smallNetwork: Network = {
  city: { id: 'test', name: { zh: '试城', en: 'Testville' }, timeZone: 'Asia/Shanghai', centre: [126.6, 45.7], zoom: 11, season: 'winter' },
  attribution: 'none',
  assets: [{ id: 'a1', kind: 'road', name: { zh: '测试路', en: 'Test road' }, route: 'T1' }],
  segments: [
    segment('g1', [[126.6, 45.7], [126.602, 45.7]], 'l1', 155.71895),
    segment('g2', [[126.602, 45.7], [126.604, 45.7]], null, 155.71895),
    segment('g3', [[126.604, 45.7], [126.606, 45.7]], null, 155.71895),
  ],
  stations: [
    { id: 't1', name: { zh: '一站', en: 'One' }, position: [126.601, 45.7], segmentId: 'g1' },
    { id: 't2', name: { zh: '二站', en: 'Two' }, position: [126.603, 45.7], segmentId: 'g2' },
  ],
  sensors: [
    sensor('s1'), sensor('s2', { stationId: 't2', segmentId: 'g2' }),
    sensor('s1-air', { segmentId: null, quantity: 'air_temperature', depthM: null, cadenceS: 600 }),
    sensor('l1-supply', { stationId: null, segmentId: null, loopId: 'l1', quantity: 'supply_temperature', depthM: null, source: 'controller' }),
  ],
  energyStations: [{ id: 'e1', name: { zh: '能源站', en: 'Plant' }, position: [126.6, 45.701] }],
  controllers: [{ id: 'c1', energyStationId: 'e1', protocol: 'modbusTcp', host: '127.0.0.1', port: 1502, unitId: 1, registerMap: 'hearthway-loop-1' }],
  loops: [{
    id: 'l1', name: { zh: '一环', en: 'Loop one' }, energyStationId: 'e1', controllerId: 'c1', index: 0, service: 'heat',
    heatMinC: 20, heatMaxC: 45, coolMinC: 10, coolMaxC: 25, safeState: 'off',
  }],
  water: [{ name: { zh: '江', en: 'River' }, schematic: true, ring: [[126.5, 45.71], [126.7, 45.71], [126.7, 45.72], [126.5, 45.71]] }],
}
