import { describe, expect, it } from 'vitest'
import harbin from '#fixtures/networks/harbin.json'
import wuhan from '#fixtures/networks/wuhan.json'
import { cityNetwork } from '#server/twin/city-network'
import { geodesicInverse } from '../geo/geodesic'
import { lengthOf } from '../geo/linear-reference'
import { expandFixture } from './expand-fixture'
import { pavementTypes } from './network'
import type { NetworkFixture } from './network-fixture'

const fixtures = { harbin: harbin as unknown as NetworkFixture, wuhan: wuhan as unknown as NetworkFixture }

describe.each([['harbin', fixtures.harbin], ['wuhan', fixtures.wuhan]] as const)('the network of %s', (city, fixture) => {
  // With its plant on it.
  const network = cityNetwork(city)
  const segment = new Map(network.segments.map((one) => [one.id, one]))

  it('has unique ids everywhere', () => {
    for (const list of [network.assets, network.segments, network.stations, network.sensors, network.loops, network.controllers]) {
      expect(new Set(list.map((one) => one.id)).size).toBe(list.length)
    }
  })

  it('has segments of at most the stated length whose measures, axis and length agree', () => {
    for (const { id, fromM, toM, lengthM, axis, widthM, pavementType, layers } of network.segments) {
      expect(lengthM, id).toBeLessThanOrEqual(fixture.pieceM + 0.001)
      expect(lengthM, id).toBeGreaterThan(20)
      expect(toM - fromM).toBeCloseTo(lengthM, 3)
      expect(Math.abs(lengthOf(axis) - lengthM), id).toBeLessThan(0.005)
      expect(widthM).toBeGreaterThan(4)
      expect(pavementTypes).toContain(pavementType)
      expect(layers.length).toBeGreaterThan(0)
    }
  })

  it('is as long as the axes of its fixture', () => {
    const axes = fixture.assets.flatMap((asset) => asset.lines).reduce((sum, line) => sum + lengthOf(line.axis), 0)
    const cut = network.segments.reduce((sum, one) => sum + one.lengthM, 0)
    expect(Math.abs(cut - axes)).toBeLessThan(network.segments.length * 0.001)
  })

  it('gives every loop a heated segment and a station, and every station its sensors', () => {
    const stations = new Set(network.stations.map((station) => segment.get(station.segmentId!)!.loopId))
    for (const loop of network.loops) {
      expect(network.segments.some((one) => one.loopId === loop.id), loop.id).toBe(true)
      expect(stations.has(loop.id), loop.id).toBe(true)
      expect(network.sensors.find((sensor) => sensor.id === `${loop.id}.setpoint`)).toMatchObject({ loopId: loop.id, source: 'controller', stationId: null })
    }
    for (const station of network.stations) {
      const { axis } = segment.get(station.segmentId!)!
      const ends = axis.map((point) => geodesicInverse(point, station.position).distanceM)
      expect(Math.min(...ends)).toBeLessThanOrEqual(fixture.pieceM)
      const own = network.sensors.filter((sensor) => sensor.stationId === station.id).map((sensor) => sensor.quantity)
      expect(own).toContain('surface_temperature')
      expect(own.includes('supply_temperature')).toBe(segment.get(station.segmentId!)!.loopId !== null)
    }
    expect(network.stations.length).toBeGreaterThanOrEqual(40)
  })

  it('cuts runways into three equal thirds from the lower designator', () => {
    const runways = network.assets.filter((asset) => asset.kind === 'runway')
    expect(runways.length).toBeGreaterThanOrEqual(2)
    for (const { id } of runways) {
      const parts = network.segments.filter((one) => one.assetId === id)
      const length = (third: number): number => parts.filter((one) => one.runwayThird === third).reduce((sum, one) => sum + one.lengthM, 0)
      expect(Math.abs(length(1) - length(2))).toBeLessThan(0.01)
      expect(Math.abs(length(2) - length(3))).toBeLessThan(0.01)
      expect(parts.map((one) => one.runwayThird)).toEqual(parts.map((one) => one.runwayThird).sort())
    }
  })

  it('marks what is assumed and says what it stands on', () => {
    expect(network.segments.filter((one) => one.kind === 'road').every((one) => one.assumed.includes('widthM') && one.assumed.includes('layers'))).toBe(true)
    expect(network.attribution).toContain('OpenStreetMap contributors, ODbL 1.0')
    expect(network.attribution).toContain('OurAirports')
  })

  it('keeps the same network for the same fixture', () => {
    expect(cityNetwork(city)).toEqual(network)
  })
})

/** A city file may bring its plant along. */
const withPlant: NetworkFixture = {
  ...fixtures.wuhan,
  energyStations: ['one', 'two'].map((id, i) => ({ id, name: { zh: id, en: id }, position: [114.25, 30.51], loops: [{ id: `${id}-1`, name: { zh: id, en: id }, service: 'heat', safeState: 'off', covers: [{ line: 'yangsigang-bridge.a', fromM: i * 300, toM: i * 300 + 300 }] }] })),
  stations: [{ id: 'rs', name: { zh: '站', en: 'Station' }, line: 'yangsigang-bridge.a', atM: 100, weather: false }],
}

describe('a fixture of a real plant', () => {
  it('says where its controllers are and what its loops admit; one that does not stays as in the demo', () => {
    const [first, ...rest] = withPlant.energyStations
    const [loop, ...loops] = first!.loops
    const limits = { heatMinC: 20, heatMaxC: 35, coolMinC: 10, coolMaxC: 25 }
    const network = expandFixture({ ...withPlant, energyStations: [{ ...first!, controller: { host: '10.1.2.3', port: 502, unitId: 7 }, loops: [{ ...loop!, limits }, ...loops] }, ...rest] })
    expect(network.controllers[0]).toMatchObject({ energyStationId: first!.id, host: '10.1.2.3', port: 502, unitId: 7, registerMap: 'hearthway-loop-1' })
    expect(network.controllers[1]).toMatchObject({ host: '127.0.0.1', port: 0, unitId: 1 })
    expect(network.loops[0]).toMatchObject({ id: loop!.id, ...limits })
    expect(network.loops[1]).toMatchObject({ heatMinC: 15, heatMaxC: 45, coolMinC: 8, coolMaxC: 30 })
    expect(network.sensors.map((sensor) => sensor.id)).toContain('rs.supply')
  })
})

describe('a faulty fixture', () => {
  const base = withPlant
  it('is refused where a station or a loop names an unknown line', () => {
    expect(() => expandFixture({ ...base, stations: [{ ...base.stations[0]!, line: 'nowhere' }] })).toThrow(/unknown line "nowhere"/)
    const energyStation = base.energyStations[0]!
    const loop = energyStation.loops[0]!
    expect(() => expandFixture({ ...base, energyStations: [{ ...energyStation, loops: [{ ...loop, covers: [{ line: 'nowhere' }] }] }] })).toThrow(/unknown line "nowhere"/)
  })

  it('is refused where two loops lie under the same metres', () => {
    const energyStation = base.energyStations[0]!
    const loop = energyStation.loops[0]!
    expect(() => expandFixture({ ...base, energyStations: [{ ...energyStation, loops: [loop, { ...loop, id: 'twice' }] }] })).toThrow(/same metres/)
  })

  it('is refused where a station lies beyond its line', () => {
    expect(() => expandFixture({ ...base, stations: [{ ...base.stations[0]!, atM: 1e6 }] })).toThrow(/outside its line/)
  })
})
