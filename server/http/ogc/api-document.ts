import type { Collection } from './collection'
import { collections } from './collections'
import { defaultLimit, filterLanguages, mostFeatures } from './items-query'
import { propertySchema } from './landing'
import { tiledCollections } from './tiles/tile-sets'
import { mediaTypes, type MediaName } from './links'

type Parameter = { name: string; in: 'query' | 'path'; required: boolean; description: string; schema: object; style?: 'form'; explode?: false }

const parameter = (name: string, description: string, schema: object, list = false): Parameter => ({ name, in: 'query', required: false, description, schema, ...(list ? { style: 'form', explode: false } : {}) })
const text = { type: 'string' }
const shared: Record<string, Parameter> = {
  f: parameter('f', 'Format, before what Accept says', text),
  limit: parameter('limit', 'Features of one answer', { type: 'integer', minimum: 1, maximum: mostFeatures, default: defaultLimit }),
  offset: parameter('offset', 'Features to leave out before the first', { type: 'integer', minimum: 0, default: 0 }),
  bbox: parameter('bbox', 'Box that the features meet, in the axis order of bbox-crs', { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } }, true),
  bboxCrs: parameter('bbox-crs', 'System of bbox; CRS84 (longitude, latitude) where absent', { type: 'string', format: 'uri' }),
  crs: parameter('crs', 'System of the answer; CRS84 where absent', { type: 'string', format: 'uri' }),
  datetime: parameter('datetime', 'Instant or interval: what was known then, or what is forecast', text),
  filter: parameter('filter', 'CQL2', text),
  filterLang: parameter('filter-lang', 'Language of filter', { type: 'string', enum: filterLanguages, default: 'cql2-text' }),
  filterCrs: parameter('filter-crs', 'System of the figures in filter; CRS84 where absent', { type: 'string', format: 'uri' }),
  resultType: parameter('resultType', 'hits: only how many match', { type: 'string', enum: ['results', 'hits'], default: 'results' }),
}
const ref = (name: keyof typeof shared & string): object => ({ $ref: `#/components/parameters/${name}` })
const path = (name: string, schema: object = text): Parameter => ({ name, in: 'path', required: true, description: name, schema })

const answers = (description: string, ...media: MediaName[]): object => ({
  200: { description, content: Object.fromEntries(media.map((name) => [mediaTypes[name], { schema: name === 'html' || name === 'mvt' ? text : { type: 'object' } }])) },
  ...Object.fromEntries([['400', 'A parameter cannot be used: which, where in it, and what would do'], ['404', 'There is none'], ['406', 'No accepted format is offered']].map(([status, words]) => [status, { description: words, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } } }])),
})
const get = (tag: string, summary: string, parameters: object[], responses: object): object => ({ get: { tags: [tag], summary, parameters, responses } })

function pathsOf(plan: Collection): Record<string, object> {
  const base = `/collections/${plan.id}`
  const properties = [...plan.fixed, ...plan.live]
  return {
    [base]: get(plan.id, plan.title.en, [ref('f')], answers('The collection', 'json', 'html')),
    [`${base}/queryables`]: get(plan.id, 'What it can be filtered by', [ref('f')], answers('A JSON schema', 'schema', 'html')),
    [`${base}/schema`]: get(plan.id, 'Schema of its features', [ref('f')], answers('A JSON schema', 'schema')),
    [`${base}/items`]: get(plan.id, plan.description.en, [
      ...Object.keys(shared).map((name) => ref(name)), parameter('id', 'Identifier', text), ...properties.map(({ name, words, ...spec }) => parameter(name, words.en, propertySchema({ ...spec, words }))),
    ], answers('Features', 'geojson', 'jsonfg', 'html')),
    [`${base}/items/{featureId}`]: get(plan.id, 'One feature', [path('featureId'), ref('f'), ref('crs'), ref('datetime')], answers('The feature', 'geojson', 'jsonfg', 'html')),
    ...(tiledCollections.includes(plan.id) ? tilePaths(plan.id, base) : {}),
  }
}

function tilePaths(tag: string, base: string): Record<string, object> {
  const whole = { type: 'integer', minimum: 0 }
  return {
    [`${base}/tiles`]: get(tag, 'Tile sets', [ref('f')], answers('Tile sets', 'json')),
    [`${base}/tiles/WebMercatorQuad`]: get(tag, 'The tile set', [ref('f')], answers('Metadata; f=tilejson for TileJSON', 'json', 'tilejson')),
    [`${base}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}`]: get(tag, 'A vector tile', [path('tileMatrix', { ...whole, maximum: 22 }), path('tileRow', whole), path('tileCol', whole), ref('f')], answers('The tile', 'mvt')),
  }
}

/** The OpenAPI 3.0 document of /ogc. */
export function apiDocument(root: string, version: string): object {
  return {
    openapi: '3.0.3', info: { title: 'Hearthway OGC API', version, license: { name: 'Apache-2.0' } }, servers: [{ url: root }],
    paths: {
      '/': get('service', 'Landing page', [ref('f')], answers('Links', 'json', 'html')), '/api': get('service', 'This document', [ref('f')], answers('OpenAPI', 'openapi')), '/conformance': get('service', 'Conformance classes', [ref('f')], answers('Classes', 'json', 'html')),
      '/collections': get('service', 'Collections', [ref('f')], answers('Collections', 'json', 'html')), '/tileMatrixSets': get('service', 'Tile matrix sets', [ref('f')], answers('Sets', 'json')),
      '/tileMatrixSets/WebMercatorQuad': get('service', 'The tile matrix set', [ref('f')], answers('The set', 'json')), ...Object.assign({}, ...collections.map(pathsOf)) as object,
    },
    components: {
      parameters: shared,
      schemas: { problem: { type: 'object', required: ['type', 'title', 'status', 'code'], properties: { type: text, title: text, status: { type: 'integer' }, code: text, detail: text, errors: { type: 'array', items: { type: 'object', required: ['field', 'reason'], properties: { field: text, reason: text, remedy: text, position: { type: 'integer', description: 'Characters from the beginning of the parameter' } } } } } } },
    },
  }
}
