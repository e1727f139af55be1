import { type EastingForm, gaussKrugerZone, type GaussKrugerZone, zoneNumbers, type ZoneWidth, zoneOfLongitude } from './gauss-kruger-zone'

/** A coordinate reference system of the EPSG dataset, with its axes in the order the authority gives them. */
export interface ReferenceSystem {
  readonly epsg: number
  readonly name: string
  readonly datum: 'CGCS2000' | 'WGS 84'
  readonly axes: readonly ('latitude' | 'longitude' | 'ellipsoidal height' | 'geocentric X' | 'geocentric Y' | 'geocentric Z' | 'northing' | 'easting')[]
  /** Null where it is no Gauss-Krueger system. */
  readonly gaussKruger: { readonly zone: GaussKrugerZone; readonly form: EastingForm } | null
}

const geographic2d = ['latitude', 'longitude'] as const
const geographic3d = ['latitude', 'longitude', 'ellipsoidal height'] as const
const geocentric = ['geocentric X', 'geocentric Y', 'geocentric Z'] as const

const unprojected: readonly ReferenceSystem[] = [
  { epsg: 4490, name: 'China Geodetic Coordinate System 2000', datum: 'CGCS2000', axes: geographic2d, gaussKruger: null },
  { epsg: 4480, name: 'China Geodetic Coordinate System 2000', datum: 'CGCS2000', axes: geographic3d, gaussKruger: null },
  { epsg: 4479, name: 'China Geodetic Coordinate System 2000', datum: 'CGCS2000', axes: geocentric, gaussKruger: null },
  { epsg: 4326, name: 'WGS 84', datum: 'WGS 84', axes: geographic2d, gaussKruger: null },
  { epsg: 4979, name: 'WGS 84', datum: 'WGS 84', axes: geographic3d, gaussKruger: null },
  { epsg: 4978, name: 'WGS 84', datum: 'WGS 84', axes: geocentric, gaussKruger: null },
]

/** Code = base + zone (EPSG dataset: 4491-4501 and 4502-4512 for 6 degrees, 4513-4533 and 4534-4554 for 3). */
const codeBase: Readonly<Record<ZoneWidth, Readonly<Record<EastingForm, number>>>> = { 3: { zone: 4488, cm: 4509 }, 6: { zone: 4478, cm: 4489 } }

function projected(width: ZoneWidth, form: EastingForm): ReferenceSystem[] {
  const [first, last] = zoneNumbers[width]
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const zone = gaussKrugerZone(width, first + i)
    const series = width === 3 ? '3-degree Gauss-Kruger' : 'Gauss-Kruger'
    const name = `CGCS2000 / ${series} ${form === 'zone' ? `zone ${zone.zone}` : `CM ${zone.centralMeridianDeg}E`}`
    return { epsg: codeBase[width][form] + zone.zone, name, datum: 'CGCS2000' as const, axes: ['northing', 'easting'] as const, gaussKruger: { zone, form } }
  })
}

/** All systems this project knows, by code. */
export const referenceSystems: ReadonlyMap<number, ReferenceSystem> = new Map(
  [...unprojected, ...projected(6, 'zone'), ...projected(6, 'cm'), ...projected(3, 'zone'), ...projected(3, 'cm')].map((system) => [system.epsg, system]),
)

/** Code of a Gauss-Krueger system: a zone with the form its eastings are written in. */
export const epsgOfZone = ({ width, zone }: GaussKrugerZone, form: EastingForm): number => codeBase[width][form] + zone

/** The Gauss-Krueger system a longitude lies in; null outside the national series. */
export function systemOfLongitude(lonDeg: number, width: ZoneWidth, form: EastingForm): ReferenceSystem | null {
  const zone = zoneOfLongitude(width, lonDeg)
  return zone && referenceSystems.get(epsgOfZone(zone, form))!
}
