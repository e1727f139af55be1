import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { actions, type Action } from '#domain/identity/roles'
import { mayExport, mayRead, requireRight, requireSession } from './access'
import type { Services } from './services'

/** `open`: for everybody; `device`: a device's token; `session`: whoever is signed in, about themselves; else the action a role must hold. */
export type RouteRight = 'open' | 'device' | 'session' | Action

/**
 * Route x action: what each route wants, judged before its body is looked at. `read` and `export` are open where the instance is open for reading.
 * Beside it stand what only the route knows: scope, a fresh proof, a second person. A route without a row fails a test.
 */
export const routeRights: Record<string, RouteRight> = {
  'GET /api/site': 'open', 'GET /api/health': 'open', 'GET /api/openapi.json': 'open',
  'GET /api/session': 'open', 'POST /api/session': 'open', 'POST /api/session/second-factor': 'open', 'DELETE /api/session': 'open', 'POST /api/session/proof': 'session',
  'POST /api/account/password': 'session', 'POST /api/account/second-factor': 'session', 'POST /api/account/second-factor/verify': 'session', 'POST /api/account/second-factor/remove': 'session', 'POST /api/account/backup-codes': 'session',
  // Either of two administrators, and the auditor: the route looks.
  'GET /api/accounts': 'session',
  'POST /api/accounts': 'account.manage', 'POST /api/accounts/:id/close': 'account.manage', 'POST /api/accounts/:id/reopen': 'account.manage',
  'PUT /api/accounts/:id/role': 'account.authorise', 'POST /api/accounts/:id/unlock': 'account.authorise', 'POST /api/accounts/:id/reset-password': 'account.authorise', 'DELETE /api/accounts/:id/second-factor': 'account.manage', 'DELETE /api/accounts/:id/sessions': 'account.authorise',
  'GET /api/network': 'read', 'GET /api/live': 'read', 'GET /api/segments/:id': 'read', 'GET /api/segments/:id/history': 'read', 'GET /api/segments/:id/forecast': 'read', 'GET /api/segments/:id/thermal-state': 'read',
  'GET /api/overview': 'read', 'GET /api/history/surface': 'read', 'GET /api/forecast': 'read', 'GET /api/forecast/overview': 'read', 'GET /api/forecast/warnings': 'read', 'GET /api/weather/status': 'read',
  'GET /api/zones': 'read', 'POST /api/zones/query': 'read', 'POST /api/what-if': 'read', 'GET /api/commands': 'read', 'GET /api/runways/use': 'read', 'GET /api/loops/:id/interlocks': 'read',
  'GET /api/routes': 'read', 'GET /api/linear/segments': 'read', 'GET /api/linear/locate': 'read', 'GET /api/linear/measure': 'read', 'POST /api/linear/events': 'read',
  'GET /api/energy': 'read',
  'GET /api/export/segments.geojson': 'export', 'GET /api/export/segments.csv.zip': 'export', 'GET /api/export/readings.csv.zip': 'export',
  'POST /api/export/jobs': 'export', 'GET /api/export/jobs': 'export', 'GET /api/export/jobs/:id': 'export', 'GET /api/export/jobs/:id/file': 'export', 'DELETE /api/export/jobs/:id': 'export',
  'POST /api/readings': 'device',
  // Tracks tell where people drive: never open, wherever reading is.
  'GET /api/receivers': 'session', 'GET /api/receivers/:id/track': 'session', 'POST /api/receivers': 'device.manage', 'DELETE /api/receivers/:id': 'device.manage', 'POST /api/receivers/:id/reopen': 'device.manage', 'POST /api/receivers/:id/nmea': 'device',
  'POST /api/zones': 'zone.edit', 'PUT /api/zones/:id': 'zone.edit', 'DELETE /api/zones/:id': 'zone.edit',
  'GET /api/command-groups/:id': 'read', 'GET /api/loops/:id/slots': 'read', 'GET /api/locks': 'read', 'GET /api/approvals': 'session',
  'POST /api/commands/:id/submit': 'command.give', 'POST /api/commands/:id/renew': 'command.give', 'POST /api/commands/:id/relinquish': 'command.give', 'POST /api/commands/:id/cancel': 'command.cancel',
  'POST /api/command-groups/:id/operate': 'command.give', 'POST /api/command-groups/:id/approve': 'command.approve', 'POST /api/command-groups/:id/decline': 'command.approve',
  'POST /api/commands/:id/approve': 'command.approve', 'POST /api/commands/:id/decline': 'command.approve', 'POST /api/stop': 'command.stop', 'POST /api/locks': 'lock.place', 'DELETE /api/locks/:id': 'lock.place',
  'POST /api/commands': 'command.give', 'POST /api/commands/:id/read-back': 'command.readBack',
  'GET /api/plant': 'plant.configure', 'GET /api/plant/versions': 'plant.configure', 'GET /api/plant/versions/:number': 'plant.configure', 'POST /api/plant/plan': 'plant.configure', 'POST /api/plant/apply': 'plant.configure', 'GET /api/plant/schema': 'open',
  'GET /api/imports': 'network.import', 'GET /api/imports/:id/report': 'network.import', 'POST /api/imports/:id/undo': 'network.import',
  'GET /api/imports/drafts': 'network.import', 'POST /api/imports/drafts': 'network.import', 'GET /api/imports/drafts/:id': 'network.import', 'PUT /api/imports/drafts/:id/options': 'network.import',
  'POST /api/imports/drafts/:id/commit': 'network.import', 'DELETE /api/imports/drafts/:id': 'network.import',
  'GET /api/runways': 'read', 'GET /api/runways/:id/condition': 'read',
  'POST /api/runways/:id/use': 'runway.declare', 'POST /api/runways/:id/observations': 'runway.observe',
  // An answer of more than 10,000 features is an export: the route asks for that right as well.
  'GET /ogc': 'read', 'GET /ogc/': 'read', 'GET /ogc/conformance': 'read', 'GET /ogc/api': 'read', 'GET /ogc/collections': 'read', 'GET /ogc/collections/:collection': 'read', 'GET /ogc/collections/:collection/queryables': 'read', 'GET /ogc/collections/:collection/schema': 'read',
  'GET /ogc/collections/:collection/items': 'read', 'GET /ogc/collections/:collection/items/:item': 'read',
  'GET /ogc/tileMatrixSets': 'read', 'GET /ogc/tileMatrixSets/:set': 'read', 'GET /ogc/collections/:collection/tiles': 'read', 'GET /ogc/collections/:collection/tiles/:set': 'read', 'GET /ogc/collections/:collection/tiles/:set/:z/:y/:x': 'read',
  'GET /sta/v1.1': 'read', 'GET /sta/v1.1/': 'read', 'GET /sta/v1.1/:path{.+}': 'read',
  'GET /api/audit': 'audit.read', 'GET /api/audit/chain': 'audit.read', 'GET /api/audit/evidence': 'audit.export',
}

const isAction = (right: string): right is Action => (actions as readonly string[]).includes(right)

/** What the request's route wants; of one without a row, reading for what only reads, and nothing beside what the route itself asks. */
function rightOf(context: Context): RouteRight {
  const method = context.req.method === 'HEAD' ? 'GET' : context.req.method
  const path = matchedRoutes(context).findLast(({ method: of, path }) => of !== 'ALL' && !path.includes('*'))?.path
  return routeRights[`${method} ${path ?? ''}`] ?? (method === 'GET' ? 'read' : 'open')
}

/** The first door of every route under /api. @throws ProblemError 401, 403, 503 */
export function guardRoutes(services: Services): MiddlewareHandler {
  const [read, taking] = [mayRead(services), mayExport(services)]
  return async (context, next) => {
    const right = rightOf(context)
    if (right === 'read') return read(context, next)
    if (right === 'export') return taking(context, next)
    if (right === 'session') requireSession(services, context)
    else if (isAction(right)) requireRight(services, context, right)
    await next()
  }
}
