import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { expandFixture } from '#domain/network/expand-fixture'
import type { NetworkFixture } from '#domain/network/network-fixture'
import harbin from '#fixtures/networks/harbin.json'
import wuhan from '#fixtures/networks/wuhan.json'
import { loadNetwork } from '#server/store/load-network'
import { isNetworkFile, readNetworkFile, storeNetwork } from './import-network'

// A whole city on the embedded engine takes seconds, on a loaded machine many.
vi.setConfig({ testTimeout: 120_000 })

const now = new Date('2026-01-15T00:00:00Z')
type Loose = { [key: string]: Loose } & Loose[]
/** A small city with every part, and one change made to it. */
function city(change: (city: Loose) => void = () => {}): unknown {
  const plant = (id: string, host: string, loops: unknown[]): unknown => ({ id, name: { zh: id, en: id }, position: [126.6, 45.7], controller: { host, port: 502, unitId: 1 }, loops })
  const loop = (id: string, covers: unknown): unknown => ({ id, name: { zh: id, en: id }, service: 'heat', safeState: 'off', covers, limits: { heatMinC: 20, heatMaxC: 40, coolMinC: 8, coolMaxC: 30 } })
  const made = {
    format: 'hearthway-network-fixture-1', attribution: '© somebody', pieceM: 100,
    city: { id: 'testville', name: { zh: '试城', en: 'Testville' }, timeZone: 'Asia/Shanghai', centre: [126.6, 45.7], zoom: 12, season: 'winter' },
    assets: [{ id: 'bridge', kind: 'bridge', name: { zh: '桥', en: 'Bridge' }, route: null, widthM: 12, lines: [{ id: 'bridge.a', axis: [[126.6, 45.7], [126.606, 45.7], [126.61, 45.7]] }] }],
    energyStations: [plant('p1', '10.0.0.5', [loop('l1', [{ line: 'bridge.a', toM: 300 }])]), plant('p2', '10.0.0.6', [loop('l2', [{ line: 'bridge.a', fromM: 300 }])])],
    stations: [{ id: 'rs-01', name: { zh: '站', en: 'Station' }, line: 'bridge.a', atM: 50, weather: true }],
    water: [{ name: null, schematic: true, ring: [[126.6, 45.6], [126.7, 45.6], [126.7, 45.65], [126.6, 45.6]] }],
  }
  change(made as unknown as Loose)
  return JSON.parse(JSON.stringify(made))
}
const set = (value: unknown): Loose => value as Loose

describe('a city file', () => {
  it.each([['harbin', harbin], ['wuhan', wuhan]])('is what the demo of %s is made of, taken word for word', (_, fixture) => {
    expect(isNetworkFile(fixture)).toBe(true)
    expect(readNetworkFile(fixture, 'f').network).toEqual(expandFixture(fixture as unknown as NetworkFixture))
  })

  it('is told from GeoJSON by its format', () => {
    expect(isNetworkFile({ type: 'FeatureCollection', features: [] })).toBe(false)
    expect(isNetworkFile([])).toBe(false)
    expect(() => readNetworkFile(city((c) => { c['format'] = set('hearthway-network-fixture-2') }), 'f')).toThrow(/format is "hearthway-network-fixture-2"; this Hearthway knows "hearthway-network-fixture-1"/)
  })

  const faulty: [string, (c: Loose) => void, RegExp][] = [
    ['an unknown line under a loop', (c) => { c['energyStations']![1]!['loops']![0]!['covers']![0]!['line'] = set('brdge.a') }, /energyStations\[1\]\.loops\[0\]\.covers\[0\]\.line: unknown line "brdge\.a"/],
    ['an unknown line at a station', (c) => { c['stations']![0]!['line'] = set('x') }, /stations\[0\]\.line: unknown line "x"/],
    ['two loops under the same metres', (c) => { c['energyStations']![1]!['loops']![0]!['covers']![0]!['fromM'] = set(250) }, /covers\[0\]: loop "l2" \(250 to .* same metres of "bridge\.a" as loop "l1" \(0 to 300\.0 m\)/],
    ['a loop beyond its line', (c) => { c['energyStations']![0]!['loops']![0]!['covers']![0]!['toM'] = set(9000) }, /toM: 9000 m lies beyond the line "bridge\.a", which is 7\d\d\.\d m long/],
    ['a loop under nothing', (c) => { c['energyStations']![0]!['loops']![0]!['covers']![0]!['toM'] = set(2) }, /loop "l1" lies under 2\.0 m.*at least 5 m/],
    ['a station beyond its line', (c) => { c['stations']![0]!['atM'] = set(5000) }, /stations\[0\]\.atM: station "rs-01" lies beyond its line: 5000 m of 7/],
    ['an id given twice', (c) => { c['energyStations']![1]!['loops']![0]!['id'] = set('l1') }, /energyStations\[1\]\.loops\[0\]\.id: a loop with the id "l1" stands already at energyStations\[0\]\.loops\[0\]\.id/],
    ['two controllers at one address', (c) => { c['energyStations']![1]!['controller']!['host'] = set('10.0.0.5') }, /energyStations\[1\]\.controller: a controller at "10\.0\.0\.5:502, unit 1" stands already/],
    ['a port out of range', (c) => { c['energyStations']![0]!['controller']!['port'] = set(70_000) }, /energyStations\[0\]\.controller\.port: "p1": .*65535/],
    ['a host that is none', (c) => { c['energyStations']![0]!['controller']!['host'] = set('http://x/') }, /controller\.host: .*host name or an IP/],
    ['limits the wrong way round', (c) => { c['energyStations']![0]!['loops']![0]!['limits']!['heatMinC'] = set(50) }, /loops\[0\]\.limits: "l1": a minimum must lie below its maximum/],
    ['swapped axes', (c) => { c['assets']![0]!['lines']![0]!['axis']![1] = set([45.7, 126.606]) }, /assets\[0\]\.lines\[0\]\.axis\[1\]\[1\]: "bridge\.a": expected a latitude from -90 to 90 \(longitude comes first\)/],
    ['a line of no length', (c) => { c['assets']![0]!['lines']![0]!['axis'] = set([[126.6, 45.7], [126.6, 45.7]]) }, /assets\[0\]\.lines\[0\]\.axis: line "bridge\.a": the line is shorter than 1 m/],
    ['a misspelt field', (c) => { c['stations']![0]!['atm'] = set(5) }, /stations\[0\]: .*"atm"/],
    ['a missing field', (c) => { delete (c['stations']![0] as unknown as Record<string, unknown>)['atM'] }, /stations\[0\]\.atM: "rs-01": .*expected number/],
    ['a word that is not known', (c) => { c['assets']![0]!['kind'] = set('brigde') }, /assets\[0\]\.kind: "bridge": .*"road"\|"bridge"/],
    ['a time zone that is none', (c) => { c['city']!['timeZone'] = set('+08:00') }, /city\.timeZone: "testville": expected an IANA time zone/],
    ['a width of nothing', (c) => { c['assets']![0]!['widthM'] = set(0) }, /assets\[0\]\.widthM/],
    ['a text that cannot be stored', (c) => { c['assets']![0]!['name']!['zh'] = set('a\u0000b') }, /assets\[0\]\.name\.zh: .*NUL/],
    ['no segments at all', (c) => { c['assets'] = set([]) }, /assets: /],
  ]
  it.each(faulty)('is refused for %s, with its place', (_, change, words) => {
    expect(() => readNetworkFile(city(change), 'f')).toThrow(words)
  })

  it('names many faults at once, and not all of thousands', () => {
    const many = city((c) => { c['stations'] = set(Array.from({ length: 50 }, (_, i) => ({ id: `s${i}`, name: { zh: 'a', en: 'a' }, line: 'x', atM: 1, weather: false }))) })
    expect(() => readNetworkFile(many, 'f')).toThrow(/f: 50 faults:\n[^]*stations\[19\][^]*and 30 more$/)
  })
})

describe.each(testEngines)('a city file on %s', (engine) => {
  let test: TestDatabase
  beforeAll(async () => { test = await openTestDatabase(engine) })
  afterAll(() => test?.close())

  it('becomes stations, sensors, controllers and loops in an empty database, and is refused by a full one', async () => {
    const ready = readNetworkFile(city(), 'testville.json')
    const report = await storeNetwork(test.db, ready, { file: '/somewhere/testville.json', now })
    expect(report).toMatchObject({ file: 'testville.json', city: { name: '试城' }, stored: { stations: 1, device_sensors: 9, energy_stations: 2, loops: 2 }, without_controller: [] })
    const stored = await loadNetwork(test.db)
    expect(stored).toMatchObject({ city: ready.network.city, attribution: '© somebody', segments: ready.network.segments, water: ready.network.water })
    expect(stored.controllers).toContainEqual({ id: 'p1-controller', energyStationId: 'p1', protocol: 'modbusTcp', host: '10.0.0.5', port: 502, unitId: 1, registerMap: 'hearthway-loop-1' })
    expect(stored.loops.find((loop) => loop.id === 'l1')).toMatchObject({ controllerId: 'p1-controller', index: 0, heatMinC: 20, heatMaxC: 40 })
    expect(stored.sensors.map((sensor) => sensor.id)).toContain('rs-01.surface')
    expect(await test.db.query('SELECT file FROM imports')).toEqual([{ file: 'testville.json' }])

    await expect(storeNetwork(test.db, ready, { file: 'again.json', now })).rejects.toThrow(/holds a network already \(试城, 8 segments\).*an empty one/)
    expect((await loadNetwork(test.db)).version).toBe(stored.version)
    expect(await test.db.query('SELECT file FROM imports')).toHaveLength(1)
  })
})
