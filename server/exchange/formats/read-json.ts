import { geojsonFeatures, isObject, parseJson } from '../geojson-features'
import { ImportRefused } from '../import-refused'
import { jsonText } from './json-text'
import type { ReadOptions, SaidCrs, SourceFile } from './source-file'

const lonLat: SaidCrs = { code: 'OGC:CRS84', wkt: null, by: 'RFC 7946' }

/**
 * Reads GeoJSON, or features one a line (also with record separators, RFC 8142).
 * @throws ImportRefused when it is neither
 */
export function readJson(bytes: Uint8Array, file: string, { encoding: asked, onProgress }: ReadOptions): SourceFile {
  const { text, encoding } = jsonText(bytes, file, asked)
  const lines = geojsonLines(text, file)
  if (lines) {
    onProgress?.(`read ${lines.length} lines`)
    return { format: 'geojson-lines', layers: [{ name: '', features: lines, crs: lonLat, encoding, notes: [] }] }
  }
  const document = parseJson(text, file)
  if (isObject(document) && document['type'] === 'Topology') throw new ImportRefused(`${file}: this is TopoJSON; imports take GeoJSON. Convert it:  ogr2ogr -f GeoJSON roads.geojson ${file}`)
  const features = geojsonFeatures(document, file)
  onProgress?.(`read ${features.length} features`)
  return { format: 'geojson', layers: [{ name: '', features, crs: crsMember(document, file) ?? lonLat, encoding, notes: [] }] }
}

/** The features of newline-delimited GeoJSON; null when the text is one document. A line that is no JSON is handed on as what it is: no feature. */
function geojsonLines(text: string, file: string): unknown[] | null {
  const lines = text.split(/[\x1e\n]/).filter((line) => line.trim() !== '')
  if (lines.length < 2) return null
  const first = tryParse(lines[0]!)
  if (!isObject(first) || typeof first['type'] !== 'string') return null
  const parsed = lines.map((line) => tryParse(line) ?? { type: 'a line that is not JSON' })
  if (parsed.every((one) => isObject(one) && one['type'] === 'a line that is not JSON')) throw new ImportRefused(`${file}: no line of it is JSON`)
  return parsed.map((one) => (isObject(one) && one['type'] !== 'Feature' && ('coordinates' in one || 'geometries' in one) ? { type: 'Feature', properties: null, geometry: one } : one))
}

function tryParse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

/** The old-style `crs` member (GeoJSON 2008), which RFC 7946 has taken out and files still carry. */
function crsMember(document: unknown, file: string): SaidCrs | null {
  if (!isObject(document) || document['crs'] === undefined || document['crs'] === null) return null
  const { crs } = document
  const properties = isObject(crs) ? crs['properties'] : null
  const name = isObject(properties) ? (properties['name'] ?? properties['href'] ?? properties['code']) : null
  if (typeof name !== 'string' && typeof name !== 'number') throw new ImportRefused(`${file}: its crs member cannot be read; take it out, or write {"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}}`)
  const text = String(name).slice(0, 200)
  if (/CRS84/i.test(text)) return { ...lonLat, by: 'crs member' }
  const code = /EPSG(?:::|:|\/0\/|:[\d.]+:)(\d{4,6})$/i.exec(text)?.[1] ?? /^(\d{4,6})$/.exec(text)?.[1]
  if (code) return { code: `EPSG:${code}`, wkt: null, by: 'crs member' }
  return { code: null, wkt: text, by: 'crs member' }
}
