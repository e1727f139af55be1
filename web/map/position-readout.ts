import { toGaussKruger } from '#domain/geo/gauss-kruger'
import { zoneOfLongitude } from '#domain/geo/gauss-kruger-zone'
import { epsgOfZone } from '#domain/geo/reference-systems'

/** A CGCS2000 position in its 3° Gauss-Krüger zone. */
export interface ProjectedPosition { zone: number; centralMeridian: number; epsg: number; eastingM: number; northingM: number }

/**
 * Projects lon, lat (degrees, CGCS2000) to the 3° zone it lies in, eastings without the zone's number. Null outside zones 25–45 (China),
 * where the series of codes does not exist, and beyond 84° of latitude.
 */
export function projectPosition(lon: number, lat: number): ProjectedPosition | null {
  const zone = zoneOfLongitude(3, lon)
  if (!zone || !(Math.abs(lat) <= 84)) return null
  return { zone: zone.zone, centralMeridian: zone.centralMeridianDeg, epsg: epsgOfZone(zone, 'cm'), ...toGaussKruger([lon, lat], zone, 'cm') }
}

const grouped = (metres: number): string => String(Math.round(metres)).replace(/\B(?=(\d{3})+$)/g, ' ')

/** `E 545 158 N 5 070 052 m` */
export function formatProjected({ eastingM, northingM }: ProjectedPosition): string {
  return `E ${grouped(eastingM)} N ${grouped(northingM)} m`
}
