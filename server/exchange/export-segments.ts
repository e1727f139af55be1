import type { SurfaceState } from '#domain/sensing/surface-state'
import type { SegmentDetail } from '#domain/wire/network'

/** A segment with its surface at one instant. */
export interface ExportRow {
  detail: SegmentDetail
  /** Surface temperature, °C; null where nothing may be shown as a number. */
  temperatureC: number | null
  /** Its standard deviation, K; null where that is not known. */
  sdK: number | null
  state: SurfaceState
  /** Site instant of the reading behind the temperature, of an estimate the oldest one it rests on; null where there is none. */
  measuredAt: Date | null
  /** Where the temperature comes from: device, import, the name of the estimate; null where there is none. */
  source: string | null
}

export interface ExportOptions {
  rows: Iterable<ExportRow> | AsyncIterable<ExportRow>
  /** CRS84: RFC 7946. EPSG:4490: JSON-FG with `place` in latitude, longitude and the CRS84 `geometry` beside it. */
  crs: 'CRS84' | 'EPSG:4490'
  /** Site instant the rows were judged at; ages are counted to it. */
  generatedAt: Date
  /** Whom the data is owed to; travels with the file, as ODbL asks. */
  attribution?: string
}

/** Characters gathered before a chunk is handed on: one write per chunk, not per segment. */
const chunkCharacters = 65_536
const jsonFgCore = 'http://www.opengis.net/spec/json-fg-1/1.0/conf/core'
const epsg4490 = 'http://www.opengis.net/def/crs/EPSG/0/4490'

/** Degrees to 7 places: about 1 cm, and what RFC 7946 advises against exceeding without need. */
const degrees = (value: number): number => Math.round(value * 1e7) / 1e7
const millis = (value: number): number => Math.round(value * 1000) / 1000

function feature(row: ExportRow, crs: ExportOptions['crs'], generatedAt: Date): string {
  const { detail } = row
  const lonLat = detail.axis.map(([lon, lat]) => [degrees(lon), degrees(lat)])
  return JSON.stringify({
    type: 'Feature',
    id: detail.id,
    ...(crs === 'EPSG:4490' ? { place: { type: 'LineString', coordinates: lonLat.map(([lon, lat]) => [lat, lon]) } } : {}),
    geometry: { type: 'LineString', coordinates: lonLat },
    properties: {
      asset_id: detail.asset_id,
      kind: detail.kind,
      name: detail.name.zh,
      name_en: detail.name.en,
      route: detail.route,
      from_m: millis(detail.from_m),
      to_m: millis(detail.to_m),
      length_m: millis(detail.length_m),
      width_m: millis(detail.width_m),
      pavement_type: detail.pavement_type,
      runway_third: detail.runway_third,
      loop_id: detail.loop_id,
      sky_view_fraction: detail.sky_view_fraction,
      temperature_c: row.temperatureC === null ? null : Math.round(row.temperatureC * 100) / 100,
      surface_temperature_sd_k: row.sdK === null ? null : Math.round(row.sdK * 100) / 100,
      temperature_state: row.state,
      temperature_source: row.source,
      measured_at: row.measuredAt?.toISOString() ?? null,
      age_s: row.measuredAt === null ? null : Math.round((generatedAt.getTime() - row.measuredAt.getTime()) / 1000),
      // One text and not an array: table formats have no column for a list.
      assumed: detail.assumed.join(','),
      segment_source: detail.source,
    },
  })
}

/**
 * Writes segments with their surface temperature as a GeoJSON feature collection, piece by piece; the joined chunks are one document.
 * RFC 7946 in CRS84, or OGC JSON-FG 1.0 (21-045r1) with `coordRefSys` EPSG:4490, whose axis order is latitude, longitude. No transformation
 * lies between the two: EPSG's CGCS2000 to WGS 84 is an identity, good to about a metre.
 */
export async function* exportSegments({ rows, crs, generatedAt, attribution }: ExportOptions): AsyncGenerator<string> {
  const head = {
    type: 'FeatureCollection',
    ...(crs === 'EPSG:4490' ? { conformsTo: [jsonFgCore], coordRefSys: epsg4490 } : {}),
    timeStamp: generatedAt.toISOString(),
    ...(attribution ? { attribution } : {}),
  }
  let chunk = `${JSON.stringify(head).slice(0, -1)},"features":[`
  let first = true
  for await (const row of rows) {
    chunk += `${first ? '\n' : ',\n'}${feature(row, crs, generatedAt)}`
    first = false
    if (chunk.length >= chunkCharacters) {
      yield chunk
      chunk = ''
    }
  }
  yield `${chunk}\n]}\n`
}
