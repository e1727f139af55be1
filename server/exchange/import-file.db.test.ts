import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { loadNetwork } from '#server/store/load-network'
import { importFile as importIn, type ImportOptions } from './import-file'
import { prepareImport } from './prepare-import'

// A whole city on the embedded engine takes seconds, on a loaded machine many.
vi.setConfig({ testTimeout: 120_000 })

const now = new Date('2026-01-15T00:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'hearthway-import-'))
afterAll(() => rmSync(folder, { recursive: true }))
const fileOf = (name: string, content: unknown): string => {
  const path = join(folder, `${name}.geojson`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
/** In this thread: the thread of its own has a test of its own. */
const importFile = (db: TestDatabase['db'], options: ImportOptions) => importIn(db, { ...options, prepare: prepareImport })
const road = (properties: unknown, coordinates: unknown = [[126.6, 45.75], [126.606, 45.75]]): unknown => ({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates } })
const collection = (...features: unknown[]): unknown => ({ type: 'FeatureCollection', features })

const roadsFolder = process.env['HEARTHWAY_ROADS'] ?? '../shared/data/roads'
if (!existsSync(roadsFolder)) console.warn(`SKIPPED: no folder ${roadsFolder}; set HEARTHWAY_ROADS to try imports on real files`)
/** Without the folder one case stands for all of them and is counted as skipped. */
const geojsonIn = (path: string): string[] => (existsSync(path) ? readdirSync(path).filter((name) => /\.(geo)?json$/.test(name)) : ['(no folder)'])

describe.each(testEngines)('importing on %s', (engine) => {
  let test: TestDatabase
  beforeAll(async () => { test = await openTestDatabase(engine) })
  afterAll(() => test?.close())

  it('stores cut roads, what their columns say, what is assumed, a reading, the report and a city', async () => {
    const file = fileOf('town', collection(
      road({ highway: 'primary', name: '中山路', 'name:en': 'Zhongshan Road', width: '18 m', surface: 'concrete', sky_view_fraction: 0.6, surface_temperature_c: -7.25, measured_at: '2026-01-15T07:30:00+08:00' }),
      road({ highway: 'footway' }),
      road({ bridge: 'yes', highway: 'trunk', lanes: 4, surface_temperature_c: 'cold', layers: [{ material: 'steel', thickness_m: 0.014 }] }),
    ))
    const report = await importFile(test.db, { file, pieceM: 200, now, attribution: '© somebody' })
    expect(report.accepted).toMatchObject({ features: 2, segments: 6, readings: 3, readings_dated_by_import: 0 })
    expect(report.refused.by_reason).toMatchObject([{ reason: 'not_for_vehicles', count: 1, examples: [{ index: 1, detail: 'highway=footway', position: [126.6, 45.75] }] }])
    expect(report.warnings).toMatchObject([{ index: 2, field: 'surface_temperature_c' }])

    const network = await loadNetwork(test.db)
    expect(network.segments).toHaveLength(6)
    expect(network.segments[0]).toMatchObject({ id: 'town.f0.1', kind: 'road', name: { zh: '中山路', en: 'Zhongshan Road' }, widthM: 18, pavementType: 'concrete', source: 'town', exposure: { skyViewFraction: 0.6, airBelow: false }, assumed: ['layers'] })
    expect(network.segments[3]).toMatchObject({ kind: 'bridge', name: { zh: '未命名桥梁' }, widthM: 14, layers: [{ material: 'steel', thickness_m: 0.014 }], assumed: ['exposure', 'name', 'pavementType', 'widthM'] })
    expect(network.city).toMatchObject({ centre: [126.603, 45.75], season: 'winter' })
    expect(network.attribution).toBe('© somebody')
    const latest = await test.db.query<{ id: string; value: number; at: Date; quality: number }>('SELECT s.id, l.value, l.measured_at AS at, l.quality FROM sensor_latest l JOIN sensors s USING (key) ORDER BY s.id'.replace('USING (key)', 'ON s.key = l.sensor_key'))
    expect(latest).toHaveLength(3)
    expect(latest[0]).toMatchObject({ id: 'town.f0.1.import', value: -7.25, quality: 0 })
    expect(latest[0]!.at.toISOString()).toBe('2026-01-14T23:30:00.000Z')
    const [stored] = await test.db.query<{ report: { refused_features: unknown[] } }>('SELECT report FROM imports')
    expect(stored!.report.refused_features).toHaveLength(1)
  })

  it('refuses the same name again and leaves the network as it was', async () => {
    const before = await loadNetwork(test.db)
    const file = fileOf('town', collection(road({ highway: 'primary' })))
    await expect(importFile(test.db, { file, pieceM: 200, now })).rejects.toThrow(/stands already.*--name/)
    expect((await loadNetwork(test.db)).version).toBe(before.version)
  })

  it('appends behind what stands, so that indices of live frames stay', async () => {
    const before = await loadNetwork(test.db)
    await importFile(test.db, { file: fileOf('suburb', collection(road({ highway: 'service' }))), pieceM: 100, now })
    const after = await loadNetwork(test.db)
    expect(after.segments.slice(0, before.segments.length).map((one) => one.id)).toEqual(before.segments.map((one) => one.id))
    expect(after.city).toEqual(before.city)
  })

  it('stores nothing at all when the last row cannot be stored', async () => {
    const before = await loadNetwork(test.db)
    const [asset] = before.assets
    // An asset id of this very import is taken already: the failure comes from the database, not from the checks.
    await test.db.query("INSERT INTO assets (id, kind, name_zh, name_en) VALUES ('clash.a1', 'road', 'x', 'x')")
    await expect(importFile(test.db, { file: fileOf('clash', collection(road({ highway: 'service' }))), pieceM: 100, now })).rejects.toThrow(/duplicate key/)
    await test.db.query("DELETE FROM assets WHERE id = 'clash.a1'")
    const after = await loadNetwork(test.db)
    expect(after.version).toBe(before.version)
    expect(after.assets).toContainEqual(asset)
    expect(await test.db.query("SELECT 1 FROM imports WHERE file = 'clash.geojson'")).toEqual([])
  })

  it.skipIf(!existsSync(roadsFolder))('finds real roads', () => expect(geojsonIn(roadsFolder).length).toBeGreaterThan(0))

  it.skipIf(!existsSync(roadsFolder)).each(geojsonIn(roadsFolder))('takes %s', async (name) => {
    const other = await openTestDatabase(engine)
    try {
      const started = performance.now()
      const report = await importFile(other.db, { file: join(roadsFolder, name), pieceM: 200, now })
      const seconds = (performance.now() - started) / 1000
      console.info(`${engine}: ${name}: ${report.features} features, ${report.accepted.segments} segments in ${seconds.toFixed(2)} s; refused ${report.refused.by_reason.map((one) => `${one.count} ${one.reason}`).join(', ')}`)
      expect(report.accepted.features).toBeGreaterThan(0)
      expect((await loadNetwork(other.db)).segments).toHaveLength(report.accepted.segments)
      const [bad] = await other.db.query<{ n: number }>('SELECT count(*)::int AS n FROM segments WHERE NOT ST_IsValid(axis) OR ST_NPoints(axis) < 2')
      expect(bad!.n).toBe(0)
    } finally {
      await other.close()
    }
  })
})
