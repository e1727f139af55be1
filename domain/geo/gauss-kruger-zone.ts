/** Width of a zone, degrees of longitude. */
export type ZoneWidth = 3 | 6

/** Easting as written: `cm` counts from 500 km at the central meridian, `zone` has the zone's number before it (zone x 1,000 km + 500 km). */
export type EastingForm = 'cm' | 'zone'

/** One strip of the national series. */
export interface GaussKrugerZone { readonly width: ZoneWidth; readonly zone: number; readonly centralMeridianDeg: number }

/** First and last zone of the series that EPSG lists for CGCS2000. */
export const zoneNumbers: Readonly<Record<ZoneWidth, readonly [first: number, last: number]>> = { 3: [25, 45], 6: [13, 23] }

const centralMeridian = (width: ZoneWidth, zone: number): number => (width === 3 ? 3 * zone : 6 * zone - 3)

/**
 * A zone by its number.
 * @throws RangeError outside the series (25 to 45 for 3 degrees, 13 to 23 for 6)
 */
export function gaussKrugerZone(width: ZoneWidth, zone: number): GaussKrugerZone {
  const [first, last] = zoneNumbers[width]
  if (!Number.isInteger(zone) || zone < first || zone > last) throw new RangeError(`Gauss-Krueger: no ${width} degree zone ${zone} (${first} to ${last})`)
  return { width, zone, centralMeridianDeg: centralMeridian(width, zone) }
}

/** The zone a longitude lies in (a boundary belongs to the eastern zone); null outside the series. */
export function zoneOfLongitude(width: ZoneWidth, lonDeg: number): GaussKrugerZone | null {
  const zone = width === 3 ? Math.floor((lonDeg + 1.5) / 3) : Math.floor(lonDeg / 6) + 1
  const [first, last] = zoneNumbers[width]
  return zone >= first && zone <= last ? { width, zone, centralMeridianDeg: centralMeridian(width, zone) } : null
}
