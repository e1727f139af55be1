import { judgePlacement, type KnownLine } from '#domain/geo/judge-placement'
import { codeOfZone, crsOfZone, zoneOfPrefix } from './cgcs2000-zones'

type Code = `EPSG:${number}`
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Lines without a zone number, read in the zones of one width. */
function zones(raw: readonly KnownLine[], widthDeg: 3 | 6, except: number | null): { suggestions: { code: Code; lines: KnownLine[] }[] } {
  const [first, last] = widthDeg === 3 ? [25, 45] : [13, 23]
  const suggestions = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((number) => number !== except).map((number) => {
    const zone = { number, widthDeg, prefix: false, meridianDeg: widthDeg === 3 ? number * 3 : number * 6 - 3 }
    const { toLonLat } = crsOfZone(zone)
    const lines = raw.map(({ name, axis }) => ({ name, axis: axis.filter((xy) => xy.every(Number.isFinite)).map((xy) => toLonLat!([xy[0], xy[1]])) }))
    return { code: `EPSG:${codeOfZone(zone)}` as Code, lines }
  })
  return { suggestions }
}

/**
 * What coordinates of an unknown system look like, and which codes would fit; never more than a suggestion.
 * @param sample positions as written
 * @param raw lines as written
 * @param known lines that are where they say
 */
export function suggestCrs(sample: readonly (readonly [number, number])[], raw: readonly KnownLine[], known: readonly KnownLine[]): { words: string; codes: Code[] } {
  const [x, y] = [median(sample.map(([a]) => a)), median(sample.map(([, b]) => b))]
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return { words: `they look like degrees (median ${x.toFixed(4)}, ${y.toFixed(4)})`, codes: ['EPSG:4490', 'EPSG:4326'] }
  const prefixed = (easting: number): ReturnType<typeof zoneOfPrefix> => (Math.abs((easting % 1e6) - 500_000) <= 450_000 ? zoneOfPrefix(Math.floor(easting / 1e6)) : null)
  const northing = (value: number): boolean => value > 1_800_000 && value < 6_300_000
  const zone = northing(y) ? prefixed(x) : northing(x) ? prefixed(y) : null
  const mercator = x > 8.1e6 && x < 15.1e6 && y > 2e6 && y < 7.2e6
  const swapped = !northing(y) && northing(x) ? ', northing before easting' : ''
  // Web Mercator of the north-east and zone 14 share numbers; a city lies well inside its zone.
  if (zone && !(mercator && Math.abs((x % 1e6) - 500_000) > 300_000)) {
    return { words: `the eastings begin with ${zone.number}, as in the ${zone.widthDeg}-degree zone ${zone.number} (central meridian ${zone.meridianDeg}°E)${swapped}${mercator ? '; they could be Web Mercator too' : ''}`, codes: [`EPSG:${codeOfZone(zone)}`, ...(mercator ? ['EPSG:3857' as Code] : [])] }
  }
  if (mercator) return { words: 'they look like Web Mercator metres in China', codes: ['EPSG:3857'] }
  const plain = (easting: number): boolean => easting > 100_000 && easting < 900_000
  if ((plain(x) && northing(y)) || (plain(y) && northing(x))) {
    const lines = swapped ? raw.map(({ name, axis }) => ({ name, axis: axis.map(([a, b]) => [b, a] as const) })) : raw
    const readings = [...zones(lines, 3, null).suggestions, ...zones(lines, 6, null).suggestions].map(({ code, lines: read }) => ({ as: code, lines: read }))
    const best = judgePlacement(readings, known).sort((a, b) => b.agreeing - a.agreeing)[0]
    const looks = `they look like metres of a Gauss-Krueger zone without its number (first ${sample[0]!.join(', ')})${swapped}`
    return best && best.agreeing >= 0.2 && best.samples >= 4
      ? { words: `${looks}; read as ${best.as}, ${Math.round(best.agreeing * 100)} % of the lines lie on known roads`, codes: [best.as] }
      : { words: `${looks}; the zone is not in them: 3-degree zones are EPSG:4534 (75°E) to EPSG:4554 (135°E), Beijing EPSG:4548, Harbin EPSG:4551, Wuhan EPSG:4547`, codes: [] }
  }
  return { words: `they look like no system known here (first ${sample[0]!.join(', ')})`, codes: [] }
}
suggestCrs.zones = zones
