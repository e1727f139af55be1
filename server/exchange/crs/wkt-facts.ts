/** What is read from a WKT 1 or 2 text without projecting anything; null where it does not say. */
export interface WktFacts {
  name: string
  projected: boolean
  /** EPSG code of the whole system. */
  epsg: number | null
  datum: string
  transverseMercator: boolean
  centralMeridianDeg: number | null
  falseEastingM: number | null
  scale: number
}

const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text))

/** @returns null when the text is no WKT of a horizontal system */
export function wktFacts(wkt: string): WktFacts | null {
  const head = /^\s*(PROJCS|PROJCRS|GEOGCS|GEOGCRS|GEODCRS|BOUNDCRS|COMPD_CS|COMPOUNDCRS)\s*\[\s*"([^"]*)"/i.exec(wkt)
  if (!head) return null
  const parameter = (pattern: string): number | null => number(new RegExp(`PARAMETER\\s*\\[\\s*"(?:${pattern})"\\s*,\\s*(-?[\\d.eE+-]+)`, 'i').exec(wkt)?.[1])
  // The last identifier closes the outermost bracket; one that stands further inside is its datum's or unit's.
  const outer = /(?:AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]|ID\s*\[\s*"EPSG"\s*,\s*(\d+)[^\]]*\])\s*\]\s*$/i.exec(wkt)
  return {
    name: head[2]!, projected: /PROJCS|PROJCRS/i.test(wkt), epsg: number(outer?.[1] ?? outer?.[2]),
    datum: /(?:DATUM|ENSEMBLE)\s*\[\s*"([^"]*)"/i.exec(wkt)?.[1] ?? '',
    transverseMercator: /"(Gauss[_ ]?Kr[uü]e?ger|Transverse[_ ]Mercator)"/i.test(wkt),
    centralMeridianDeg: parameter('central_meridian|Longitude of natural origin|longitude_of_origin'), falseEastingM: parameter('false_easting|False easting'),
    scale: parameter('scale_factor|Scale factor at natural origin') ?? 1,
  }
}
