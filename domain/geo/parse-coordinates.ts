import { fromBd09 } from './gcj02/bd09'
import { fromGcj02 } from './gcj02/gcj02'
import { fromGaussKruger } from './gauss-kruger'
import { zoneNumbers, zoneOfLongitude } from './gauss-kruger-zone'
import type { LonLat } from './geodesic'
import { fromGeocentric } from './geocentric'
import { epsgOfZone, type ReferenceSystem, referenceSystems } from './reference-systems'

export type CoordinateOrder = 'lat_lon' | 'lon_lat' | 'northing_easting' | 'easting_northing' | 'geocentric'

/** One way to read what was written. */
export interface CoordinateReading {
  /** CGCS2000, degrees. WGS 84 is taken as it is (EPSG's identity, good to about a metre). */
  readonly position: LonLat
  /** `EPSG:4549`, `CRS84`, `GCJ-02`, `BD-09`. */
  readonly system: string
  readonly order: CoordinateOrder
  /** What nobody wrote and was taken: the order of two figures that allow both, or the zone around the place. */
  readonly assumed: 'order' | 'zone' | null
}

/** `system`: not one of ours; `numbers`: too few or too many figures for it; `range`: on no globe; `zone`: plane figures without a zone; `outside`: not in the zone that was named. */
export type CoordinateFault = 'system' | 'numbers' | 'range' | 'zone' | 'outside'
export type CoordinateAnswer = { readonly readings: readonly CoordinateReading[] } | { readonly fault: CoordinateFault }

const prefix = /^\[?(?:(?:urn:ogc:def:crs:)?EPSG::?(\d{4,5})|(?:OGC:)?(CRS84)|(GCJ-?02|BD-?09)|(CGCS2000|WGS ?-?84))\]?(?:[\s,;:]+|$)/i
const figure = /^[-+]?\d{1,9}(?:\.\d{0,12})?$/
/** One angle: 126°37'48", 45.75, 45度45分. The letter of its hemisphere stands before both or behind both. */
const angle = String.raw`(\d{1,3}(?:\.\d+)?)(?:\s*[°度]|(?=[\s,]|[NSEW]|$))\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′分]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:"|''|′′|秒))?)?`
const before = new RegExp(String.raw`^(?:([NSEW]|北纬|南纬|东经|西经)\s*${angle})[\s,]*(?:([NSEW]|北纬|南纬|东经|西经)\s*${angle})$`, 'i')
const behind = new RegExp(String.raw`^(?:${angle}\s*([NSEW]))[\s,]*(?:${angle}\s*([NSEW]))$`, 'i')
const letters: Readonly<Record<string, string>> = { 北纬: 'N', 南纬: 'S', 东经: 'E', 西经: 'W' }

const isPosition = ([lon, lat]: LonLat): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90
/** China and its seas, roughly: where two figures allow both orders, the one that leads there is meant. */
const isNear = ([lon, lat]: LonLat): boolean => lon > 73 && lon < 136 && lat > 3 && lat < 54

/** Two figures in degrees. `lawful`: the order that their system has; null where none was named. */
function geographic(a: number, b: number, system: string, lawful: 'lat_lon' | 'lon_lat' | null, turn: (point: LonLat) => LonLat = (point) => point): CoordinateAnswer {
  const orders = lawful === 'lon_lat' ? (['lon_lat', 'lat_lon'] as const) : (['lat_lon', 'lon_lat'] as const)
  const all = orders.map((order) => ({ order, point: (order === 'lat_lon' ? [b, a] : [a, b]) as LonLat })).filter(({ point }) => isPosition(point))
  if (all.length === 0) return { fault: 'range' }
  const near = all.filter(({ point }) => isNear(point))
  // A named system's own order stands wherever it leads to a place that may be meant.
  const kept = lawful !== null && near.some(({ order }) => order === lawful) ? near.filter(({ order }) => order === lawful) : near.length === 1 ? near : all
  return { readings: kept.map(({ order, point }) => ({ position: turn(point), system, order, assumed: kept.length > 1 ? 'order' : null })) }
}

/** Two figures in metres of a named zone: northing first, as EPSG has it, or turned where only that fits. */
function plane(a: number, b: number, { epsg, gaussKruger }: ReferenceSystem, assumed: 'zone' | null): CoordinateAnswer {
  for (const [order, northingM, eastingM] of [['northing_easting', a, b], ['easting_northing', b, a]] as const) {
    try {
      return { readings: [{ position: fromGaussKruger({ northingM, eastingM }, gaussKruger!.zone, gaussKruger!.form), system: `EPSG:${epsg}`, order, assumed }] }
    } catch {
      // The other order may fit.
    }
  }
  return { fault: 'outside' }
}

/** Width of the zone whose number stands before an easting (25 to 45: 3 degrees, 13 to 23: 6); null where there is none. */
function zonePrefix(value: number): { width: 3 | 6; zone: number } | null {
  const zone = Math.floor(value / 1_000_000)
  const width = ([3, 6] as const).find((each) => zone >= zoneNumbers[each][0] && zone <= zoneNumbers[each][1])
  return width ? { width, zone } : null
}

function unnamed(a: number, b: number, nearLonDeg: number | null): CoordinateAnswer {
  if (Math.abs(a) <= 180 && Math.abs(b) <= 180) return geographic(a, b, 'EPSG:4490', null)
  const strip = zonePrefix(b) ?? zonePrefix(a)
  if (strip) return plane(a, b, referenceSystems.get(epsgOfZone({ ...strip, centralMeridianDeg: 0 }, 'zone'))!, null)
  if (![a, b].every((value) => value >= 0 && value < 10_000_000) || Math.max(a, b) < 1_000_000) return { fault: 'range' }
  const zone = nearLonDeg === null ? null : zoneOfLongitude(3, nearLonDeg)
  if (!zone) return { fault: 'zone' }
  return plane(a, b, referenceSystems.get(epsgOfZone(zone, 'cm'))!, 'zone')
}

/** Degrees with hemispheres; null where it is no such pair. */
function lettered(text: string): CoordinateAnswer | null {
  const found = before.exec(text) ?? behind.exec(text)
  if (!found) return null
  const isBefore = Number.isNaN(Number(found[1]))
  const read = (at: number): { letter: string; degrees: number } => {
    const word = found[isBefore ? at : at + 3]!.toUpperCase()
    const [degrees, minutes = 0, seconds = 0] = found.slice(isBefore ? at + 1 : at).map((part) => (part === undefined ? undefined : Number(part)))
    return { letter: letters[word] ?? word, degrees: minutes < 60 && seconds < 60 ? degrees! + minutes / 60 + seconds / 3600 : Number.NaN }
  }
  const [first, second] = [read(1), read(5)]
  const signed = ({ letter, degrees }: { letter: string; degrees: number }): number => (letter === 'S' || letter === 'W' ? -degrees : degrees)
  const isLat = ({ letter }: { letter: string }): boolean => letter === 'N' || letter === 'S'
  if (isLat(first) === isLat(second) || Number.isNaN(first.degrees + second.degrees)) return null
  const position: LonLat = isLat(first) ? [signed(second), signed(first)] : [signed(first), signed(second)]
  return isPosition(position) ? { readings: [{ position, system: 'EPSG:4490', order: isLat(first) ? 'lat_lon' : 'lon_lat', assumed: null }] } : { fault: 'range' }
}

function named(code: number, figures: readonly number[]): CoordinateAnswer {
  const system = referenceSystems.get(code)
  if (!system) return { fault: 'system' }
  const [a, b, c] = figures as [number, number, number?]
  if (system.axes[0] === 'geocentric X') {
    if (c === undefined) return { fault: 'numbers' }
    try {
      const { lonDeg, latDeg } = fromGeocentric([a, b, c])
      return { readings: [{ position: [lonDeg, latDeg], system: `EPSG:${code}`, order: 'geocentric', assumed: null }] }
    } catch {
      return { fault: 'range' }
    }
  }
  // A height may stand behind a position; it leads nowhere else.
  if (c !== undefined && system.axes.length < 3) return { fault: 'numbers' }
  return system.gaussKruger ? plane(a, b, system, null) : geographic(a, b, `EPSG:${code}`, 'lat_lon')
}

/**
 * Reads coordinates as people type them: `45.75, 126.63` in either order, told apart by range; degrees with hemispheres; `EPSG:4549 5070000 500000`
 * (any of `referenceSystems`, northing first; turned where only that fits), `CRS84`, `GCJ-02` and `BD-09` before two figures; Gauss-Krueger figures
 * with the zone's number before the easting, or without it in the 3 degree zone of `nearLonDeg` (null: none is assumed).
 * @returns null where the text is no attempt at coordinates; else every reading that is possible, the likeliest first, or why there is none
 */
export function parseCoordinates(text: string, nearLonDeg: number | null = null): CoordinateAnswer | null {
  const plain = text.normalize('NFKC').replace(/[\u2212\u2013]/g, '-').replace(/[、;]/g, ',').trim()
  const head = prefix.exec(plain)
  const rest = head ? plain.slice(head[0].length).trim() : plain
  const withLetters = head?.[1] || head?.[3] ? null : lettered(rest)
  if (withLetters) return withLetters
  const parts = rest.split(/[\s,]+/).filter(Boolean)
  const figures = parts.map(Number)
  if (!parts.every((part) => figure.test(part))) return head ? { fault: 'numbers' } : null
  if (parts.length < 2 || parts.length > 3) return head ? { fault: 'numbers' } : null
  if (head?.[1]) return named(Number(head[1]), figures)
  if (parts.length === 3) return head ? { fault: 'numbers' } : null
  const [a, b] = figures as [number, number]
  if (head?.[2]) return geographic(a, b, 'CRS84', 'lon_lat')
  if (head?.[3]) return /^b/i.test(head[3]) ? geographic(a, b, 'BD-09', null, fromBd09) : geographic(a, b, 'GCJ-02', null, fromGcj02)
  if (head?.[4]) return geographic(a, b, /^w/i.test(head[4]) ? 'EPSG:4326' : 'EPSG:4490', null)
  return unnamed(a, b, nearLonDeg)
}
