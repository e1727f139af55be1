import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { getCookie } from 'hono/cookie'
import { sessionCookie } from './access'
import { securityHeaders } from './security-headers'
import type { Services } from './services'

/**
 * GET /api/live: Server-Sent Events. Written to the raw response, because every client gets the same bytes and a stream object per
 * client and frame costs ten times as much.
 */
export function liveRoutes(services: Services, app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath({
    method: 'get', path: '/api/live', summary: 'Live stream (SSE): a snapshot, then deltas; resumes by Last-Event-ID',
    responses: { 200: { description: 'event: snapshot | delta; data: one frame as JSON', content: { 'text/event-stream': { schema: { type: 'string' } } } } },
  })
  app.get('/api/live', (c) => {
    const { outgoing } = c.env as unknown as HttpBindings
    const last = Number(c.req.header('last-event-id') ?? Number.NaN)
    outgoing.writeHead(200, {
      ...securityHeaders(c),
      'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'keep-alive', 'x-accel-buffering': 'no',
    })
    outgoing.socket?.setNoDelay(true)
    const leave = services.live.connect(outgoing as import('node:http').ServerResponse, Number.isSafeInteger(last) ? last : null)
    // What only a session may see ends with it, at once; and a page that still says who sits there hears of it by the stream's end.
    const session = c.get('session')
    if (!services.config.publicRead || (session !== null && session !== 'unknown')) outgoing.once('close', services.identity.sessions.watch(getCookie(c, sessionCookie), leave))
    return RESPONSE_ALREADY_SENT
  })
}
