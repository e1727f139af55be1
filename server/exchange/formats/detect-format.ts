import { extname } from 'node:path'
import { ImportRefused } from '../import-refused'
import type { SourceFormat } from './source-file'

/** `zip` must be looked into before its format is known; `json` becomes GeoJSON or lines of it. */
export type Container = Exclude<SourceFormat, 'geojson' | 'geojson-lines' | 'shapefile'> | 'json' | 'zip' | 'shp'

const taken = 'Imports take GeoJSON, GeoJSON lines, Shapefile (zip, or .shp beside its parts), GeoPackage, FlatGeobuf and OpenStreetMap PBF, and CSV of stations'
/** A refusal that calls the format by its name and says how to get a readable one. */
export const namedRefusal = (file: string, what: string, remedy = `ogr2ogr -f GPKG roads.gpkg ${file}`): ImportRefused => new ImportRefused(`${file}: this is ${what}. ${taken}. Convert it:  ${remedy}`)

const xmlKinds: [RegExp, string][] = [
  [/<kml[\s/>]/i, 'KML'], [/<gpx[\s/>]/i, 'GPX'], [/<osm[\s/>]/i, 'OpenStreetMap XML'], [/<(\w+:)?FeatureCollection[\s>]/i, 'GML'], [/<html[\s>]/i, 'a web page'],
]
const byEnding: Record<string, string> = { '.mvt': 'a Mapbox vector tile (MVT)', '.kmz': 'KMZ', '.dxf': 'a DXF drawing', '.tab': 'MapInfo TAB', '.mif': 'MapInfo MIF', '.gdb': 'a file geodatabase', '.xlsx': 'an Excel workbook', '.xls': 'an Excel workbook' }
const shapefileParts = new Set(['.dbf', '.shx', '.prj', '.cpg', '.qpj', '.sbn', '.sbx'])

/**
 * What a file is, from its first bytes; its name decides only where bytes cannot.
 * @throws ImportRefused for an empty file, and for what is known and not taken, by its name
 */
export function detectFormat(head: Uint8Array, file: string): Container {
  if (head.length === 0) throw new ImportRefused(`${file}: the file is empty`)
  const ending = extname(file).toLowerCase()
  const ascii = Buffer.from(head.subarray(0, 4096)).toString('latin1')
  const starts = (...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte)
  if (ascii.startsWith('SQLite format 3\0')) return 'geopackage'
  if (starts(0x50, 0x4b, 3, 4) || starts(0x50, 0x4b, 5, 6)) return 'zip'
  if (starts(0x66, 0x67, 0x62)) return 'flatgeobuf'
  if (starts(0, 0, 0x27, 0x0a)) return 'shp'
  if (ascii.slice(0, 64).includes('OSMHeader')) return 'osm-pbf'
  if (ending === '.shp') throw new ImportRefused(`${file}: not a shapefile: it does not begin with the file code 9994; the file is damaged or something else by name`)
  if (starts(0x1f, 0x8b)) throw new ImportRefused(`${file}: this is gzip: unpack it first with  gunzip ${file}`)
  if (starts(0x52, 0x61, 0x72, 0x21) || starts(0x37, 0x7a, 0xbc, 0xaf)) throw new ImportRefused(`${file}: this is a RAR or 7z archive: unpack it, and pack a shapefile's parts into a zip`)
  if (ascii.startsWith('AC10')) throw namedRefusal(file, 'a DWG drawing')
  if (ascii.startsWith('PAR1')) throw namedRefusal(file, 'GeoParquet')
  if (shapefileParts.has(ending)) throw new ImportRefused(`${file}: this is one part of a shapefile: name the .shp beside it, or a zip of all parts`)
  const text = ascii.replace(/^\xef\xbb\xbf/, '').trimStart()
  if (text.startsWith('<')) throw namedRefusal(file, xmlKinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'XML of an unknown kind')
  // Tables come in UTF-16 as well, and their ending is all that tells them from JSON then.
  if ((starts(0xff, 0xfe) || starts(0xfe, 0xff)) && ['.csv', '.tsv', '.txt'].includes(ending)) return 'csv'
  const named = byEnding[ending]
  if (named) throw namedRefusal(file, named, ending === '.mvt' ? `ogr2ogr -f GPKG roads.gpkg MVT:${file}` : undefined)
  if (/^[\x1e\s]*[{[]/.test(text) || ['.json', '.geojson', '.geojsonl', '.ndjson', '.geojsons'].includes(ending) || starts(0xff, 0xfe) || starts(0xfe, 0xff)) return 'json'
  if (ending === '.csv' || ending === '.tsv' || ending === '.txt') return 'csv'
  if (ending === '.pbf' || (head[0] === 0x1a && head[2] !== 0)) throw namedRefusal(file, 'a protocol buffer without an OSMHeader: a Mapbox vector tile (MVT), or a damaged OpenStreetMap extract')
  throw new ImportRefused(`${file}: the format is not known from its first bytes. ${taken}`)
}
