import { latOfMercatorY, lonOfMercatorX, webMercatorHalfM } from '#domain/geo/web-mercator'
import type { Collection } from '../collection'
import { mediaTypes, type Link } from '../links'
import type { PackedFeatures } from '../packed-features'
import { tiledProperties } from './tile-properties'

/** Collections that come as vector tiles. */
export const tiledCollections: readonly string[] = ['segments']
export const deepestZoom = 22
export const matrixSetId = 'WebMercatorQuad'
const matrixSetUri = `http://www.opengis.net/def/tilematrixset/OGC/1.0/${matrixSetId}`
const webMercator = 'http://www.opengis.net/def/crs/EPSG/0/3857'
/** Standardised rendering pixel, m (OGC 17-083r4). */
const pixelM = 0.28e-3
const cellsM = (2 * webMercatorHalfM) / 256

export const tileMatrixSets = (root: string): object => ({ tileMatrixSets: [{ id: matrixSetId, title: 'Google Maps Compatible for the World', uri: matrixSetUri, links: [{ rel: 'self', type: mediaTypes.json, href: `${root}/tileMatrixSets/${matrixSetId}` }] }] })

export const tileMatrixSet = (): object => ({
  id: matrixSetId, title: 'Google Maps Compatible for the World', uri: matrixSetUri, crs: webMercator, orderedAxes: ['E', 'N'], wellKnownScaleSet: 'http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible',
  tileMatrices: Array.from({ length: deepestZoom + 1 }, (_, z) => ({
    id: String(z), scaleDenominator: cellsM / 2 ** z / pixelM, cellSize: cellsM / 2 ** z, cornerOfOrigin: 'topLeft', pointOfOrigin: [-webMercatorHalfM, webMercatorHalfM], matrixWidth: 2 ** z, matrixHeight: 2 ** z, tileWidth: 256, tileHeight: 256,
  })),
})

const template = (root: string, { id }: Collection): string => `${root}/collections/${id}/tiles/${matrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`

/** The tile sets of a collection: one. */
export const tileSets = (root: string, plan: Collection): object => ({
  links: [{ rel: 'self', type: mediaTypes.json, href: `${root}/collections/${plan.id}/tiles` }],
  tilesets: [{ title: plan.title.en, tileMatrixSetURI: matrixSetUri, crs: webMercator, dataType: 'vector', links: tileLinks(root, plan) }],
})

const tileLinks = (root: string, plan: Collection): Link[] => [
  { rel: 'self', type: mediaTypes.json, href: `${root}/collections/${plan.id}/tiles/${matrixSetId}` }, { rel: 'alternate', type: mediaTypes.tilejson, href: `${root}/collections/${plan.id}/tiles/${matrixSetId}?f=tilejson` },
  { rel: 'http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme', type: mediaTypes.json, href: `${root}/tileMatrixSets/${matrixSetId}` }, { rel: 'item', type: mediaTypes.mvt, href: template(root, plan), templated: true },
]

export function tileSet(root: string, plan: Collection, packed: PackedFeatures): object {
  const extent = packed.index.extent()
  return {
    title: plan.title.en, description: plan.description.en, tileMatrixSetURI: matrixSetUri, crs: webMercator, dataType: 'vector', ...(extent ? { boundingBox: { lowerLeft: extent.slice(0, 2), upperRight: extent.slice(2), crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' } } : {}),
    layers: [{ id: plan.id, title: plan.title.en, dataType: 'vector', geometryDimension: 1, propertiesSchema: { type: 'object', properties: Object.fromEntries(tiledProperties.map(({ name, type }) => [name, { type: type === 'number' ? 'number' : 'string' }])) } }], links: tileLinks(root, plan),
  }
}

/** TileJSON 3.0.0. */
export const tileJson = (root: string, plan: Collection, packed: PackedFeatures, attribution: string): object => ({
  tilejson: '3.0.0', name: plan.title.en, description: plan.description.en, attribution, scheme: 'xyz', minzoom: 0, maxzoom: deepestZoom, tiles: [template(root, plan).replace('{tileMatrix}/{tileRow}/{tileCol}', '{z}/{y}/{x}')],
  bounds: packed.index.extent() ?? [-180, -85.0511, 180, 85.0511], vector_layers: [{ id: plan.id, fields: Object.fromEntries(tiledProperties.map(({ name, type }) => [name, type === 'number' ? 'Number' : 'String'])) }],
})

/** Degrees around a tile and a margin (as a share of its side): [west, south, east, north]. */
export function tileBounds(z: number, x: number, y: number, margin: number): [number, number, number, number] {
  const tiles = 2 ** z
  return [lonOfMercatorX((x - margin) / tiles), latOfMercatorY((y + 1 + margin) / tiles), lonOfMercatorX((x + 1 + margin) / tiles), latOfMercatorY((y - margin) / tiles)]
}
