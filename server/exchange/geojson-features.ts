import { ImportRefused } from './import-refused'

export type Json = Record<string, unknown>
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const geometryTypes = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection']

/** @throws ImportRefused when the text is no JSON */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ImportRefused(`${file}: not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
}

/**
 * The features of a GeoJSON document: of a FeatureCollection, a single Feature, or a bare geometry (a feature without columns; each member of a collection is one).
 * @throws ImportRefused when it is no GeoJSON
 */
export function geojsonFeatures(document: unknown, file: string): unknown[] {
  if (!isObject(document)) throw new ImportRefused(`${file}: not GeoJSON: expected an object with a "type"`)
  const { type } = document
  if (type === 'FeatureCollection') {
    if (!Array.isArray(document['features'])) throw new ImportRefused(`${file}: not GeoJSON: a FeatureCollection without a list of "features"`)
    return document['features'] as unknown[]
  }
  if (type === 'Feature') return [document]
  if (type === 'GeometryCollection' && Array.isArray(document['geometries'])) return document['geometries'].map((geometry: unknown) => ({ type: 'Feature', properties: null, geometry }))
  if (typeof type === 'string' && geometryTypes.includes(type)) return [{ type: 'Feature', properties: null, geometry: document }]
  const right = typeof type === 'string' && ['FeatureCollection', 'Feature', ...geometryTypes].find((known) => known.toLowerCase() === type.toLowerCase())
  throw new ImportRefused(`${file}: not GeoJSON: its "type" is ${JSON.stringify(type ?? null).slice(0, 60)}${right ? `; the word is "${right}", capitals count` : ', expected "FeatureCollection"'}`)
}
