import type { LonLat } from '#domain/geo/geodesic'
import { systemOfLongitude, type ReferenceSystem } from '#domain/geo/reference-systems'
import { type ExportJobRequest, jobFormats, type JobFormat, mostNamedSegments, type ShapefileEncoding } from '#domain/wire/exports'

export const exportFormats = ['geojson', 'jsonfg', 'csv', ...jobFormats] as const
export type ExportFormat = (typeof exportFormats)[number]
export type ExportWhat = 'all' | 'zone' | 'asset' | 'segment'
export type ExportWhen = 'now' | 'moment' | 'period'

/** What a person has chosen. Instants are the city's; null = no valid one. */
export interface ExportForm {
  what: ExportWhat
  zoneId: string | null
  /** Segments of the chosen asset, or the one chosen. */
  named: readonly string[]
  when: ExportWhen
  at: Date | null
  from: Date | null
  to: Date | null
  format: ExportFormat
  /** `CRS84`, `EPSG:4490` or a Gauss-Krueger system. */
  crs: string
  encoding: ShapefileEncoding
}
/** A file that streams from an address, or one that a job makes; `lacks` = what is still to be chosen. */
export type WantedExport = { kind: 'link'; path: string } | { kind: 'job'; request: ExportJobRequest } | { kind: 'lacks'; field: 'zone' | 'at' | 'period' | 'long_period' | 'future' | 'too_many' }

const longestPeriodMs = 31 * 86_400_000
/** Servers and proxies take addresses of about 16 kB with all headers. */
const longestPath = 8000
const isJob = (format: ExportFormat): format is JobFormat => (jobFormats as readonly string[]).includes(format)

/** Systems that GeoJSON has: its own one. JSON-FG says another beside it. */
export const crsChoices = (format: ExportFormat, systems: readonly string[]): readonly string[] => (format === 'geojson' ? ['CRS84'] : format === 'jsonfg' ? systems.filter((code) => code !== 'CRS84') : systems)

/**
 * What the choices come to.
 * @param now site instant
 */
export function wantedExport(form: ExportForm, now: Date): WantedExport {
  const { what, zoneId, named, when, at, from, to, format, crs, encoding } = form
  if (what === 'zone' && zoneId === null) return { kind: 'lacks', field: 'zone' }
  if (named.length > mostNamedSegments) return { kind: 'lacks', field: 'too_many' }
  const isNamed = what === 'asset' || what === 'segment'
  const query = new URLSearchParams()
  if (what === 'zone') query.set('zone', zoneId!)
  else if (isNamed) for (const id of named) query.append('segment', id)
  const link = (file: string): WantedExport => {
    const path = `/api/export/${file}${query.size > 0 ? `?${query}` : ''}`
    return path.length > longestPath ? { kind: 'lacks', field: 'too_many' } : { kind: 'link', path }
  }
  if (when === 'period') {
    if (!from || !to || from >= to) return { kind: 'lacks', field: 'period' }
    if (from > now) return { kind: 'lacks', field: 'future' }
    if (to.getTime() - from.getTime() > longestPeriodMs) return { kind: 'lacks', field: 'long_period' }
    query.set('from', from.toISOString())
    query.set('to', to.toISOString())
    return link('readings.csv.zip')
  }
  if (when === 'moment' && !at) return { kind: 'lacks', field: 'at' }
  const moment = when === 'moment' ? { at: at!.toISOString() } : {}
  if (isJob(format)) {
    return { kind: 'job', request: { format, crs, ...(format === 'shapefile' ? { encoding } : {}), ...(what === 'zone' ? { zone: zoneId! } : isNamed ? { segment: [...named] } : {}), ...moment } }
  }
  if (crs !== 'CRS84') query.set('crs', crs)
  if (moment.at) query.set('at', moment.at)
  return link(format === 'csv' ? 'segments.csv.zip' : 'segments.geojson')
}

/** Gauss-Krueger systems whose zone reaches everything there is, the nearest meridian first: of 3 and of 6 degrees, with and without the zone before the easting. */
export function zonesThatReach(axes: Iterable<readonly LonLat[]>): ReferenceSystem[] {
  let [west, east] = [Infinity, -Infinity]
  for (const axis of axes) for (const [lon] of axis) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
  }
  if (!(west <= east)) return []
  const found = new Map<number, ReferenceSystem>()
  for (const width of [3, 6] as const) for (const form of ['zone', 'cm'] as const) for (const lon of [(west + east) / 2, west, east]) {
    const system = systemOfLongitude(lon, width, form)
    const meridian = system?.gaussKruger?.zone.centralMeridianDeg
    if (system && meridian !== undefined && Math.max(meridian - west, east - meridian) <= width) found.set(system.epsg, system)
  }
  return [...found.values()]
}
