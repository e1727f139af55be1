import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedNetwork } from '#db/seed'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { exportPlant } from '#domain/network/export-plant'
import type { Network, Segment } from '#domain/network/network'
import { loadNetwork } from '#server/store/load-network'
import { loadPlantState } from '#server/store/plant'
import { loadPlantVersions } from '#server/store/plant-versions'
import { loadImportReport, loadImports } from '#server/store/undo-import'
import { applyPlantFile } from './apply-plant'
import { importFile, readImport, storeImport, type ImportOptions } from './import-file'
import type { ImportReport } from './import-report'
import { believedMaps } from './plan-stations'
import { prepareImport } from './prepare-import'
import { loadPlantGround } from './store-stations'
import { undoImport } from './undo-import'

const now = new Date('2026-01-15T00:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'hearthway-stations-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Route G1 from west to east in segments of about 777 m, and G2 beside it. */
const segment = (id: string, route: string, assetId: string, lon: number, lat: number, fromM: number): Segment => ({
  id, assetId, kind: 'road', name: { zh: route, en: route }, route, fromM, toM: fromM + 777, lengthM: 777, widthM: 20, pavementType: 'asphalt', layers: [{ material: 'asphalt', thickness_m: 0.18 }],
  exposure: { skyViewFraction: 0.9, airBelow: false }, assumed: [], runwayThird: null, loopId: null, axis: [[lon, lat], [lon + 0.01, lat]], source: 'fixture',
})
const network: Network = {
  city: { id: 'test', name: { zh: '测试市', en: 'Test' }, timeZone: 'Asia/Shanghai', centre: [126.6, 45.75], zoom: 12, season: 'winter' }, attribution: 'test data',
  assets: [{ id: 'A1', kind: 'road', name: { zh: 'G1', en: 'G1' }, route: 'G1' }, { id: 'A2', kind: 'road', name: { zh: 'G2', en: 'G2' }, route: 'G2' }],
  segments: [segment('a', 'G1', 'A1', 126.6, 45.75, 12_000), segment('b', 'G1', 'A1', 126.61, 45.75, 12_777), segment('c', 'G2', 'A2', 126.6, 45.7501, 0)],
  stations: [{ id: 'old', name: { zh: '旧站', en: 'Old' }, position: [126.605, 45.75], segmentId: 'a' }],
  sensors: [{ id: 'old.surface', stationId: 'old', segmentId: 'a', loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device' }, { id: 'n6.surface', stationId: null, segmentId: 'a', loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device' }],
  energyStations: [], controllers: [], loops: [], water: [],
}
const rows = [
  'id,name,name_en,lon,lat,route,stake,segment_id,sensors,frame,epoch',
  'n1,一号站,Station 1,,,G1,K12+300,,surface/-5cm/slab/air,,',
  'n2,二号站,,126.615,45.74995,,,,surface,ITRF2014,2026.5',
  'n3,气象杆,Mast,126.65,45.80,,,,air;dew point;wind;precipitation,,',
  'old,旧站改,,126.605,45.75,,,,surface,,',
  'n4,间,,126.605,45.75005,,,,surface,,',
  'n5,远,,126.65,45.80,,,,surface,,',
  'n6,撞,,126.615,45.75,,,,surface,,',
  'n7,出界,,,,G1,K99+000,,surface,,',
  'n8,矛盾,,126.615,45.75,G1,K12+300,,surface,,',
  'n9,中间有名,,126.605,45.75005,,,c,surface,,',
]

describe.each(testEngines)('importing stations on %s', (engine) => {
  let test: TestDatabase
  beforeAll(async () => {
    test = await openTestDatabase(engine)
    await seedNetwork(test.db, network)
  })
  afterAll(() => test?.close())
  const options = (name: string, lines: readonly string[]): ImportOptions => {
    const file = join(folder, `${name}.csv`)
    writeFileSync(file, `${lines.join('\n')}\n`)
    return { file, pieceM: 200, now, prepare: prepareImport, ground: () => loadPlantGround(test.db) }
  }
  const take = (name: string, lines: readonly string[]): Promise<ImportReport> => importFile(test.db, options(name, lines))
  const undo = (id: number) => undoImport(test.db, id, { at: now, actor: 'cli:tester' })
  const standing = async () => (await loadNetwork(test.db)).stations.map(({ id }) => id)

  it('puts them where they say, refuses rows with line and reason, keeps what stands, and takes them back without a trace', async () => {
    const before = await loadNetwork(test.db)
    const report = await take('one', rows)
    expect(report.refused_features.map(({ index, id, reason }) => [index, id, reason])).toEqual([[5, 'old', 'id_taken'], [6, 'n4', 'ambiguous_road'], [7, 'n5', 'off_the_road'], [8, 'n6', 'id_taken'], [9, 'n7', 'not_on_network'], [10, 'n8', 'place_conflict']])
    const after = await loadNetwork(test.db)
    expect(after.segments).toEqual(before.segments)
    expect(after.stations.filter(({ id }) => id === 'old')).toEqual(before.stations)
    const of = (id: string) => after.stations.find((station) => station.id === id)!
    expect([of('n1').segmentId, of('n2').segmentId, of('n3').segmentId, of('n9').segmentId]).toEqual(['a', 'b', null, 'c'])
    // 300 of the 777 m of segment a.
    expect([of('n1').position[0], of('n1').position[1]].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([126.60386, 45.75])
    expect(of('n2')).toMatchObject({ name: { zh: '二号站', en: '二号站' }, survey: { position: [126.615, 45.74995], frame: 'ITRF2014', epochYear: 2026.5, correctionSource: null } })
    expect(of('n2').position).not.toEqual([126.615, 45.74995])
    expect(of('n1').survey).toBeUndefined()
    expect(after.sensors.filter(({ stationId }) => stationId === 'n1').map(({ id, segmentId, depthM }) => [id, segmentId, depthM]).sort()).toEqual([['n1.air', null, null], ['n1.pavement', 'a', 0.05], ['n1.slab', 'a', 0.12], ['n1.surface', 'a', 0]])
    expect(after.sensors.filter(({ stationId }) => stationId === 'n3')).toHaveLength(4)
    expect([report.accepted.features, report.plant_version, (await loadImports(test.db))[0]]).toMatchObject([4, 2, { id: report.id, name: 'one', segments: 0, stations: 4 }])
    expect(await loadImportReport(test.db, report.id!)).toEqual(JSON.parse(JSON.stringify({ ...report, id: null })))
    // The plant file says the same, survey included, and would change nothing.
    const exported = exportPlant(await loadPlantState(test.db))
    expect(await applyPlantFile(test.db, exported, { at: now, who: { actor: 'x', role: null, address: null }, registerMaps: [] })).toMatchObject({ outcome: 'unchanged' })

    expect((await take('two', rows)).id).toBeNull()
    await expect(take('one', ['id,route,stake', 'm1,G1,K12+400'])).rejects.toThrow(/"one" stands already/)
    expect(await undo(report.id!)).toEqual({ outcome: 'undone', segments: 0, stations: 4 })
    expect(await loadNetwork(test.db)).toEqual(before)
    expect(await test.db.query("SELECT id FROM stations WHERE id <> 'old'")).toEqual([])
    expect(await undo(report.id!)).toEqual({ outcome: 'undone_before' })
    expect((await loadPlantVersions(test.db)).map(({ number }) => number)).toEqual([3, 2, 1])
  })

  it('stores nothing where the network has changed since it was read', async () => {
    const ready = await readImport(options('stale', rows))
    const first = await take('between', ['id,route,stake', 'n1,G1,K12+400'])
    await expect(storeImport(test.db, ready)).rejects.toThrow(/read it again/)
    expect(await standing()).toEqual(['n1', 'old'])
    expect(await undo(first.id!)).toMatchObject({ outcome: 'undone' })
  })

  it('keeps what was changed or heard since: a changed station refuses, a heard one is retired', async () => {
    const report = await take('three', ['id,route,stake,sensors', 'p1,G1,K12+400,surface', 'p2,G1,K12+500,surface'])
    const file = exportPlant(await loadPlantState(test.db))
    const renamed = { ...file, stations: file.stations.map((station) => (station.id === 'p1' ? { ...station, name: { zh: '改', en: 'Changed' } } : station)) }
    const apply = { at: now, who: { actor: 'x', role: null, address: null }, registerMaps: believedMaps(file) }
    await applyPlantFile(test.db, renamed, apply)
    expect(await undo(report.id!)).toEqual({ outcome: 'refused', stands: [{ kind: 'changed_station', count: 1, ids: ['p1'] }] })
    expect(await standing()).toEqual(['old', 'p1', 'p2'])
    await applyPlantFile(test.db, file, apply)
    await test.db.query("CREATE TABLE IF NOT EXISTS readings_2026_test PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')")
    await test.db.query("INSERT INTO readings (sensor_key, measured_at, received_at, value, quality) SELECT key, '2026-01-14T00:00:00Z', '2026-01-14T00:00:00Z', -3, 0 FROM sensors WHERE id = 'p2.surface'")
    expect(await undo(report.id!)).toEqual({ outcome: 'undone', segments: 0, stations: 2 })
    expect(await standing()).toEqual(['old'])
    expect(await test.db.query("SELECT id FROM stations WHERE retired_at IS NOT NULL")).toEqual([{ id: 'p2' }])
    expect(await test.db.query("SELECT 1 AS stays FROM readings r JOIN sensors n ON n.key = r.sensor_key WHERE n.id = 'p2.surface'")).toEqual([{ stays: 1 }])
  })
})
