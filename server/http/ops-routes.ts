import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { jsonAnswer } from './openapi'
import type { Services } from './services'

const healthShape = z.object({
  status: z.enum(['ok', 'degraded']), version: z.string(), engine: z.enum(['postgresql', 'embedded']),
  durability: z.string(), database: z.enum(['ok', 'unreachable']), site_at: z.string(), live_clients: z.number().int(), controllers_online: z.number().int(), controllers: z.number().int(),
})

/** Health for probes, metrics for Prometheus. */
export function opsRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({ method: 'get', path: '/api/health', summary: 'Health', responses: { 200: jsonAnswer(healthShape, 'Up'), 503: jsonAnswer(healthShape, 'The database does not answer') } }), async (c) => {
    const database = await services.db.query('SELECT 1').then(() => 'ok' as const, () => 'unreachable' as const)
    const controllers = services.live.controllerViews()
    const online = controllers.filter((controller) => controller.link === 'online').length
    const status = database === 'ok' && online === controllers.length ? 'ok' as const : 'degraded' as const
    return c.json({
      status, version: services.version, engine: services.db.engine,
      durability: services.db.engine === 'embedded' ? 'safe against a crash of the process, not against a power cut' : 'as PostgreSQL is configured',
      database, site_at: services.clock.now().toISOString(), live_clients: services.live.clients.size, controllers_online: online, controllers: controllers.length,
    }, database === 'ok' ? 200 : 503)
  })
  app.get('/metrics', async (c) => c.text(await services.metrics.metrics(), 200, { 'content-type': services.metrics.contentType }))
}
