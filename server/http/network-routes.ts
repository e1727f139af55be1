import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { mayDo } from '#domain/identity/roles'
import { networkShape, segmentDetailShape, siteShape, type SiteView } from '#domain/wire/network'
import { jsonAnswer, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

/** The site, its network, and one segment in detail. */
export function networkRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({ method: 'get', path: '/api/site', summary: 'City, clock and what this instance is', responses: { 200: jsonAnswer(siteShape, 'The site') } }), async (c) => {
    const { config, clock, db, version } = services
    const accounts = await services.identity.accounts.list()
    const site: SiteView = {
      city: services.city().city, version, site_at: clock.now().toISOString(), time_scale: clock.base.timeScale, engine: db.engine, public_read: config.publicRead,
      demo: services.demo, commands_enabled: accounts.some(({ role, closed }) => !closed && mayDo(role, 'command.give')),
    }
    return c.json(site, 200)
  })

  const route = createRoute({ method: 'get', path: '/api/network', summary: 'The whole network; changes only with its version', responses: { 200: jsonAnswer(networkShape, 'The network'), 304: { description: 'Unchanged since the given ETag' } } })
  app.openAPIRegistry.registerPath(route)
  // Encoded once per network, not once per request.
  app.get('/api/network', (c) => {
    const { network, networkJson } = services.city()
    const etag = `"${network.version}"`
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    return c.body(networkJson as Buffer<ArrayBuffer>, 200, { 'content-type': 'application/json', etag, 'cache-control': 'no-cache' })
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/segments/{id}', summary: 'One segment', request: { params: z.object({ id: z.string() }) },
    responses: { 200: jsonAnswer(segmentDetailShape, 'The segment'), ...problemAnswers(404) },
  }), (c) => {
    const { id } = c.req.valid('param')
    const detail = services.city().details.get(id)
    if (!detail) throw new ProblemError(404, { code: 'segment.not_found', title: 'No such segment', params: { id } })
    return c.json(detail, 200)
  })
}
