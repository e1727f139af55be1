import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Services } from '../services'
import { apiDocument } from './api-document'
import { askedTime } from './asked-time'
import { collectionOf, collections } from './collections'
import { featureTable } from './feature-table'
import { answerItem, answerItems } from './items-answer'
import { knownParameters } from './items-query'
import { allCrs, collectionsView, collectionView, conformance, landing, queryables } from './landing'
import { mediaTypes, ogcRoot, type MediaName } from './links'
import { negotiate } from './negotiate'
import { sendJson } from './send-bytes'
import { tileRoutes } from './tiles/tile-routes'

/** OGC API - Features (1 core, 2 systems, 3 filters) and - Tiles under /ogc, read only. */
export function ogcRoutes(services: Services, app: OpenAPIHono): void {
  const now = () => askedTime(undefined, services.clock.now().getTime())
  /** A document that takes no parameter but its format. */
  const asked = (c: Context, offered: readonly MediaName[]): { root: string; query: URLSearchParams; media: MediaName } => {
    const query = new URL(c.req.url).searchParams
    knownParameters(query, ['f'])
    return { root: ogcRoot(services, c), query, media: negotiate(c, query.get('f') ?? undefined, offered) }
  }

  app.get('/ogc', (c) => {
    const { root, query } = asked(c, ['json', 'html'])
    const { city, network } = services.city()
    return sendJson(c, landing(root, query, city.name.en, network.attribution), mediaTypes.json)
  })
  app.get('/ogc/conformance', (c) => {
    asked(c, ['json', 'html'])
    return sendJson(c, conformance, mediaTypes.json)
  })
  app.get('/ogc/api', (c) => {
    const { root } = asked(c, ['openapi'])
    return sendJson(c, apiDocument(root, services.version), mediaTypes.openapi)
  })
  app.get('/ogc/collections', async (c) => {
    const { root, query } = asked(c, ['json', 'html'])
    return sendJson(c, collectionsView(root, query, await Promise.all(collections.map((plan) => featureTable(plan, services, now())))), mediaTypes.json)
  })
  app.get('/ogc/collections/:collection', async (c) => {
    const plan = collectionOf(c.req.param('collection'))
    const { root } = asked(c, ['json', 'html'])
    return sendJson(c, collectionView(root, plan, (await featureTable(plan, services, now())).packed, allCrs), mediaTypes.json)
  })
  app.get('/ogc/collections/:collection/queryables', (c) => {
    const plan = collectionOf(c.req.param('collection'))
    const { root } = asked(c, ['schema', 'html'])
    return sendJson(c, queryables(root, plan), mediaTypes.schema)
  })
  tileRoutes(services, app)
  app.get('/ogc/collections/:collection/items', (c) => answerItems(services, c, collectionOf(c.req.param('collection'))))
  app.get('/ogc/collections/:collection/items/:item', (c) => answerItem(services, c, collectionOf(c.req.param('collection')), c.req.param('item')))
}
