import proj4 from 'proj4'
import { ImportRefused } from '../import-refused'
import type { SaidCrs } from '../formats/source-file'
import { crsOfZone, zoneOfCode } from './cgcs2000-zones'
import type { Crs } from './crs'
import { wktFacts } from './wkt-facts'

const lonLatCodes: Record<number, string> = { 4326: 'WGS 84', 4979: 'WGS 84 with heights', 4490: 'CGCS2000', 4480: 'CGCS2000 with heights' }
const lonLatCrs = (code: string, name: string): Crs => ({ code, name: `${name}, longitude and latitude`, toLonLat: null, zone: null, foreignDatum: null })
/** Older Chinese datums: no transformation of them is public. By name in a WKT, by code without one. */
const foreignDatums: { pattern: RegExp; name: string; has: (code: number) => boolean }[] = [
  { pattern: /xi'?an[_ ]?(19)?80/i, name: 'Xian 1980', has: (code) => code === 4610 || (code >= 2327 && code <= 2390) },
  { pattern: /new[_ ]?beijing/i, name: 'New Beijing', has: (code) => code === 4555 },
  { pattern: /beijing[_ ]?(19)?54/i, name: 'Beijing 1954', has: (code) => code === 4214 || (code >= 2401 && code <= 2442) || (code >= 21413 && code <= 21463) },
]

/**
 * What the coordinates of a layer are in: what the user says, else what the file says.
 * @param said null where the file says nothing
 * @param asked as `EPSG:4547`
 * @returns null when neither says anything
 * @throws ImportRefused for a system that cannot be read here
 */
export function resolveCrs(said: SaidCrs | null, asked: string | undefined, file: string): Crs | null {
  if (asked !== undefined) {
    const code = /^(?:EPSG:)?(\d{4,6})$/i.exec(asked.trim())?.[1]
    if (/^(OGC:)?CRS84$/i.test(asked.trim())) return lonLatCrs('OGC:CRS84', 'WGS 84')
    if (!code) throw new ImportRefused(`--crs ${asked}: expected an EPSG code, for example EPSG:4547`)
    // A datum the user names is the user's word, but no less foreign.
    return ofCode(Number(code)) ?? unreadable(`--crs ${asked}`, asked)
  }
  if (!said) return null
  if (said.code && /CRS84$/i.test(said.code)) return lonLatCrs('OGC:CRS84', 'WGS 84')
  const code = said.code && /^EPSG:(\d+)$/i.exec(said.code)?.[1]
  const known = code ? ofCode(Number(code)) : null
  if (known) return known
  if (said.wkt) return ofWkt(said.wkt, file, said.by)
  return unreadable(`${file} (${said.by})`, said.code ?? 'an unreadable name')
}

function unreadable(place: string, what: string): never {
  throw new ImportRefused(`${place}: the reference system ${what.slice(0, 80)} is not known here. Convert it first:  ogr2ogr -t_srs EPSG:4490 lonlat.gpkg FILE, or say another with --crs`)
}

function projected(code: string | null, name: string, definition: string): Crs {
  const transform = proj4(definition, '+proj=longlat +datum=WGS84 +no_defs')
  return { code, name, toLonLat: (xy) => transform.forward(xy), zone: null, foreignDatum: null }
}

function ofCode(code: number): Crs | null {
  const lonLat = lonLatCodes[code]
  if (lonLat) return lonLatCrs(`EPSG:${code}`, lonLat)
  const zone = zoneOfCode(code)
  if (zone) return crsOfZone(zone)
  if ([3857, 900913, 102100, 102113, 3785].includes(code)) return projected(`EPSG:${code}`, 'Web Mercator', 'EPSG:3857')
  if (code === 3395) return projected('EPSG:3395', 'World Mercator', '+proj=merc +datum=WGS84 +units=m +no_defs')
  const utm = code - (code < 32700 ? 32600 : 32700)
  if ((code > 32600 && code <= 32660) || (code > 32700 && code <= 32760)) return projected(`EPSG:${code}`, `WGS 84 / UTM zone ${utm}${code < 32700 ? 'N' : 'S'}`, `+proj=utm +zone=${utm}${code < 32700 ? '' : ' +south'} +datum=WGS84 +units=m +no_defs`)
  const foreign = foreignDatums.find((one) => one.has(code))
  return foreign ? foreignOf(code, foreign.name) : null
}

/** A zone of an older datum on its own ellipsoid (Krassowsky; IAG 1975 for Xian 1980): positions are near, and the datum's shift is missing. */
function foreignOf(code: number, datum: string): Crs | null {
  const families: [from: number, to: number, first: number, widthDeg: 3 | 6, prefix: boolean][] = [
    [2327, 2337, 13, 6, true], [2338, 2348, 13, 6, false], [2349, 2369, 25, 3, true], [2370, 2390, 25, 3, false],
    [2401, 2421, 25, 3, true], [2422, 2442, 25, 3, false], [21413, 21423, 13, 6, true], [21453, 21463, 13, 6, false],
  ]
  const ellipsoid = datum === 'Xian 1980' ? '+a=6378140 +rf=298.257' : '+ellps=krass'
  const family = families.find(([from, to]) => code >= from && code <= to)
  const base = { code: `EPSG:${code}`, foreignDatum: datum }
  if (!family) return [4610, 4555, 4214].includes(code) ? { ...base, name: `${datum}, longitude and latitude`, toLonLat: null, zone: null } : null
  const [from, , first, widthDeg, prefix] = family
  const number = first + code - from
  const meridianDeg = widthDeg === 3 ? number * 3 : number * 6 - 3
  const transform = proj4(`+proj=tmerc +lat_0=0 +lon_0=${meridianDeg} +k=1 +x_0=${(prefix ? number * 1e6 : 0) + 500_000} +y_0=0 ${ellipsoid} +units=m +no_defs`, `+proj=longlat ${ellipsoid} +no_defs`)
  return { ...base, name: `${datum} Gauss-Krueger ${widthDeg}-degree zone ${number}`, toLonLat: (xy) => transform.forward(xy), zone: { number, widthDeg, meridianDeg, prefix } }
}

function ofWkt(wkt: string, file: string, by: string): Crs {
  const facts = wktFacts(wkt)
  if (!facts) return unreadable(`${file} (${by})`, `"${wkt.slice(0, 60)}"`)
  const known = facts.epsg === null ? null : ofCode(facts.epsg)
  if (known) return known
  const foreignDatum = foreignDatums.find(({ pattern }) => pattern.test(facts.datum) || pattern.test(facts.name))?.name ?? null
  const near = /WGS[_ ]?(19)?84|CGCS[_ ]?2000|China[_ ](Geodetic Coordinate System )?2000/i.test(facts.datum)
  if (!facts.projected) {
    if (near) return lonLatCrs(/2000/.test(facts.datum) ? 'EPSG:4490' : 'EPSG:4326', facts.name)
    if (foreignDatum) return { code: null, name: `${foreignDatum}, longitude and latitude`, toLonLat: null, zone: null, foreignDatum }
  }
  const zone = facts.transverseMercator && facts.scale === 1 && /CGCS[_ ]?2000|China[_ ](Geodetic Coordinate System )?2000/i.test(facts.datum) ? zoneOfWkt(facts) : null
  if (zone) return crsOfZone(zone)
  try {
    return { ...projected(null, facts.name, wkt), foreignDatum, zone: foreignDatum && facts.transverseMercator ? zoneOfWkt(facts) : null }
  } catch (error) {
    return unreadable(`${file} (${by})`, `"${facts.name}" (${String(error instanceof Error ? error.message : error).slice(0, 60)})`)
  }
}

/** Whole zones only: local systems of cities have meridians and false eastings of their own. */
function zoneOfWkt({ name, centralMeridianDeg, falseEastingM }: { name: string; centralMeridianDeg: number | null; falseEastingM: number | null }): Crs['zone'] {
  if (centralMeridianDeg === null || falseEastingM === null || (falseEastingM - 500_000) % 1e6 !== 0) return null
  const given = (falseEastingM - 500_000) / 1e6
  const three = { number: centralMeridianDeg / 3, widthDeg: 3, meridianDeg: centralMeridianDeg } as const
  const six = { number: (centralMeridianDeg + 3) / 6, widthDeg: 6, meridianDeg: centralMeridianDeg } as const
  const fits = (zone: { number: number }, from: number, to: number): boolean => Number.isInteger(zone.number) && zone.number >= from && zone.number <= to
  if (given > 0) {
    if (given === three.number && fits(three, 25, 45)) return { ...three, prefix: true }
    return given === six.number && fits(six, 13, 23) ? { ...six, prefix: true } : null
  }
  const threeByName = /3[-_ ]?deg/i.test(name) || !fits(six, 13, 23)
  if (threeByName && fits(three, 25, 45)) return { ...three, prefix: false }
  return fits(six, 13, 23) ? { ...six, prefix: false } : null
}
