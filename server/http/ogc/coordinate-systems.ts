import { fromGaussKruger, toGaussKruger } from '#domain/geo/gauss-kruger'
import { referenceSystems, systemOfLongitude, type ReferenceSystem } from '#domain/geo/reference-systems'
import { parameterFault } from './ogc-fault'

/** A system in which coordinates are asked for and answered, in the axis order of its authority. */
export interface CoordinateSystem {
  uri: string
  name: string
  axes: readonly [first: string, second: string]
  /** Decimal places written: about a centimetre in degrees, a millimetre in metres. */
  decimals: number
  isGeographic: boolean
  /** @throws RangeError where the system does not reach */
  fromLonLat(lon: number, lat: number): readonly [number, number]
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
/** The same with heights: only of boxes, whose heights are not looked at, for no feature has one. */
const epsg4480 = geographic(4480, 'China Geodetic Coordinate System 2000 (3D)')

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
export const coordinateSystems: readonly CoordinateSystem[] = [crs84, epsg4490, geographic(4326, 'WGS 84'), ...[...referenceSystems.values()].flatMap(gaussKruger)]
const byUri = new Map(coordinateSystems.map((system) => [system.uri, system]))

/** A URI, or short: EPSG:4490, [EPSG:4490], CRS84. */
function uriOf(text: string): string {
  const short = /^\[?(?:(EPSG):(\d{4,5})|(?:OGC:)?(CRS84))\]?$/i.exec(text)
  if (short) return short[1] ? epsgUri(Number(short[2])) : crs84.uri
  return text.replace(/^https:/, 'http:').replace(/\/CRS84h$/, '/CRS84').replace(/\/EPSG\/[\d.]+\//, '/EPSG/0/')
}

/** The system a parameter names; CRS84 where it names none. @throws ProblemError 400 */
export function coordinateSystemOf(field: string, text: string | undefined, lon: number): CoordinateSystem {
  if (text === undefined) return crs84
  const uri = uriOf(text)
  const found = byUri.get(uri) ?? (field === 'bbox-crs' && uri === epsg4480.uri ? epsg4480 : undefined)
  if (found) return found
  const local = systemOfLongitude(lon, 3, 'cm')
  const heights = [4480, 4479].some((code) => uri === epsgUri(code))
  throw parameterFault({
    field, position: 0, reason: heights ? `no feature has a height, so nothing can be told in ${text}` : `"${text.slice(0, 100)}" is not offered`,
    remedy: `Take ${crs84.uri}, ${epsg4490.uri}${local ? `, or here ${epsgUri(local.epsg)}` : ''}; /ogc/collections lists all.`,
  })
}

/** Writes positions in a system as JSON. @throws RangeError where the system does not reach */
export function positionWriter({ fromLonLat, decimals }: CoordinateSystem): (lon: number, lat: number) => string {
  const scale = 10 ** decimals
  return (lon, lat) => {
    const [first, second] = fromLonLat(lon, lat)
    return `[${Math.round(first * scale) / scale},${Math.round(second * scale) / scale}]`
  }
}
