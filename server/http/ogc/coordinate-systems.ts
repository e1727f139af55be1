import { fromGaussKruger, toGaussKruger } from '#domain/geo/gauss-kruger'
import { toGeocentric } from '#domain/geo/geocentric'
import { referenceSystems, systemOfLongitude, type ReferenceSystem } from '#domain/geo/reference-systems'
import { parameterFault } from './ogc-fault'

/** A system in which coordinates are asked for and answered, in the axis order of its authority. */
export interface CoordinateSystem {
  uri: string
  name: string
  axes: readonly [first: string, second: string, third?: string]
  /** Decimal places written: about a centimetre in degrees, a millimetre in metres. */
  decimals: number
  isGeographic: boolean
  /** It wants a height, and no feature has one: positions lie on the ellipsoid, and every answer says so. */
  isOnEllipsoid?: true
  /** @throws RangeError where the system does not reach */
  fromLonLat(lon: number, lat: number): readonly [number, number, third?: number]
  /** @throws RangeError for what is no position in it */
  toLonLat(first: number, second: number): readonly [lon: number, lat: number]
}

const epsgUri = (code: number): string => `http://www.opengis.net/def/crs/EPSG/0/${code}`
const identity = (lon: number, lat: number) => [lon, lat] as const
const turned = (a: number, b: number) => [b, a] as const

export const crs84: CoordinateSystem = {
  uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', name: 'WGS 84 (longitude, latitude)', axes: ['longitude', 'latitude'], decimals: 7, isGeographic: true, fromLonLat: identity, toLonLat: identity,
}
const geographic = (code: number, name: string): CoordinateSystem => ({ uri: epsgUri(code), name, axes: ['latitude', 'longitude'], decimals: 7, isGeographic: true, fromLonLat: turned, toLonLat: turned })
/** What everything is stored in. */
export const epsg4490 = geographic(4490, 'China Geodetic Coordinate System 2000')
const onEllipsoid: readonly CoordinateSystem[] = [
  {
    uri: epsgUri(4480), name: 'China Geodetic Coordinate System 2000 (3D)', axes: ['latitude', 'longitude', 'ellipsoidal height'], decimals: 7, isGeographic: true, isOnEllipsoid: true,
    fromLonLat: (lon, lat) => [lat, lon, 0], toLonLat: turned,
  },
  {
    uri: epsgUri(4479), name: 'China Geodetic Coordinate System 2000 (geocentric)', axes: ['X', 'Y', 'Z'], decimals: 4, isGeographic: false, isOnEllipsoid: true,
    fromLonLat: (lonDeg, latDeg) => toGeocentric({ lonDeg, latDeg, heightM: 0 }),
    toLonLat() { throw new RangeError('geocentric: two numbers are no position') },
  },
]
/** What is said wherever positions are given in a system with heights. */
export const heightsNotKnown = {
  known: false, surface: 'ellipsoid', applies_to: onEllipsoid.map(({ uri }) => uri),
  note: 'Heights are not known. Every position lies on the ellipsoid of CGCS2000 (height 0 m); this is no measured height.',
  note_zh: '高程未知。各坐标点均取在 CGCS2000 椭球面上(大地高 0 m),并非实测高程。',
} as const
/** The same as a header of such an answer. */
export const heightsHeader = (system: CoordinateSystem): Record<string, string> => (system.isOnEllipsoid ? { 'hearthway-heights': 'unknown; positions on the ellipsoid' } : {})

function gaussKruger({ epsg, name, gaussKruger: series }: ReferenceSystem): CoordinateSystem[] {
  if (!series) return []
  const { zone, form } = series
  return [{
    uri: epsgUri(epsg), name, axes: ['northing', 'easting'], decimals: 3, isGeographic: false,
    fromLonLat(lon, lat) {
      const { northingM, eastingM } = toGaussKruger([lon, lat], zone, form)
      return [northingM, eastingM]
    },
    toLonLat: (northingM, eastingM) => fromGaussKruger({ northingM, eastingM }, zone, form),
  }]
}

/** All systems that are offered, CRS84 first. EPSG's CGCS2000 to WGS 84 is an identity, good to about a metre. */
export const coordinateSystems: readonly CoordinateSystem[] = [crs84, epsg4490, geographic(4326, 'WGS 84'), ...[...referenceSystems.values()].flatMap(gaussKruger), ...onEllipsoid]
const byUri = new Map(coordinateSystems.map((system) => [system.uri, system]))

/** A URI, or short: EPSG:4490, [EPSG:4490], CRS84. */
function uriOf(text: string): string {
  const short = /^\[?(?:(EPSG):(\d{4,5})|(?:OGC:)?(CRS84))\]?$/i.exec(text)
  if (short) return short[1] ? epsgUri(Number(short[2])) : crs84.uri
  return text.replace(/^https:/, 'http:').replace(/\/CRS84h$/, '/CRS84').replace(/\/EPSG\/[\d.]+\//, '/EPSG/0/')
}

/** Why a system of answers is none of questions: a box or a figure in it cannot be told on the ground. */
function unaskable(field: string, { uri }: CoordinateSystem): string | null {
  if (field === 'crs') return null
  if (uri === epsgUri(4479)) return 'a box or figure between X, Y and Z lies in space, and features have no heights to be found in it'
  return field === 'filter-crs' && uri === epsgUri(4480) ? 'figures of a filter have no heights' : null
}

/** The system a parameter names; CRS84 where it names none. @throws ProblemError 400 */
export function coordinateSystemOf(field: string, text: string | undefined, lon: number): CoordinateSystem {
  if (text === undefined) return crs84
  const found = byUri.get(uriOf(text))
  const fault = found && unaskable(field, found)
  if (found && !fault) return found
  const local = systemOfLongitude(lon, 3, 'cm')
  throw parameterFault({
    field, position: 0, reason: fault ?? `"${text.slice(0, 100)}" is not offered`,
    remedy: `Take ${crs84.uri}, ${epsg4490.uri}${local ? `, or here ${epsgUri(local.epsg)}` : ''}; /ogc/collections lists all.`,
  })
}

/** Writes positions in a system as JSON. @throws RangeError where the system does not reach */
export function positionWriter({ fromLonLat, decimals }: CoordinateSystem): (lon: number, lat: number) => string {
  const scale = 10 ** decimals
  return (lon, lat) => {
    const [first, second, third] = fromLonLat(lon, lat)
    return `[${Math.round(first * scale) / scale},${Math.round(second * scale) / scale}${third === undefined ? '' : `,${Math.round(third * scale) / scale}`}]`
  }
}
