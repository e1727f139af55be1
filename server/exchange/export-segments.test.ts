import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exportSegments, type ExportOptions } from './export-segments'
import { exportAt as generatedAt, exportFacts, exportRows as rows, systemNamed } from './exports/testing/export-fixture'
import { geojsonFeatures } from './geojson-features'
import { planImport } from './plan-import'

async function written({ crs = 'CRS84', ...options }: Partial<ExportOptions> & { crs?: string }): Promise<string> {
  const system = systemNamed(crs)
  let text = ''
  for await (const chunk of exportSegments({ rows, system, at: generatedAt, facts: exportFacts(system), ...options })) text += chunk
  return text
}

interface Geometry { type: string; coordinates: [number, number][] }
interface Collection {
  type: string; conformsTo?: string[]; coordRefSys?: string; crs?: unknown; attribution?: string
  features: { id: string; geometry: Geometry; place?: Geometry; properties: Record<string, unknown> }[]
}
const parsed = async (options: Parameters<typeof written>[0]): Promise<Collection> => JSON.parse(await written(options)) as Collection

describe('the export of segments', () => {
  it('is RFC 7946: lon before lat, at most 7 decimals, no crs member', async () => {
    const collection = await parsed({})
    expect(collection.type).toBe('FeatureCollection')
    expect(collection).not.toHaveProperty('crs')
    expect(collection.attribution).toBe('© 某人, ODbL 1.0')
    expect(collection.features).toHaveLength(rows.length)
    for (const { geometry } of collection.features) {
      for (const [lon, lat] of geometry.coordinates) {
        expect(lon).toBeGreaterThan(114)
        expect(lat).toBeLessThan(31)
        expect(String(lon).split('.')[1]?.length ?? 0).toBeLessThanOrEqual(7)
      }
    }
  })

  it('gives every value its state, age and source, and null where nothing is known', async () => {
    const { features } = await parsed({})
    expect(features[0]!.properties).toMatchObject({ temperature_c: 41.26, surface_temperature_sd_k: 0.22, temperature_state: 'measured', temperature_source: 'device', measured_at: '2026-07-20T03:59:00.000Z', age_s: 60 })
    expect(features[2]!.properties).toMatchObject({ temperature_c: null, surface_temperature_sd_k: null, temperature_state: 'unknown', temperature_source: null, measured_at: null, age_s: null })
  })

  it('is JSON-FG in EPSG:4490: place in lat, lon beside the CRS84 geometry', async () => {
    const collection = await parsed({ crs: 'EPSG:4490' })
    expect(collection.conformsTo).toEqual(['http://www.opengis.net/spec/json-fg-1/1.0/conf/core'])
    expect(collection.coordRefSys).toBe('http://www.opengis.net/def/crs/EPSG/0/4490')
    for (const { place, geometry } of collection.features) {
      expect(place!.coordinates.map(([lat, lon]) => [lon, lat])).toEqual(geometry.coordinates)
    }
  })

  it('says its frame, epoch, instants and source, and is JSON-FG in a zone: northing before easting', async () => {
    const collection = await parsed({ crs: 'EPSG:4547' })
    expect(collection).toMatchObject({ frame: 'CGCS2000', epoch: '2000.0', kind: 'now', valid_at: generatedAt.toISOString(), known_at: generatedAt.toISOString(), source: 'a test', coordRefSys: 'http://www.opengis.net/def/crs/EPSG/0/4547' })
    const [northing, easting] = collection.features[0]!.place!.coordinates[0]!
    expect(northing).toBeGreaterThan(3_300_000)
    expect(Math.abs(easting - 500_000)).toBeLessThan(100_000)
  })

  it('streams in chunks and writes a valid document without any segment', async () => {
    let chunks = 0
    for await (const chunk of exportSegments({ rows, system: systemNamed('CRS84'), at: generatedAt, facts: exportFacts(systemNamed('CRS84')) })) {
      chunks += 1
      expect(chunk.length).toBeLessThan(80_000)
    }
    expect(chunks).toBeGreaterThan(2)
    expect((await parsed({ rows: [] })).features).toEqual([])
  })
})

it.each(['CRS84', 'EPSG:4490'] as const)('can be imported again from %s: same kinds, names, widths and lengths', async (crs) => {
  const plan = planImport(geojsonFeatures(JSON.parse(await written({ crs })), 'export'), { name: 'again', pieceM: 1000, now: generatedAt })
  expect(plan.refused).toEqual([])
  expect(plan.warnings).toEqual([])
  expect(plan.segments).toHaveLength(rows.length)
  plan.segments.forEach((segment, index) => {
    const { detail } = rows[index]!
    expect(segment).toMatchObject({ kind: detail.kind, name: detail.name, widthM: detail.width_m, pavementType: detail.pavement_type })
    // The file has 7 decimals: about 1 cm at each end.
    expect(Math.abs(segment.lengthM - detail.length_m)).toBeLessThan(0.03)
  })
})

const gdal = spawnSync('ogrinfo', ['--version'], { encoding: 'utf8' })
if (gdal.status !== 0) console.warn('SKIPPED: ogrinfo is not installed (apt-get install gdal-bin), so the export was not opened with GDAL')

describe.skipIf(gdal.status !== 0)('the export as GDAL reads it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearthway-export-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(['CRS84', 'EPSG:4490'] as const)('opens in %s with every segment, its temperature a number, and converts to GeoPackage', async (crs) => {
    const file = join(folder, `segments-${crs.replace(':', '')}.geojson`)
    writeFileSync(file, await written({ crs }))
    const info = spawnSync('ogrinfo', ['-al', '-so', file], { encoding: 'utf8' })
    expect(info.stdout).toContain(`Feature Count: ${rows.length}`)
    expect(info.stdout).toContain('Geometry: Line String')
    expect(info.stdout).toMatch(/temperature_c: Real/)
    expect(info.stdout).toMatch(/measured_at: DateTime/)
    expect(info.stdout).toMatch(/Extent: \(114\.\d+, 30\.\d+\) - \(114\.\d+, 30\.\d+\)/)
    const converted = spawnSync('ogr2ogr', ['-f', 'GPKG', `${file}.gpkg`, file], { encoding: 'utf8' })
    expect(converted.stderr).toBe('')
    expect(converted.status).toBe(0)
  })
})
