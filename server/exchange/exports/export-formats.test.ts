import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { knownPlaces } from '../known-places'
import { prepareImport } from '../prepare-import'
import { encodeGbk } from './gbk-encoder'
import { placeIn, type ExportSystem } from './export-system'
import type { ExportTask, ExportWriter } from './export-writer'
import { exportAt, exportFacts, exportRows, systemNamed } from './testing/export-fixture'
import { csvCell, segmentLines, segmentTypes, zippedCsv } from './write-csv'
import { openExportWriter } from './open-export-writer'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-export-formats-'))
afterAll(() => rmSync(folder, { recursive: true }))
const hasOgr = spawnSync('ogr2ogr', ['--version']).status === 0
if (!hasOgr) console.warn('SKIPPED: no ogr2ogr (gdal-bin), so exports were not read by GDAL')
const rows = exportRows.slice(0, 60)

function saved(name: string, pieces: Iterable<Uint8Array>): string {
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat([...pieces]))
  return path
}
async function written(name: string, task: Partial<ExportTask> & Pick<ExportTask, 'format' | 'system'>): Promise<string> {
  const writer: ExportWriter = await openExportWriter({ encoding: 'UTF-8', atMs: exportAt.getTime(), facts: exportFacts(task.system), ...task })
  for (const row of rows) writer.add(row)
  return saved(name, writer.finish())
}
async function writtenCsv(name: string, system: ExportSystem): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of zippedCsv(segmentLines(rows, system, exportAt), exportFacts(system), { types: segmentTypes, prj: system.wkt })) pieces.push(piece)
  return saved(name, pieces)
}

interface Seen { properties: Record<string, unknown>; geometry: { type: string; coordinates: [number, number][] } }
/** What ogr2ogr makes of a file, positions as they stand in it. */
function seen(path: string): Seen[] {
  const text = execFileSync('ogr2ogr', ['-f', 'GeoJSON', '-a_srs', 'EPSG:4326', '-lco', 'COORDINATE_PRECISION=10', '-lco', 'WRITE_BBOX=NO', '/vsistdout/', path], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  return (JSON.parse(text) as { features: Seen[] }).features
}
const info = (path: string): string => execFileSync('ogrinfo', ['-al', '-so', path], { encoding: 'utf8', maxBuffer: 2 ** 26 })

/** The same with PROJ's transformation back to degrees: our projection against one that nobody here wrote. */
function inDegrees(path: string): [number, number][] {
  const text = execFileSync('ogr2ogr', ['-f', 'GeoJSON', '-t_srs', 'EPSG:4490', '-lco', 'COORDINATE_PRECISION=10', '/vsistdout/', path], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  return (JSON.parse(text) as { features: Seen[] }).features.map(({ geometry }) => geometry.coordinates[0]!)
}

function expectRows(path: string, system: ExportSystem, names: { name: string; temperature: string } = { name: 'name', temperature: 'temperature_c' }): void {
  const features = seen(path)
  expect(features).toHaveLength(rows.length)
  let furthest = 0
  features.forEach(({ properties, geometry }, i) => {
    const { detail, temperatureC } = rows[i]!
    expect(properties[names.name]).toBe(detail.name.zh)
    expect(properties['id']).toBe(detail.id)
    expect(properties[names.temperature] ?? null).toBe(temperatureC === null ? null : 41.26)
    expect(geometry.coordinates).toHaveLength(detail.axis.length)
    geometry.coordinates.forEach((place, k) => {
      const [x, y] = placeIn(system, detail.axis[k]!)
      furthest = Math.max(furthest, Math.abs(place[0] - x), Math.abs(place[1] - y))
    })
  })
  expect(furthest).toBeLessThan(system.gaussKruger ? 1e-3 : 1e-7)
  if (!system.gaussKruger) return
  inDegrees(path).forEach(([lon, lat], i) => {
    const [wantedLon, wantedLat] = rows[i]!.detail.axis[0]!
    expect(Math.max(Math.abs(lon - wantedLon), Math.abs(lat - wantedLat))).toBeLessThan(1e-7)
  })
}
const fieldsOfDbf = { name: 'name', temperature: 'temp_c' }

describe.skipIf(!hasOgr)('files as GDAL reads them', () => {
  // Each process of GDAL's takes a third of a second: both formats together see every kind of system.
  it.each([['geopackage', 'gpkg', ['EPSG:4490', 'EPSG:4547']], ['flatgeobuf', 'fgb', ['CRS84', 'EPSG:4526', 'EPSG:4508']]] as const)('%s: every row, name and position, in degrees and in a zone', async (format, ending, codes) => {
    for (const code of codes) {
      const system = systemNamed(code)
      const wanted = `ID["EPSG",${system.epsg}]`
      const path = await written(`${code.replace(':', '')}.${ending}`, { format, system })
      expectRows(path, system)
      const said = info(path)
      expect(said).toContain(wanted)
      expect(said).toContain('Geometry: Line String')
      expect(said).toMatch(/temperature_c: Real/)
      expect(said).toMatch(/measured_at: DateTime/)
    }
    // FlatGeobuf's metadata is not shown by every GDAL: looked for in the file's own header.
    const told = format === 'geopackage' ? execFileSync('ogrinfo', ['-al', '-so', join(folder, 'EPSG4490.gpkg')], { encoding: 'utf8' }) : readFileSync(join(folder, 'CRS84.fgb')).subarray(0, 8192).toString('utf8')
    expect(told).toContain('CGCS2000@2000.0')
    expect(told).toContain('© 某人, ODbL 1.0')
  })

  it.each([['UTF-8', ['CRS84', 'EPSG:4547']], ['GBK', ['EPSG:4490', 'EPSG:4526']]] as const)('shapefile in %s', async (encoding, codes) => {
    for (const code of codes) {
      const system = systemNamed(code)
      const wanted = `ID["EPSG",${system.epsg}]`
      const zip = await written(`${code.replace(':', '')}-${encoding}.zip`, { format: 'shapefile', system, encoding })
      const path = `/vsizip/${zip}/hearthway-wuhan-segments.shp`
      expectRows(path, system, fieldsOfDbf)
      expect(info(path)).toContain(wanted)
    }
  })

  it('CSV: the table of the zip, its types, its positions by WKT and its system', async () => {
    for (const code of ['EPSG:4547']) {
      const system = systemNamed(code)
      const path = `/vsizip/${await writtenCsv(`${code.replace(':', '')}.csv.zip`, system)}/hearthway-wuhan-segments.csv`
      expectRows(path, system)
      expect(info(path)).toMatch(/temperature_c: Real/)
    }
  })
})

it.each([['geopackage', 'gpkg'], ['flatgeobuf', 'fgb'], ['shapefile', 'zip']] as const)('%s: the import reads it back, from a zone too', async (format, ending) => {
  for (const code of ['EPSG:4490', 'EPSG:4547']) {
    for (const encoding of format === 'shapefile' ? (['UTF-8', 'GBK'] as const) : (['UTF-8'] as const)) {
      const path = await written(`back-${code.replace(':', '')}-${encoding}.${ending}`, { format, system: systemNamed(code), encoding })
      const { plan, findings, source } = await prepareImport({ path, shown: 'f', name: 'x', pieceM: 1000, nowMs: 0, standing: [], published: [...knownPlaces] })
      expect([findings, plan.refused]).toEqual([[], []])
      expect(source.crs?.code).toBe(code)
      expect(plan.segments).toHaveLength(rows.length)
      plan.segments.forEach(({ name, axis }, i) => {
        const { detail } = rows[i]!
        expect(name.zh).toBe(detail.name.zh)
        expect(Math.hypot(axis[0]![0] - detail.axis[0]![0], axis[0]![1] - detail.axis[0]![1])).toBeLessThan(2e-7)
      })
    }
  }
})

it('a shapefile brings what its fields mean and what it could not hold', async () => {
  const parts = unzipSync(readFileSync(await written('said.zip', { format: 'shapefile', system: systemNamed('EPSG:4490'), encoding: 'GBK' })))
  const text = (name: string): string => new TextDecoder().decode(parts[`hearthway-wuhan-segments${name}`])
  expect(text('.cpg')).toBe('GBK')
  expect(text('-fields.txt')).toContain('temp_sd_k\tsurface_temperature_sd_k\treal\t')
  expect(text('.txt')).toMatch(/CGCS2000[\s\S]*2000\.0[\s\S]*2026-07-20T04:00:00\.000Z[\s\S]*© 某人, ODbL 1\.0/)
})

it('GBK: whole characters within the width, a question mark for what it lacks', () => {
  const { bytes, lost } = encodeGbk('学府路 A1𠮷é')
  expect([new TextDecoder('gbk').decode(bytes), lost]).toEqual(['学府路 A1?é', 1])
  expect(new TextDecoder('gbk').decode(encodeGbk('学府路', 5).bytes)).toBe('学府')
})

it('CSV: a name that looks like a formula is none, a number below zero stays one', () => {
  expect([csvCell('=1+1'), csvCell(-1.5), csvCell('a,"b"'), csvCell(null)]).toEqual(["'=1+1", '-1.5', '"a,""b"""', ''])
})
