import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { overdueAfterRuns } from '#domain/thermal/forecast-age'
import { jsonAnswer } from './openapi'
import type { Services } from './services'

const healthShape = z.object({
  status: z.enum(['ok', 'degraded']), version: z.string(), engine: z.enum(['postgresql', 'embedded']),
  durability: z.string(), database: z.enum(['ok', 'unreachable']), site_at: z.string(), live_clients: z.number().int(), controllers_online: z.number().int(), controllers: z.number().int(),
  /** Whether this server looks after the controllers, or stands by because another one on the same database does. */
  control: z.object({ role: z.enum(['leader', 'standby']), reason: z.enum(['starting', 'other_leads', 'database_unreachable', 'stopped']).nullable(), epoch: z.number().int().nullable() }),
  weather: z.object({ source: z.string().nullable(), issued_at: z.string().nullable(), age_s: z.number().nullable(), refused: z.string().nullable() }),
  forecast: z.object({ issued_at: z.string().nullable(), age_s: z.number().nullable(), runs: z.number().int(), failures: z.number().int() }),
})

/** Instants and ages in site time; null where there is none. */
const ageOf = (atMs: number | null, nowMs: number): { issued_at: string | null; age_s: number | null } =>
  ({ issued_at: atMs === null ? null : new Date(atMs).toISOString(), age_s: atMs === null ? null : Math.round((nowMs - atMs) / 1000) })

/** A database that has not answered by then counts as unreachable: on a dead line a question would hang for as long as a statement may take. Wall ms. */
const patienceMs = 1000

/** One question at a time: probes must not take up connection after connection of a dead line. */
function databaseProbe({ db }: Pick<Services, 'db'>): () => Promise<'ok' | 'unreachable'> {
  let asked: Promise<'ok' | 'unreachable'> | null = null
  return async () => {
    asked ??= db.query('SELECT 1').then(() => 'ok' as const, () => 'unreachable' as const).finally(() => { asked = null })
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<'unreachable'>((resolve) => { timer = setTimeout(() => resolve('unreachable'), patienceMs) })
    return Promise.race([asked, late]).finally(() => clearTimeout(timer))
  }
}

/** Health for probes, metrics for Prometheus. A server without a weather source is whole: it forecasts nothing and says so. */
export function opsRoutes(services: Services, app: OpenAPIHono): void {
  const askDatabase = databaseProbe(services)
  app.openapi(createRoute({ method: 'get', path: '/api/health', summary: 'Health', responses: { 200: jsonAnswer(healthShape, 'Up'), 503: jsonAnswer(healthShape, 'The database does not answer') } }), async (c) => {
    const database = await askDatabase()
    const controllers = services.live.controllerViews()
    const online = controllers.filter((controller) => controller.link === 'online').length
    const nowMs = services.clock.now().getTime()
    const weather = services.weather.current()
    const { runs, failed, lastIssuedAtMs, cadenceS } = services.forecast.status
    const isForecasting = weather.place === null || (weather.refused === null && lastIssuedAtMs !== null && nowMs - lastIssuedAtMs <= overdueAfterRuns * cadenceS * 1000)
    const status = database === 'ok' && online === controllers.length && isForecasting ? 'ok' as const : 'degraded' as const
    return c.json({
      status, version: services.version, engine: services.db.engine,
      durability: services.db.engine === 'embedded' ? 'safe against a crash of the process, not against a power cut' : 'as PostgreSQL is configured',
      database, site_at: new Date(nowMs).toISOString(), live_clients: services.live.clients.size, controllers_online: online, controllers: controllers.length,
      control: services.control.standing(),
      weather: { source: weather.place, ...ageOf(weather.good?.series.issuedAtMs ?? null, nowMs), refused: weather.refused?.reason.en ?? null },
      forecast: { ...ageOf(lastIssuedAtMs, nowMs), runs, failures: failed },
    }, database === 'ok' ? 200 : 503)
  })
  app.get('/metrics', async (c) => c.text(await services.metrics.metrics(), 200, { 'content-type': services.metrics.contentType }))
}
