import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ImportRefused } from './import-refused'
import { knownPlaces } from './known-places'
import { prepareImport, type PreparedImport } from './prepare-import'

/** Files that importers must survive; what is wrong with each is in its ORIGIN.tsv. */
const folder = process.env['HEARTHWAY_TORTURE'] ?? '../shared/data/torture'
if (!existsSync(folder)) console.warn(`SKIPPED: no folder ${folder}; set HEARTHWAY_TORTURE to try imports on files that lie`)
const names = existsSync(folder) ? readdirSync(folder).filter((name) => !/\.(tsv|md|shx|dbf|prj|cpg|qpj)$/i.test(name)) : ['(no folder)']

/** What must come of a file that is known: features taken and why others are not, a finding, or words of the refusal. */
type Outcome = { taken: number; refused?: string[]; crs?: string; encoding?: string } | { finding: string } | { refusal: RegExp }
const none = (...refused: string[]): Outcome => ({ taken: 0, refused })
const outcomes: Record<string, Outcome> = {
  'Fiona__test_tin.shp': { refusal: /MultiPatch/ },
  'Fiona__test_tz.geojson': none('not_a_line'),
  'antimeridian_line_unsplit.geojson': none('antimeridian'),
  'flatgeobuf__countries_nogeo.fgb': none('no_geometry'),
  'flatgeobuf__empty.fgb': { refusal: /no features/ },
  'flatgeobuf__heterogeneous.fgb': { finding: 'crs_unknown' },
  'flatgeobuf__no_properties.fgb': none('not_a_line'),
  'flatgeobuf__poly00.fgb': none('not_a_line'),
  'flatgeobuf__triangle.fgb': none('not_a_line'),
  'geojsonhint__bad-polygonloop.geojson': none('not_a_line'),
  'geojsonhint__bbox-string.geojson': none('not_a_line'),
  'geojsonhint__different-first-last.geojson': none('not_a_line'),
  'geojsonhint__featurecollection-type-case.geojson': { refusal: /"FeatureCollection", capitals count/ },
  'geojsonhint__good-featurecollection-bbox3d.geojson': none('not_a_line'),
  'geojsonhint__good-geometrycollection.geojson': { taken: 1, refused: ['not_a_line'] },
  'geojsonhint__multiple_problems.geojson': none(),
  'geojsonhint__nullgeometry.geojson': none('no_geometry'),
  'geojsonhint__nullproperties.geojson': none('not_a_line'),
  'geojsonhint__polygon_winding_order.geojson': none('not_a_line'),
  'geojsonhint__short-line.geojson': none('bad_coordinates'),
  'geopackage-js__attributes.gpkg': { refusal: /no feature table/ },
  'geopandas__null_geom.geojson': none('no_geometry', 'too_long'),
  'harbin_bridges.fgb': { taken: 40, refused: [], crs: 'EPSG:4326' },
  'harbin_epsg3857_crsmember.geojson': { taken: 40, refused: [], crs: 'EPSG:3857' },
  'harbin_gbk_bytes.geojson': { taken: 40, refused: [], encoding: 'gb18030' },
  'harbin_gbk_nocpg.shp': { taken: 40, refused: [], encoding: 'gb18030', crs: 'EPSG:4326' },
  'harbin_multilinestring.geojson': { taken: 1, refused: [] },
  'harbin_swapped_axes.geojson': { finding: 'axes_swapped' },
  'loaders.gl__KML_Samples.kml': { refusal: /this is KML/ },
  'loaders.gl__geometrycollection.geojson': { finding: 'metres_as_degrees' },
  'loaders.gl__polygon_with_zero_size_hole.mvt': { refusal: /\(MVT\)/ },
  'mapshaper__chinese.shp': none('not_a_line'),
  'mapshaper__ex10_bowtie.json': none('not_a_line'),
  'mapshaper__ex11_ogc.geojson': none('not_a_line'),
  'mapshaper__ex21_crossed_lines.json': none('too_long'),
  'shapefile-js__T8Th4_6n.zip': none('too_long'),
  'shapefile-js__bad.shp': { refusal: /9994/ },
  'shapefile-js__codepage.zip': none('not_a_line'),
  'shapefile-js__zero-len-line.zip': { taken: 2, refused: ['no_geometry'] },
}

async function outcomeOf(name: string): Promise<PreparedImport | ImportRefused> {
  try {
    return await prepareImport({ path: join(folder, name), shown: name, name: 'x', pieceM: 200, nowMs: 0, standing: [], published: [...knownPlaces] })
  } catch (error) {
    // Anything else is a crash, not a refusal.
    expect(error).toBeInstanceOf(ImportRefused)
    return error as ImportRefused
  }
}

it.skipIf(!existsSync(folder)).each(names)('%s is taken right or refused for its true reason', async (name) => {
  const found = await outcomeOf(name)
  if (found instanceof ImportRefused) console.info(`${name}: refused: ${found.message}`)
  else console.info(`${name}: ${found.plan.features - found.plan.refused.length} of ${found.plan.features} features taken, crs ${found.source.crs?.code ?? found.source.crs?.name ?? 'unknown'}${found.source.encoding ? `, ${found.source.encoding.name} (${found.source.encoding.why})` : ''}${found.findings.map((one) => `; ${one.kind}: ${one.evidence}`).join('')}${found.plan.refused.slice(0, 3).map((one) => `; #${one.index} ${one.reason} (${one.detail})`).join('')}; ${found.source.position_check}`)
  const wanted = outcomes[name]
  if (found instanceof ImportRefused) {
    expect(found.message.length).toBeGreaterThan(name.length + 10)
    if (wanted) expect(wanted).toHaveProperty('refusal')
    if (wanted && 'refusal' in wanted) expect(found.message).toMatch(wanted.refusal)
    return
  }
  const { plan, findings, source } = found
  for (const { axis } of plan.segments) for (const [lon, lat] of axis) expect(Math.abs(lon) <= 180 && Math.abs(lat) <= 90).toBe(true)
  for (const one of plan.refused) expect(one.detail.length).toBeGreaterThan(0)
  if (!wanted) return expect(plan.segments.length > 0 || findings.length > 0 || plan.refused.length > 0).toBe(true)
  if ('finding' in wanted) return expect(findings.map((one) => one.kind)).toContain(wanted.finding)
  expect(wanted).not.toHaveProperty('refusal')
  if (!('taken' in wanted)) return
  expect(plan.features - plan.refused.length).toBe(wanted.taken)
  if (wanted.refused) expect([...new Set(plan.refused.map((one) => one.reason as string))].sort()).toEqual(expect.arrayContaining(wanted.refused))
  if (wanted.taken > 0) expect(findings).toEqual([])
  if (wanted.crs) expect(source.crs?.code).toBe(wanted.crs)
  if (wanted.encoding) expect(source.encoding?.name).toBe(wanted.encoding)
  // Harbin's names survive their encoding.
  if (name.startsWith('harbin') && wanted.taken > 1) expect(plan.segments.some((one) => one.name.zh === '松北大道' && one.axis[0]![0] > 126 && one.axis[0]![0] < 127)).toBe(true)
})
