import type { HttpBindings } from '@hono/node-server'
import { getCookie } from 'hono/cookie'
import type { Context, MiddlewareHandler } from 'hono'
import type { Principal } from '#domain/identity/principal'
import { mayDo, type Action } from '#domain/identity/roles'
import { noteActor } from '#server/store/audit-origin'
import type { Session } from '#server/identity/operator-sessions'
import { ProblemError } from './problem'
import type { Services } from './services'

export const sessionCookie = 'hearthway_session'

export const sessionOf = (services: Services, context: Context): Session | null => services.sessions.find(getCookie(context, sessionCookie))

/** Where a request comes from; requests without a socket (tests) all come from one place. */
export const remoteAddress = (context: Context): string => (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress ?? 'no socket'

/** Reading needs a session unless the instance is open for reading. */
export function mayRead(services: Services): MiddlewareHandler {
  return async (context, next) => {
    if (!services.config.publicRead && !sessionOf(services, context)) throw new ProblemError(401, { code: 'access.sign_in', title: 'Sign in to read' })
    await next()
  }
}

/**
 * Who asks, for what changes something; refused unless the role may do it. A target's scope is judged where the target is known.
 * A request from another site is refused: the cookie is SameSite=Strict, and a foreign Origin is turned away as well. Own are the host that was
 * asked for and, behind a reverse proxy, HEARTHWAY_PUBLIC_URL.
 * @throws ProblemError 401 without a session, 403 without the right
 */
export function requireRight(services: Services, context: Context, action: Action): Principal {
  if (!services.sessions.configured) {
    throw new ProblemError(403, { code: 'access.no_operator', title: 'No operator is configured', detail: 'Set HEARTHWAY_OPERATOR=name:password and restart the server.' })
  }
  const origin = context.req.header('origin')
  const own = origin !== undefined && ((URL.canParse(origin) && new URL(origin).host === context.req.header('host')) || origin === services.config.publicUrl?.origin)
  if (origin !== undefined && !own) {
    throw new ProblemError(403, { code: 'access.foreign_origin', title: 'The request comes from another site' })
  }
  const session = sessionOf(services, context)
  if (!session) throw new ProblemError(401, { code: 'access.sign_in', title: 'Sign in as operator' })
  const principal: Principal = { accountId: session.name, name: session.name, role: 'operator', scope: 'everywhere', sessionId: String(session.startedAtMs), provenAtMs: session.startedAtMs }
  noteActor(principal.accountId, principal.role)
  if (!mayDo(principal.role, action)) throw new ProblemError(403, { code: 'access.role', title: 'Your role may not do this', params: { action, role: principal.role } })
  return principal
}
