import type { LonLat } from '#domain/geo/geodesic'
import { toGaussKruger } from '#domain/geo/gauss-kruger'
import type { EastingForm, GaussKrugerZone } from '#domain/geo/gauss-kruger-zone'
import { referenceSystems } from '#domain/geo/reference-systems'

/** A system that files can be written in. */
export interface ExportSystem {
  /** `OGC:CRS84` or `EPSG:4490`, `EPSG:4491` to `EPSG:4554`. */
  readonly code: string
  /** The EPSG code for formats that know no other: CRS84 is WGS 84 with longitude first, as every file format has it. */
  readonly epsg: number
  readonly name: string
  readonly gaussKruger: { readonly zone: GaussKrugerZone; readonly form: EastingForm } | null
  /** OGC WKT 1 and the WKT of Esri's .prj. */
  readonly wkt: string
  readonly esriWkt: string
}

const wgs84 = 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
const esriWgs84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
const cgcs2000 = 'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]'
const esriCgcs2000 = 'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'

function projected(epsg: number, name: string, zone: GaussKrugerZone, form: EastingForm): ExportSystem {
  const falseEastingM = 500_000 + (form === 'zone' ? zone.zone * 1_000_000 : 0)
  const esriName = `CGCS2000_${zone.width === 3 ? '3_Degree_' : ''}GK_${form === 'zone' ? `Zone_${zone.zone}` : `CM_${zone.centralMeridianDeg}E`}`
  return {
    code: `EPSG:${epsg}`, epsg, name, gaussKruger: { zone, form },
    wkt: `PROJCS["${name}",${cgcs2000},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",${zone.centralMeridianDeg}],PARAMETER["scale_factor",1],PARAMETER["false_easting",${falseEastingM}],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","${epsg}"]]`,
    esriWkt: `PROJCS["${esriName}",${esriCgcs2000},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${falseEastingM}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${zone.centralMeridianDeg}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`,
  }
}

/** The system of a code; null when files are not written in it. */
export function exportSystem(code: string): ExportSystem | null {
  if (code === 'CRS84' || code === 'OGC:CRS84') return { code: 'OGC:CRS84', epsg: 4326, name: 'WGS 84, longitude before latitude', gaussKruger: null, wkt: wgs84, esriWkt: esriWgs84 }
  const epsg = Number(/^EPSG:(\d{4})$/.exec(code)?.[1])
  const system = referenceSystems.get(epsg)
  if (epsg === 4490) return { code: 'EPSG:4490', epsg, name: system!.name, gaussKruger: null, wkt: cgcs2000, esriWkt: esriCgcs2000 }
  return system?.gaussKruger ? projected(epsg, system.name, system.gaussKruger.zone, system.gaussKruger.form) : null
}

const rounded = (value: number, factor: number): number => Math.round(value * factor) / factor

/**
 * A position as files hold it: longitude, latitude in degrees to 7 places (about 1 cm), or easting, northing in m to 0.1 mm.
 * CGCS2000 to WGS 84 is EPSG's identity, good to about a metre.
 * @throws RangeError beyond the zone's reach
 */
export function placeIn({ gaussKruger }: ExportSystem, [lon, lat]: LonLat): [number, number] {
  if (!gaussKruger) return [rounded(lon, 1e7), rounded(lat, 1e7)]
  const { eastingM, northingM } = toGaussKruger([lon, lat], gaussKruger.zone, gaussKruger.form)
  return [rounded(eastingM, 1e4), rounded(northingM, 1e4)]
}

/** The first position that the system does not reach; null when it reaches all. Looks at numbers only, so that a whole network takes no time. */
export function outOfReach({ gaussKruger }: ExportSystem, axis: readonly LonLat[]): LonLat | null {
  if (!gaussKruger) return null
  const { centralMeridianDeg, width } = gaussKruger.zone
  return axis.find(([lon, lat]) => !(Math.abs(lon - centralMeridianDeg) <= width && Math.abs(lat) <= 84)) ?? null
}
