import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { Histogram } from 'prom-client'
import { auditDenial, auditOrigin } from './audit-requests'
import { auditRoutes } from './audit-routes'
import { accountRoutes } from './account-routes'
import { commandGroupRoutes } from './command-group-routes'
import { commandRoutes } from './command-routes'
import { isDatabaseAway } from './is-database-away'
import { energyRoutes } from './energy-routes'
import { exportJobRoutes } from './export-job-routes'
import { exportReadingsRoutes } from './export-readings-routes'
import { exportRoutes } from './export-routes'
import { forecastRoutes } from './forecast-routes'
import { historyRoutes } from './history-routes'
import { importRoutes } from './import-routes'
import { interlockRoutes } from './interlock-routes'
import { linearRoutes } from './linear-routes'
import { liveRoutes } from './live-routes'
import { networkRoutes } from './network-routes'
import { crossOriginReading } from './cross-origin-reading'
import { ogcRoutes } from './ogc/ogc-routes'
import { opsRoutes } from './ops-routes'
import { ownAccountRoutes } from './own-account-routes'
import { plantRoutes } from './plant-routes'
import { problem, ProblemError } from './problem'
import { readingRoutes } from './reading-routes'
import { receiverRoutes } from './receiver-routes'
import { runwayConditionRoutes } from './runway-condition-routes'
import { runwayRoutes } from './runway-routes'
import { locateRequests, networksOf } from './request-origin'
import { setSecurityHeaders } from './security-headers'
import type { Services } from './services'
import { sessionRoutes } from './session-routes'
import { staRoutes } from './sensorthings/sta-routes'
import { slotRoutes } from './slot-routes'
import { stopRoutes } from './stop-routes'
import { staticFiles } from './static-files'
import { weatherRoutes } from './weather-routes'
import { whatIfRoutes } from './what-if-routes'
import { zoneRoutes } from './zone-routes'
import { identify } from './access'
import { requestFaults } from './request-faults'
import { guardRoutes } from './route-rights'

/** Routes with a limit of their own, which count while they read. */
const countThemselves = ['/api/readings', '/api/plant/plan', '/api/plant/apply', '/api/imports/drafts']

/** Largest body of every other request. */
const maxBodyBytes = 1024 * 1024

/** The whole HTTP surface. Routes are tested by `app.request()`; main.ts gives it a socket. */
export function createApp(services: Services): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined
      return problem(c, 400, { code: 'request.invalid', title: 'The request is not valid', errors: requestFaults(result.error.issues, result.target) })
    },
  })
  const durations = new Histogram({ name: 'hearthway_http_request_seconds', help: 'Duration of HTTP requests', labelNames: ['method', 'route', 'status'], buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers: [services.metrics] })

  app.use('*', locateRequests(networksOf(services.config.trustedProxies)))
  app.use('*', async (c, next) => {
    const started = performance.now()
    await next()
    if (c.req.path === '/api/live') return
    durations.observe({ method: c.req.method, route: c.req.routePath, status: c.res.status }, (performance.now() - started) / 1000)
    setSecurityHeaders(c)
  })
  for (const path of ['/api/*', '/ogc/*', '/sta/*']) app.use(path, auditOrigin)
  for (const path of ['/ogc/*', '/sta/*']) app.use(path, crossOriginReading(services))
  const limited = bodyLimit({ maxSize: maxBodyBytes, onError: (c) => problem(c, 413, { code: 'body.too_large', title: 'The body is too large', params: { most_bytes: maxBodyBytes } }) })
  app.use('/api/*', (c, next) => (c.req.method === 'GET' || c.req.method === 'HEAD' || countThemselves.includes(c.req.path) ? next() : limited(c, next)))
  for (const path of ['/api/*', '/ogc/*', '/sta/*']) app.use(path, identify(services), guardRoutes(services))

  sessionRoutes(services, app)
  ownAccountRoutes(services, app)
  accountRoutes(services, app)
  networkRoutes(services, app)
  historyRoutes(services, app)
  forecastRoutes(services, app)
  weatherRoutes(services, app)
  whatIfRoutes(services, app)
  liveRoutes(services, app)
  readingRoutes(services, app)
  receiverRoutes(services, app)
  zoneRoutes(services, app)
  linearRoutes(services, app)
  commandRoutes(services, app)
  commandGroupRoutes(services, app)
  stopRoutes(services, app)
  slotRoutes(services, app)
  interlockRoutes(services, app)
  runwayRoutes(services, app)
  energyRoutes(services, app)
  runwayConditionRoutes(services, app)
  exportRoutes(services, app)
  exportReadingsRoutes(services, app)
  exportJobRoutes(services, app)
  plantRoutes(services, app)
  importRoutes(services, app)
  auditRoutes(services, app)
  ogcRoutes(services, app)
  staRoutes(services, app)
  opsRoutes(services, app)
  app.openAPIRegistry.registerComponent('securitySchemes', 'device', { type: 'http', scheme: 'bearer' })
  app.doc31('/api/openapi.json', { openapi: '3.1.0', info: { title: 'Hearthway', version: services.version, license: { name: 'Apache-2.0' } } })
  if (services.webDir) staticFiles(services.webDir, app)

  app.notFound((c) => problem(c, 404, { code: 'route.not_found', title: 'There is nothing here' }))
  app.onError((error, c) => {
    if (error instanceof ProblemError) {
      auditDenial(services, c, error)
      return problem(c, error.status, error.words, error.headers)
    }
    // Hono's own complaints about a body that is not said to be JSON, or is none.
    if ('status' in error && error.status === 415) return problem(c, 415, { code: 'body.not_json', title: 'The body is not JSON', detail: 'Send content-type: application/json.' })
    if ('status' in error && error.status === 400) return problem(c, 400, { code: 'body.unreadable', title: 'The body is not valid JSON' })
    if (isUnstorableText(error)) return problem(c, 400, { code: 'request.unstorable_text', title: 'A text holds what cannot be stored', detail: 'Take out NUL characters and halves of surrogate pairs.' })
    services.log.error({ err: error, path: c.req.path }, 'request failed')
    // A commit may have been on its way: whoever asks again does it under the same key, or looks first.
    if (isDatabaseAway(error)) return problem(c, 503, { code: 'server.database_away', title: 'The database does not answer: whether anything was done is not known', detail: 'Look, then ask again; a command under the same Idempotency-Key.' }, { 'retry-after': '5' })
    return problem(c, 500, { code: 'server.failed', title: 'The server failed; the log says why' })
  })
  return app
}

/** What PostgreSQL says to NUL or half a surrogate pair in a text (22021) or in JSON (22P05): the request's fault, wherever it stood in it. */
function isUnstorableText(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at && (at.code === '22021' || at.code === '22P05')) return true
  return false
}
