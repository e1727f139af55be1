import type { MiddlewareHandler } from 'hono'
import type { Services } from './services'

/** Of an answer's headers, what a page elsewhere may look at. */
const exposed = 'Content-Crs, Hearthway-Heights'

/**
 * Pages of other sites may read /ogc and /sta where everybody may (HEARTHWAY_PUBLIC_READ): GET only, and never with a cookie, for `*` and credentials exclude
 * each other. Where reading needs a session no page of another site is let in.
 */
export function crossOriginReading(services: Services): MiddlewareHandler {
  return async (c, next) => {
    const { method } = c.req
    if (!services.config.publicRead || (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS')) return next()
    if (method === 'OPTIONS') return c.body(null, 204, { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD', 'access-control-allow-headers': 'accept', 'access-control-max-age': '86400' })
    await next()
    c.res.headers.set('access-control-allow-origin', '*')
    c.res.headers.set('access-control-expose-headers', exposed)
  }
}
