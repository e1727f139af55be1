import proj4 from 'proj4'
import type { Crs, Zone } from './crs'

const lonLat = '+proj=longlat +a=6378137 +rf=298.257222101 +no_defs'

/** EPSG codes of CGCS2000 Gauss-Krueger zones: 4491-4501 and 4502-4512 of six degrees, 4513-4533 and 4534-4554 of three, with and without the zone before the easting. */
export function zoneOfCode(code: number): Zone | null {
  if (code >= 4491 && code <= 4501) return { number: code - 4478, widthDeg: 6, meridianDeg: (code - 4478) * 6 - 3, prefix: true }
  if (code >= 4502 && code <= 4512) return { number: code - 4489, widthDeg: 6, meridianDeg: (code - 4489) * 6 - 3, prefix: false }
  if (code >= 4513 && code <= 4533) return { number: code - 4488, widthDeg: 3, meridianDeg: (code - 4488) * 3, prefix: true }
  if (code >= 4534 && code <= 4554) return { number: code - 4509, widthDeg: 3, meridianDeg: (code - 4509) * 3, prefix: false }
  return null
}

export const codeOfZone = ({ number, widthDeg, prefix }: Zone): number => number + (widthDeg === 3 ? (prefix ? 4488 : 4509) : prefix ? 4478 : 4489)

/** The zone that a number before the easting names: 13-23 six degrees, 25-45 three; null for any other. */
export function zoneOfPrefix(number: number): Zone | null {
  if (number >= 13 && number <= 23) return { number, widthDeg: 6, meridianDeg: number * 6 - 3, prefix: true }
  if (number >= 25 && number <= 45) return { number, widthDeg: 3, meridianDeg: number * 3, prefix: true }
  return null
}

/** The reference system of a zone. */
export function crsOfZone(zone: Zone): Crs {
  const falseEastingM = (zone.prefix ? zone.number * 1e6 : 0) + 500_000
  const transform = proj4(`+proj=tmerc +lat_0=0 +lon_0=${zone.meridianDeg} +k=1 +x_0=${falseEastingM} +y_0=0 +a=6378137 +rf=298.257222101 +units=m +no_defs`, lonLat)
  return {
    code: `EPSG:${codeOfZone(zone)}`, zone, foreignDatum: null,
    name: `CGCS2000 Gauss-Krueger ${zone.widthDeg}-degree zone ${zone.number}, central meridian ${zone.meridianDeg}°E, ${zone.prefix ? 'zone number before the easting' : 'no zone number before the easting'}`,
    toLonLat: (xy) => transform.forward(xy),
  }
}

/** The same zone with or without its number before the easting. */
export const otherForm = (zone: Zone): Zone => ({ ...zone, prefix: !zone.prefix })
