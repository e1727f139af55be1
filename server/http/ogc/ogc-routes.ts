import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Services } from '../services'
import { apiDocument } from './api-document'
import { askedTime } from './asked-time'
import { collectionOf, collections } from './collections'
import { featureTable } from './feature-table'
import { collectionPage, collectionsPage, conformancePage, landingPage, queryablesPage } from './html/document-pages'
import { answerItem, answerItems } from './items-answer'
import { knownParameters } from './items-query'
import { allCrs, collectionsView, collectionView, conformance, featureSchema, landing, queryables } from './landing'
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

  const start = (c: Context) => {
    const { root, query, media } = asked(c, ['json', 'html'])
    const { city, network } = services.city()
    const view = landing(root, query, city.name.en, network.attribution)
    return media === 'html' ? landingPage(c, root, view) : sendJson(c, view, mediaTypes.json)
  }
  app.get('/ogc', start)
  app.get('/ogc/', start)
  app.get('/ogc/conformance', (c) => {
    const { root, media } = asked(c, ['json', 'html'])
    return media === 'html' ? conformancePage(c, root) : sendJson(c, conformance, mediaTypes.json)
  })
  app.get('/ogc/api', (c) => {
    const { root } = asked(c, ['openapi'])
    return sendJson(c, apiDocument(root, services.version), mediaTypes.openapi)
  })
  app.get('/ogc/collections', async (c) => {
    const { root, query, media } = asked(c, ['json', 'html'])
    if (media === 'html') return collectionsPage(c, root)
    return sendJson(c, collectionsView(root, query, await Promise.all(collections.map((plan) => featureTable(plan, services, now())))), mediaTypes.json)
  })
  app.get('/ogc/collections/:collection', async (c) => {
    const plan = collectionOf(c.req.param('collection'))
    const { root, media } = asked(c, ['json', 'html'])
    const table = await featureTable(plan, services, now())
    const view = collectionView(root, plan, table.packed, allCrs)
    return media === 'html' ? collectionPage(c, root, plan, table, view.links) : sendJson(c, view, mediaTypes.json)
  })
  app.get('/ogc/collections/:collection/queryables', (c) => {
    const plan = collectionOf(c.req.param('collection'))
    const { root, media } = asked(c, ['schema', 'html'])
    return media === 'html' ? queryablesPage(c, root, plan) : sendJson(c, queryables(root, plan), mediaTypes.schema)
  })
  app.get('/ogc/collections/:collection/schema', (c) => {
    const plan = collectionOf(c.req.param('collection'))
    return sendJson(c, featureSchema(asked(c, ['schema']).root, plan), mediaTypes.schema)
  })
  tileRoutes(services, app)
  app.get('/ogc/collections/:collection/items', (c) => answerItems(services, c, collectionOf(c.req.param('collection'))))
  app.get('/ogc/collections/:collection/items/:item', (c) => answerItem(services, c, collectionOf(c.req.param('collection')), c.req.param('item')))
}
