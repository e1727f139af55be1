import { exportColumns } from './exports/export-columns'
import type { ExportFacts } from './exports/export-facts'
import type { ExportRow } from './exports/export-row'
import { exportSystem, placeIn, type ExportSystem } from './exports/export-system'

export interface ExportOptions {
  rows: Iterable<ExportRow> | AsyncIterable<ExportRow>
  /** CRS84: RFC 7946. Any other: JSON-FG with `place` in that system and the CRS84 `geometry` beside it. */
  system: ExportSystem
  /** Site instant the rows are for; ages are counted to it. */
  at: Date
  /** What the file says of itself, as members of the collection. */
  facts: ExportFacts
}

/** Characters gathered before a chunk is handed on: one write per chunk, not per segment. */
const chunkCharacters = 65_536
const jsonFgCore = 'http://www.opengis.net/spec/json-fg-1/1.0/conf/core'
const crs84 = exportSystem('CRS84')!

function feature(row: ExportRow, system: ExportSystem, at: Date): string {
  const { axis, id } = row.detail
  return JSON.stringify({
    type: 'Feature',
    id,
    // EPSG's own order: latitude, longitude or northing, easting.
    ...(system.code === crs84.code ? {} : { place: { type: 'LineString', coordinates: axis.map((position) => placeIn(system, position).toReversed()) } }),
    geometry: { type: 'LineString', coordinates: axis.map((position) => placeIn(crs84, position)) },
    properties: Object.fromEntries(exportColumns.map(({ name, value }) => [name, value(row, at)])),
  })
}

/**
 * Writes segments with their surface temperature as a GeoJSON feature collection, piece by piece; the joined chunks are one document.
 * RFC 7946 in CRS84, or OGC JSON-FG 1.0 (21-045r1) with `coordRefSys` of the system asked for, `place` in the axis order of its authority: latitude,
 * longitude in EPSG:4490, northing, easting in a Gauss-Krueger zone. Between CGCS2000 and CRS84 lies EPSG's identity, good to about a metre.
 */
export async function* exportSegments({ rows, system, at, facts }: ExportOptions): AsyncGenerator<string> {
  const isPlain = system.code === crs84.code
  // A member named `crs` would be read as that of the GeoJSON of 2008; the system is said by `coordRefSys`, or is CRS84.
  const isSaidElsewhere = ['crs', 'crs_name', 'axis_order']
  const said = Object.fromEntries(Object.entries(facts).filter(([name]) => !isSaidElsewhere.includes(name)))
  const head = {
    type: 'FeatureCollection',
    ...(isPlain ? {} : { conformsTo: [jsonFgCore], coordRefSys: `http://www.opengis.net/def/crs/EPSG/0/${system.epsg}` }),
    timeStamp: facts.generated_at,
    ...said,
  }
  let chunk = `${JSON.stringify(head).slice(0, -1)},"features":[`
  let first = true
  for await (const row of rows) {
    chunk += `${first ? '\n' : ',\n'}${feature(row, system, at)}`
    first = false
    if (chunk.length >= chunkCharacters) {
      yield chunk
      chunk = ''
    }
  }
  yield `${chunk}\n]}\n`
}
