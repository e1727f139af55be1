import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { openDatabase } from '#db/connect'
import { loadNetwork } from '#server/store/load-network'
import { run } from './import'

// The embedded engine is opened several times on a new folder.
vi.setConfig({ testTimeout: 120_000 })
const folder = mkdtempSync(join(tmpdir(), 'hearthway-import-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const env = { HEARTHWAY_DATA_DIR: join(folder, 'city'), INIT_CWD: folder }
let said = ''
const say = (text: string): void => { said += `${text}\n` }
beforeEach(() => { said = '' })

const line = { type: 'LineString', coordinates: [[126.6, 45.75], [126.61, 45.75]] }
writeFileSync(join(folder, 'roads.geojson'), JSON.stringify({ type: 'FeatureCollection', features: [
  { type: 'Feature', id: 'w1', properties: { highway: 'trunk', surface_temperature_c: -3 }, geometry: line },
  { type: 'Feature', id: 'w2', properties: { highway: 'steps' }, geometry: line },
] }))
writeFileSync(join(folder, 'steps.geojson'), JSON.stringify({ type: 'Feature', properties: { highway: 'steps' }, geometry: line }))
const name = { zh: '站', en: 'Station' }
writeFileSync(join(folder, 'city.json'), JSON.stringify({
  ...JSON.parse(readFileSync('fixtures/networks/wuhan.json', 'utf8')) as object,
  energyStations: [{ id: 'es', name, position: [114.25, 30.51], loops: [{ id: 'l', name, service: 'heat', safeState: 'off', covers: [{ line: 'yangsigang-bridge.a', toM: 355.8 }] }] }],
  stations: [{ id: 'rs', name, line: 'yangsigang-bridge.a', atM: 100, weather: true }],
}))

it('says how it is used', async () => {
  expect(await run([], env, say)).toBe(2)
  expect(await run(['a', 'b'], env, say)).toBe(2)
  expect(await run(['a', '--colour', 'red'], env, say)).toBe(2)
  expect(said.match(/usage: npm run import/g)).toHaveLength(3)
})

it('says that the server must be stopped while it has the embedded database open', async () => {
  const db = await openDatabase({ dataDir: env.HEARTHWAY_DATA_DIR })
  try {
    expect(await run(['roads.geojson'], env, say)).toBe(1)
    expect(said).toMatch(/Nothing was imported\. Stop the server first/)
  } finally {
    await db.close()
  }
})

it('imports into the folder npm start would open and reports what it did', async () => {
  expect(await run(['roads.geojson', '--report', 'report.json', '--attribution', '© somebody'], env, say)).toBe(0)
  expect(said).toContain('stored   1 features as 4 segments of at most 200 m, 0.8 km in 1 assets')
  expect(said).toContain('4 surface temperatures; 4 came without measured_at')
  expect(said).toMatch(/1 {2}not a road for vehicles, or not built\n.*#1 \(w2\) at 126\.6, 45\.75: highway=steps/)
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ refused_features: [{ index: 1, id: 'w2' }] })
  const db = await openDatabase({ dataDir: env.HEARTHWAY_DATA_DIR })
  try {
    const network = await loadNetwork(db)
    expect(network.segments).toHaveLength(4)
    expect(said).toContain('city     "未命名城市", time zone Asia/Shanghai (no --city-name was given; the time zone is assumed')
    expect(network.city?.centre).toEqual([126.605, 45.75])
  } finally {
    await db.close()
  }
})

it('tells by its exit code that a file could not be used, or that nothing in it could', async () => {
  expect(await run(['nowhere.geojson'], env, say)).toBe(1)
  expect(said).toContain('there is no such file')
  expect(await run(['roads.geojson', '--piece-m', 'ten'], env, say)).toBe(1)
  expect(said).toContain('piece length: expected 10 to 1000 m')
  expect(await run(['steps.geojson'], env, say)).toBe(3)
})

it('lets a first import name its city and time zone, and says what it assumed otherwise', async () => {
  const named = { ...env, HEARTHWAY_DATA_DIR: join(folder, 'named') }
  expect(await run(['roads.geojson', '--time-zone', 'Asia/Nowhere'], named, say)).toBe(1)
  expect(said).toContain('time zone "Asia/Nowhere": expected an IANA name')
  expect(await run(['roads.geojson', '--city-name', '雪城', '--time-zone', 'Asia/Urumqi'], named, say)).toBe(0)
  expect(said).toContain('city     "雪城", time zone Asia/Urumqi\n')
  expect(await run(['roads.geojson', '--name', 'more', '--city-name', '冰城'], named, say)).toBe(1)
  expect(said).toContain('the city is set already ("雪城", Asia/Urumqi)')
  expect(await run(['city.json'], named, say)).toBe(1)
  expect(said).toMatch(/holds a network already \(雪城, 4 segments\)/)
})

it('takes a whole city, by its format and not by its name, and refuses what does not go with it', async () => {
  const whole = { ...env, HEARTHWAY_DATA_DIR: join(folder, 'whole') }
  expect(await run(['city.json', '--piece-m', '50'], whole, say)).toBe(1)
  expect(said).toContain('a city file says all of itself: leave out --piece-m')
  expect(await run(['city.json', '--report', 'city-report.json'], whole, say)).toBe(0)
  expect(said).toMatch(/City "武汉", time zone Asia\/Shanghai:[^]*1 stations with \d+ sensors[^]*no "controller" with host, port and unitId: /)
  expect(JSON.parse(readFileSync(join(folder, 'city-report.json'), 'utf8'))).toMatchObject({ stored: { stations: 1, loops: 1 } })
})

it('stops before a shifted file, lists what stands and takes an import back', async () => {
  const place = { ...env, HEARTHWAY_DATA_DIR: join(folder, 'undo') }
  writeFileSync(join(folder, 'turned.geojson'), JSON.stringify({ type: 'Feature', properties: { highway: 'trunk' }, geometry: { type: 'LineString', coordinates: [[45.75, 126.6], [45.75, 126.61]] } }))
  expect(await run(['turned.geojson'], place, say)).toBe(1)
  expect(said).toMatch(/Nothing was imported\. turned\.geojson: axes swapped: 100 % of the positions[^]*Answer with --accept-as swapped or --accept-as as-is\./)
  expect(await run(['turned.geojson', '--accept-as', 'swapped'], place, say)).toBe(0)
  expect(said).toContain('Import 1 "turned": 1 features read.')
  expect(await run(['undo', '1'], place, say)).toBe(0)
  expect(await run(['list'], place, say)).toBe(0)
  expect(said).toMatch(/1 {2}20.* UTC {2}"turned" from turned\.geojson: undone /)
})

it('keeps out of a demo, whose readings are invented', async () => {
  writeFileSync(join(folder, 'demo.json'), '{}')
  expect(await run(['roads.geojson'], env, say)).toBe(1)
  expect(said).toContain('belongs to a demo')
  rmSync(join(folder, 'demo.json'))
})
