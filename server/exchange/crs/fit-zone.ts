import { crsOfZone, codeOfZone, otherForm } from './cgcs2000-zones'
import type { Crs } from './crs'

/**
 * Sets a zone's form right by the eastings: with its number before them or without. The zone stays what the file says.
 * @param eastings first coordinates as written, m
 * @returns the system to read with, and what was changed in words; a `conflict` where the number before the easting is another zone's
 */
export function fitZone(crs: Crs, eastings: readonly number[]): { crs: Crs; changed: string | null; conflict: number | null } {
  const none = { crs, changed: null, conflict: null }
  const { zone } = crs
  const sane = eastings.filter((easting) => Number.isFinite(easting))
  if (!zone || sane.length === 0 || crs.foreignDatum !== null) return none
  const middle = [...sane].sort((a, b) => a - b)[sane.length >> 1]!
  const found = middle >= 1e7 && middle < 4.7e7 ? Math.floor(middle / 1e6) : null
  if (found !== null && found !== zone.number) return { ...none, conflict: found }
  if ((found !== null) === zone.prefix || middle <= 0 || middle >= 4.7e7) return none
  const right = otherForm(zone)
  return { crs: crsOfZone(right), conflict: null, changed: `the eastings (about ${Math.round(middle)}) ${zone.prefix ? 'carry no zone number' : `carry the zone number ${zone.number}`}, so they are read as EPSG:${codeOfZone(right)} and not as ${crs.code}` }
}
