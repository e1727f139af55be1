import type { OpenAPIHono } from '@hono/zod-openapi'
import { ProblemError } from '../../problem'
import type { Services } from '../../services'
import { answerMemory } from '../answer-memory'
import { askedTime } from '../asked-time'
import type { Collection } from '../collection'
import { collectionOf } from '../collections'
import { featureTable, type FeatureTable } from '../feature-table'
import { knownParameters } from '../items-query'
import { mediaTypes, ogcRoot } from '../links'
import { negotiate } from '../negotiate'
import { networkChanged, parameterFault } from '../ogc-fault'
import type { PackedFeatures } from '../packed-features'
import type { SegmentRow } from '../segments-collection'
import { sendBytes, sendJson } from '../send-bytes'
import { surfaceOf } from '../surface-view'
import { segmentTile, tileSource, type TileSource } from './segment-tile'
import { deepestZoom, matrixSetId, tiledCollections, tileJson, tileMatrixSet, tileMatrixSets, tileSet, tileSets } from './tile-sets'

const sources = new WeakMap<PackedFeatures, TileSource>()

/** OGC API - Tiles: the segments as vector tiles. Of a tile only the cut lines are kept, as long as the network stands; its values are put in for each answer. */
export function tileRoutes(services: Services, app: OpenAPIHono): void {
  const tiled = (id: string): Collection => {
    const plan = collectionOf(id)
    if (!tiledCollections.includes(id)) throw new ProblemError(404, { code: 'ogc.no_tiles', title: 'This collection has no tiles', detail: `Tiles are made of: ${tiledCollections.join(', ')}` })
    return plan
  }
  const tableOf = (plan: Collection): Promise<FeatureTable> => featureTable(plan, services, askedTime(undefined, services.clock.now().getTime()))

  app.get('/ogc/tileMatrixSets', (c) => sendJson(c, tileMatrixSets(ogcRoot(services, c)), mediaTypes.json))
  app.get('/ogc/tileMatrixSets/:set', (c) => {
    if (c.req.param('set') !== matrixSetId) throw noSet()
    return sendJson(c, tileMatrixSet(), mediaTypes.json)
  })
  app.get('/ogc/collections/:collection/tiles', (c) => sendJson(c, tileSets(ogcRoot(services, c), tiled(c.req.param('collection'))), mediaTypes.json))
  app.get('/ogc/collections/:collection/tiles/:set', async (c) => {
    const plan = tiled(c.req.param('collection'))
    if (c.req.param('set') !== matrixSetId) throw noSet()
    const query = new URL(c.req.url).searchParams
    knownParameters(query, ['f'])
    const media = negotiate(c, query.get('f') ?? undefined, ['json', 'tilejson'])
    const [root, { packed }] = [ogcRoot(services, c), await tableOf(plan)]
    return sendJson(c, media === 'tilejson' ? tileJson(root, plan, packed, services.city().network.attribution) : tileSet(root, plan, packed), mediaTypes[media])
  })
  app.get('/ogc/collections/:collection/tiles/:set/:z/:y/:x', async (c) => {
    const { collection, set, ...numbers } = c.req.param()
    const plan = tiled(collection)
    if (set !== matrixSetId) throw noSet()
    const query = new URL(c.req.url).searchParams
    knownParameters(query, ['f', 'datetime'])
    negotiate(c, query.get('f') ?? undefined, ['mvt'])
    const [z, y, x] = (['z', 'y', 'x'] as const).map((field) => wholeNumber(field, numbers[field])) as [number, number, number]
    if (z > deepestZoom || x >= 2 ** z || y >= 2 ** z) throw new ProblemError(404, { code: 'ogc.no_tile', title: 'There is no such tile', params: { z, y, x, deepest_z: deepestZoom } })
    const time = askedTime(query.get('datetime') ?? undefined, services.clock.now().getTime())
    const { packed, rows } = await tableOf(plan)
    const source = sources.get(packed) ?? sources.set(packed, tileSource(packed, rows as SegmentRow[])).get(packed)!
    const surface = await surfaceOf(services, services.city(), time)
    if (surface.temperature.length !== packed.count) throw networkChanged()
    return sendBytes(c, segmentTile(source, surface, z, x, y, (bytes) => answerMemory(c, bytes)), mediaTypes.mvt)
  })
}

const noSet = (): ProblemError => new ProblemError(404, { code: 'ogc.no_tile_matrix_set', title: 'No such tile matrix set', detail: `Offered: ${matrixSetId}` })

function wholeNumber(field: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw parameterFault({ field, position: 0, reason: `"${text.slice(0, 20)}" is no whole number`, remedy: 'Tiles are numbered /{z}/{y}/{x} from the north-western corner.' })
}
