import type { Collection, PropertySpec } from './collection'
import { collections } from './collections'
import { coordinateSystems, crs84, epsg4490, heightsNotKnown } from './coordinate-systems'
import { geometryName, type FeatureTable } from './feature-table'
import { formatLinks, mediaTypes, type Link } from './links'
import type { PackedFeatures } from './packed-features'
import { tiledCollections } from './tiles/tile-sets'

const features = 'http://www.opengis.net/spec/ogcapi-features'
const cql2 = 'http://www.opengis.net/spec/cql2/1.0/conf'
const tiles = 'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf'

/** Conformance classes that are kept whole; what is offered of others besides stands in docs/ogc.md. */
export const conformance = {
  conformsTo: [
    'http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core', 'http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections',
    ...['core', 'geojson', 'html', 'oas30'].map((name) => `${features}-1/1.0/conf/${name}`), `${features}-2/1.0/conf/crs`,
    ...['filter', 'features-filter', 'queryables', 'queryables-query-parameters'].map((name) => `${features}-3/1.0/conf/${name}`),
    ...['cql2-text', 'cql2-json', 'basic-cql2', 'advanced-comparison-operators', 'case-insensitive-comparison', 'accent-insensitive-comparison', 'basic-spatial-functions', 'basic-spatial-functions-plus', 'temporal-functions', 'property-property'].map((name) => `${cql2}/${name}`),
    ...['core', 'tileset', 'tilesets-list', 'geodata-tilesets', 'mvt'].map((name) => `${tiles}/${name}`),
    'http://www.opengis.net/spec/json-fg-1/1.0/conf/core',
  ],
}

export function landing(root: string, query: URLSearchParams, cityName: string, attribution: string): { title: string; description: string; attribution: string; links: Link[] } {
  return {
    title: `Hearthway 暖途: ${cityName}`, description: 'Surface temperatures of heated and cooled roads, bridges and runways: now, as known then, and as forecast.', attribution,
    links: [
      ...formatLinks(root, query, 'json', ['json', 'html']),
      { rel: 'service-desc', type: mediaTypes.openapi, href: `${root}/api` }, { rel: 'service-doc', type: mediaTypes.html, href: `${root}?f=html` },
      { rel: 'conformance', type: mediaTypes.json, href: `${root}/conformance` }, { rel: 'http://www.opengis.net/def/rel/ogc/1.0/conformance', type: mediaTypes.json, href: `${root}/conformance` },
      { rel: 'data', type: mediaTypes.json, href: `${root}/collections` }, { rel: 'http://www.opengis.net/def/rel/ogc/1.0/data', type: mediaTypes.json, href: `${root}/collections` },
      { rel: 'http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes', type: mediaTypes.json, href: `${root}/tileMatrixSets` },
    ],
  }
}

/** One collection as it is described; its extent is that of its features now. */
export function collectionView(root: string, plan: Collection, packed: PackedFeatures, crs: readonly string[]): { links: Link[]; [member: string]: unknown } {
  const href = `${root}/collections/${plan.id}`
  const extent = packed.index.extent()
  return {
    id: plan.id, title: plan.title.en, title_zh: plan.title.zh, description: plan.description.en, description_zh: plan.description.zh, itemType: 'feature',
    ...(extent ? { extent: { spatial: { bbox: [extent], crs: crs84.uri } } } : {}),
    crs, storageCrs: epsg4490.uri, storageCrsCoordinateEpoch: 2000, heights: heightsNotKnown,
    links: [
      { rel: 'self', type: mediaTypes.json, href }, { rel: 'alternate', type: mediaTypes.html, href: `${href}?f=html` },
      { rel: 'items', type: mediaTypes.geojson, href: `${href}/items` }, { rel: 'items', type: mediaTypes.jsonfg, href: `${href}/items?f=jsonfg` }, { rel: 'items', type: mediaTypes.html, href: `${href}/items?f=html` },
      // GDAL asks for the capital letter; without the schema it takes the types of the first page, and rounds what comes later.
      ...['describedby', 'describedBy'].map((rel) => ({ rel, type: mediaTypes.schema, href: `${href}/schema` })),
      { rel: 'http://www.opengis.net/def/rel/ogc/1.0/queryables', type: mediaTypes.schema, href: `${href}/queryables` },
      ...(tiledCollections.includes(plan.id) ? [{ rel: 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector', type: mediaTypes.json, href: `${href}/tiles` }] : []),
    ] satisfies Link[],
  }
}

export const allCrs = coordinateSystems.map(({ uri }) => uri)

/** All collections; each names the systems by reference. */
export const collectionsView = (root: string, query: URLSearchParams, tables: readonly FeatureTable[]): object => ({
  links: [...formatLinks(`${root}/collections`, query, 'json', ['json', 'html'])], crs: allCrs, collections: collections.map((plan, i) => collectionView(root, plan, tables[i]!.packed, ['#/crs'])),
})

const schemaTypes = { text: { type: 'string' }, number: { type: 'number' }, boolean: { type: 'boolean' }, instant: { type: 'string', format: 'date-time' } } as const

/** JSON schema of one property. */
export const propertySchema = ({ type, words, unit, values }: Omit<PropertySpec, 'name'>): object => ({
  title: words.en, description: words.zh, ...schemaTypes[type], ...(unit ? { 'x-ogc-unit': unit, 'x-ogc-unitLang': 'UCUM' } : {}), ...(values ? { enum: values } : {}),
})

/** The GeoJSON features of a collection. Null is not known. */
export function featureSchema(root: string, plan: Collection): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `${root}/collections/${plan.id}/schema`, title: plan.title.en, type: 'object', required: ['type', 'geometry', 'properties'],
    properties: {
      type: { type: 'string', const: 'Feature' }, id: { type: 'string' }, geometry: { $ref: `https://geojson.org/schema/${plan.geometry}.json` },
      properties: { type: 'object', properties: Object.fromEntries([...plan.fixed, ...plan.live].map((property) => [property.name, propertySchema(property)])) },
    },
  }
}

/** What a collection can be filtered by. */
export function queryables(root: string, plan: Collection): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `${root}/collections/${plan.id}/queryables`, type: 'object', title: plan.title.en, description: plan.description.en, additionalProperties: false,
    properties: {
      id: { ...propertySchema({ type: 'text', words: { zh: '标识', en: 'Identifier' } }), 'x-ogc-role': 'id' },
      [geometryName]: { title: 'Geometry', format: `geometry-${plan.geometry.toLowerCase()}`, 'x-ogc-role': 'primary-geometry' },
      ...Object.fromEntries([...plan.fixed, ...plan.live].map((property) => [property.name, { ...propertySchema(property), ...(property.name === 'measured_at' ? { 'x-ogc-role': 'primary-instant' } : {}) }])),
    },
  }
}
