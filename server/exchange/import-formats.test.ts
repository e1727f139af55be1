import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { shiftBd09 } from '#domain/geo/gcj02/bd09'
import { shiftGcj02 } from '#domain/geo/gcj02/gcj02'
import harbin from '#fixtures/networks/harbin.json'
import { ImportRefused } from './import-refused'
import type { ImportTask, PreparedImport } from './prepare-import'
import { knownPlaces } from './known-places'
import { prepareImport } from './prepare-import'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-formats-'))
afterAll(() => rmSync(folder, { recursive: true }))
const hasOgr = spawnSync('ogr2ogr', ['--version']).status === 0
if (!hasOgr) console.warn('SKIPPED: no ogr2ogr (gdal-bin): Shapefile, GeoPackage, FlatGeobuf and projected files are not tried')

type Feature = { type: 'Feature'; properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } }
/** Roads of the Harbin fixture under municipal column names. */
const roads: Feature[] = harbin.assets.slice(0, 40).flatMap((asset) => asset.lines.map(({ axis }): Feature => (
  { type: 'Feature', properties: { 名称: asset.name.zh, 等级: '主干路', 宽度: '18 米' }, geometry: { type: 'LineString', coordinates: axis } })))
const moved = (change: (position: [number, number]) => [number, number], nameless = false): Feature[] => roads.map((road) => ({
  ...road, properties: nameless ? { highway: 'primary' } : road.properties, geometry: { type: 'LineString', coordinates: (road.geometry.coordinates as [number, number][]).map(change) } }))
function write(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, content instanceof Uint8Array || typeof content === 'string' ? content : JSON.stringify({ type: 'FeatureCollection', features: content }))
  return path
}
const source = write('source.geojson', roads)
const ogr = (name: string, ...options: string[]): string => {
  const path = join(folder, name)
  execFileSync('ogr2ogr', [...options, path, source], { stdio: 'pipe' })
  return path
}
const prepare = (path: string, more: Partial<ImportTask> = {}): Promise<PreparedImport> =>
  prepareImport({ path, shown: 'f', name: 'x', pieceM: 1000, nowMs: 0, standing: [], published: [...knownPlaces], ...more })

/** All roads, with their names and where they are. */
function expectRoads({ plan, findings, source: { crs } }: PreparedImport, code?: string): void {
  expect(findings).toEqual([])
  expect(plan.refused).toEqual([])
  expect(plan.features).toBe(roads.length)
  expect(plan.segments[0]).toMatchObject({ name: { zh: roads[0]!.properties['名称'] }, widthM: 18 })
  const [lon, lat] = plan.segments[0]!.axis[0]!
  const [wantedLon, wantedLat] = (roads[0]!.geometry.coordinates as number[][])[0]!
  expect(Math.hypot((lon - wantedLon!) * 77_700, (lat - wantedLat!) * 111_320)).toBeLessThan(0.02)
  if (code) expect(crs?.code).toBe(code)
}
const shapefile = (stem: string): string[] => ['shp', 'shx', 'dbf', 'prj', 'cpg'].map((ending) => join(folder, `${stem}.${ending}`)).filter((path) => existsSync(path))
const zipped = (stem: string, change: (parts: Record<string, Uint8Array>) => void = () => undefined): string => {
  const parts = Object.fromEntries(shapefile(stem).map((path) => [`路网/${stem}.${path.slice(-3).toUpperCase()}`, new Uint8Array(readFileSync(path))]))
  change(parts)
  return write(`${stem}-${Math.random()}.zip`, zipSync(parts))
}

it('takes GeoJSON by municipal column names, and lines of it with a bad one among them', async () => {
  expectRoads(await prepare(source))
  const lines = write('lines.geojsonl', [...roads.map((road) => JSON.stringify(road)), '{"type":'].join('\n'))
  const { plan, source: { format } } = await prepare(lines)
  expect([format, plan.features, plan.refused.map((one) => one.detail)]).toEqual(['geojson-lines', roads.length + 1, ['type "a line that is not JSON"']])
})

describe.skipIf(!hasOgr)('files that ogr2ogr writes', () => {
  it.each([['FlatGeobuf', 'f.fgb'], ['GPKG', 'f.gpkg']])('%s, in a zone too', async (format, name) => {
    // An index would put the features into another order.
    const unsorted = ['-f', format, '-lco', 'SPATIAL_INDEX=NO']
    expectRoads(await prepare(ogr(name, ...unsorted)), 'EPSG:4326')
    expectRoads(await prepare(ogr(`gk-${name}`, ...unsorted, '-t_srs', 'EPSG:4551')), 'EPSG:4551')
    expectRoads(await prepare(ogr(`mercator-${name}`, ...unsorted, '-t_srs', 'EPSG:3857')), 'EPSG:3857')
    expectRoads(await prepare(ogr(`z-${name}`, ...unsorted, '-dim', 'XYZM', '-nlt', 'MULTILINESTRINGZM')))
  })

  it.each([['UTF-8', 'utf-8'], ['GBK', 'gb18030']])('a shapefile in %s, with .cpg, without it, with a lying one and beside its parts', async (encoding, decoder) => {
    const stem = `s-${encoding}`
    ogr(`${stem}.shp`, '-f', 'ESRI Shapefile', '-lco', `ENCODING=${encoding}`)
    const withoutCpg = (parts: Record<string, Uint8Array>): void => { for (const key of Object.keys(parts)) if (key.endsWith('CPG')) delete parts[key] }
    const lying = (parts: Record<string, Uint8Array>): void => { parts[`路网/${stem}.CPG`] = new TextEncoder().encode(encoding === 'GBK' ? 'UTF-8' : 'GBK') }
    for (const path of [join(folder, `${stem}.shp`), zipped(stem), zipped(stem, withoutCpg), zipped(stem, lying)]) {
      const prepared = await prepare(path)
      expectRoads(prepared)
      expect(prepared.source.encoding?.name).toBe(decoder)
    }
    expect((await prepare(zipped(stem, lying))).source.encoding?.why).toMatch(/which its bytes deny/)
  })

  it('a shapefile in Big5, told from GBK by its characters', async () => {
    const traditional = write('big5.geojson', roads.slice(0, 20).map((road, i) => ({ ...road, properties: { name: ['中山東路', '環城高速公路', '松花江大橋', '機場快速路', '建設大街'][i % 5] } })))
    execFileSync('ogr2ogr', ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=BIG5', join(folder, 'big5.shp'), traditional], { stdio: 'pipe' })
    const { plan, source: { encoding } } = await prepare(zipped('big5', (parts) => { for (const key of Object.keys(parts)) if (key.endsWith('CPG')) delete parts[key] }))
    expect(encoding?.name).toBe('big5')
    expect(plan.segments.map((one) => one.name.zh)).toContain('松花江大橋')
  })

  it.each(['EPSG:4551', 'EPSG:4530', 'EPSG:4511', 'EPSG:4500', 'EPSG:4490', 'EPSG:32652'])('a shapefile in %s by its .prj', async (code) => {
    const stem = `p${code.slice(5)}`
    ogr(`${stem}.shp`, '-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', '-t_srs', code)
    expectRoads(await prepare(zipped(stem)), code === 'EPSG:32652' ? undefined : code)
  })

  it('a shapefile whose parts are cut off, do not belong together, or that says nothing of its system', async () => {
    ogr('cut.shp', '-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', '-t_srs', 'EPSG:4530')
    const part = (ending: string, change: (bytes: Uint8Array) => Uint8Array | null) => (parts: Record<string, Uint8Array>): void => {
      const changed = change(parts[`路网/cut.${ending}`]!)
      if (changed) parts[`路网/cut.${ending}`] = changed
      else delete parts[`路网/cut.${ending}`]
    }
    await expect(prepare(zipped('cut', part('SHP', (bytes) => bytes.slice(0, bytes.length - 40))))).rejects.toThrow(/cut\.shp: its header says \d+ bytes and it has \d+: it is cut off/)
    await expect(prepare(zipped('cut', part('DBF', (bytes) => bytes.slice(0, bytes.length >> 1))))).rejects.toThrow(/cut\.dbf: .*cut off/)
    await expect(prepare(zipped('cut', part('SHX', (bytes) => bytes.slice(0, bytes.length - 8))))).rejects.toThrow(/cut\.shx/)
    const { findings } = await prepare(zipped('cut', part('PRJ', () => null)))
    expect(findings).toMatchObject([{ kind: 'crs_unknown', answers: ['--crs EPSG:4530'] }])
    expectRoads(await prepare(zipped('cut', part('PRJ', () => null)), { crs: 'EPSG:4530' }))
    // The .prj without the zone number that stands in the eastings.
    const withoutNumber = await prepare(zipped('cut', part('PRJ', (bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes).replace('42500000', '500000')))))
    expectRoads(withoutNumber, 'EPSG:4530')
    expect(withoutNumber.source.crs?.changed).toMatch(/carry the zone number 42/)
  })

  it('the wrong zone, by its number and by where it puts the roads', async () => {
    const [other, plain] = [ogr('zone.gpkg', '-f', 'GPKG', '-t_srs', 'EPSG:4530'), ogr('plain.gpkg', '-f', 'GPKG', '-t_srs', 'EPSG:4551')]
    expect((await prepare(other, { crs: 'EPSG:4529' })).findings).toMatchObject([{ kind: 'zone_conflict', answers: ['--crs EPSG:4530', '--accept-as as-is'] }])
    expect((await prepare(plain, { crs: 'EPSG:4552' })).findings).toMatchObject([{ kind: 'wrong_zone', answers: ['--crs EPSG:4551', '--accept-as as-is'] }])
    // Xian 1980 lies close, and nobody knows how close.
    expect((await prepare(plain, { crs: 'EPSG:2383' })).findings.map((one) => one.kind)).toContain('foreign_datum')
  })
})

describe.skipIf(!hasOgr)('damage', () => {
  it('anywhere in a file of any format is survived or refused, and never ends in anything else', async () => {
    ogr('d.shp', '-f', 'ESRI Shapefile', '-lco', 'ENCODING=GBK')
    const files = [ogr('d.fgb', '-f', 'FlatGeobuf', '-limit', '20'), ogr('d.gpkg', '-f', 'GPKG', '-limit', '5'), zipped('d'), source]
    await fc.assert(fc.asyncProperty(fc.constantFrom(...files), fc.noBias(fc.integer({ min: 60, max: 200 })), fc.array(fc.tuple(fc.noBias(fc.nat(10_000_000)), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }), async (file, percent, changes) => {
      const bytes = new Uint8Array(readFileSync(file))
      for (const [place, value] of changes) bytes[place % bytes.length] = value
      const damaged = write(`damaged-${basename(file)}`, bytes.slice(0, Math.ceil((Math.min(percent, 100) / 100) * bytes.length)))
      await prepare(damaged).catch((error: unknown) => expect(error).toBeInstanceOf(ImportRefused))
    }), { numRuns: Number(process.env['HEARTHWAY_DAMAGE'] ?? 120) })
  }, 600_000)
})

describe('positions that are not what they say', () => {
  it.each([['gcj02', shiftGcj02], ['bd09', (position: [number, number]) => shiftBd09(shiftGcj02(position))]] as const)('%s, by the names of roads and without them', async (way, shift) => {
    for (const nameless of [false, true]) {
      const path = write(`${way}-${nameless}.geojson`, moved((position) => shift(position), nameless))
      const { findings } = await prepare(path)
      expect(findings).toMatchObject([{ kind: 'shifted_datum', answers: [`--accept-as ${way}`, '--accept-as as-is'] }])
      expect(findings[0]!.evidence).toMatch(way === 'gcj02' ? /moves the lines 5\d\d m, 4\d\d m west and 2\d\d m south/ : /moves the lines \d+ m/)
      const answered = await prepare(path, { acceptAs: [way] })
      expect(answered.findings).toEqual([])
      if (!nameless) expectRoads(answered)
      expect((await prepare(path, { acceptAs: ['as-is'] })).findings).toEqual([])
    }
  })

  it('turned axes, also together with a shift; metres for degrees; another city than the standing one', async () => {
    const turned = write('turned.geojson', moved(([lon, lat]) => [lat, lon]))
    expect((await prepare(turned)).findings).toMatchObject([{ kind: 'axes_swapped' }])
    expectRoads(await prepare(turned, { acceptAs: ['swapped'] }))
    const both = write('both.geojson', moved((position) => { const [lon, lat] = shiftGcj02(position); return [lat, lon] }))
    expect((await prepare(both, { acceptAs: ['swapped'] })).findings).toMatchObject([{ kind: 'shifted_datum' }])
    expectRoads(await prepare(both, { acceptAs: ['swapped', 'gcj02'] }))
    const metres = write('metres.geojson', moved(([lon, lat]) => [(lon - 126) * 77_700 + 42_500_000, lat * 111_200]))
    expect((await prepare(metres)).findings).toMatchObject([{ kind: 'metres_as_degrees', answers: ['--crs EPSG:4530'] }])
    const elsewhere = write('elsewhere.geojson', moved(([lon, lat]) => [lon - 3, lat], true))
    expect((await prepare(elsewhere, { standing: [...knownPlaces] })).findings).toMatchObject([{ kind: 'far_away' }])
  })

  it('an answer that is wrong itself', async () => {
    expect((await prepare(source, { acceptAs: ['gcj02'] })).findings).toMatchObject([{ kind: 'shifted_datum', params: { reading: 'unshifted' }, answers: ['no --accept-as gcj02', '--accept-as gcj02,as-is'] }])
    expect((await prepare(source, { acceptAs: ['gcj02', 'as-is'] })).findings).toEqual([])
    expect((await prepare(source, { acceptAs: ['swapped'] })).findings).toMatchObject([{ kind: 'axes_swapped' }])
  })

  it('a shift of other roads than the standing ones, by the junctions they share', async () => {
    const [standing, others] = [0, 1].map((half) => harbin.assets.flatMap(({ lines }) => lines).filter((_, i) => i % 2 === half).map(({ axis }) => ({ name: null, axis: axis as [number, number][] })))
    const file = (name: string, change: (position: [number, number]) => [number, number]): string =>
      write(name, others!.map(({ axis }) => ({ type: 'Feature', properties: { highway: 'primary' }, geometry: { type: 'LineString', coordinates: axis.map(change) } })))
    expect((await prepare(file('joins.geojson', (position) => position), { standing: standing!, published: [] })).findings).toEqual([])
    expect((await prepare(file('joins-not.geojson', shiftGcj02), { standing: standing!, published: [] })).findings).toMatchObject([{ kind: 'shifted_datum', params: { reading: 'gcj02', by: 'ends' } }])
  })

  it('leaves other roads of the city alone: a grid between the known roads is no shift', async () => {
    const grid = Array.from({ length: 60 }, (_, i): Feature => ({ type: 'Feature', properties: { highway: 'residential' }, geometry: { type: 'LineString', coordinates: i % 2 ? [[126.6 + i * 0.0007, 45.73], [126.6 + i * 0.0007, 45.745]] : [[126.6, 45.73 + i * 0.0004], [126.64, 45.73 + i * 0.0004]] } }))
    expect((await prepare(write('grid.geojson', grid))).findings).toEqual([])
  })
})
