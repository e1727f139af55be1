import { getCookie } from 'hono/cookie'
import type { Context, MiddlewareHandler } from 'hono'
import type { Principal } from '#domain/identity/principal'
import { mayDo, type Action } from '#domain/identity/roles'
import { isProofFresh, proofLimitMs } from '#domain/identity/session-limits'
import { noteActor } from '#server/store/audit-origin'
import type { Session } from '#server/identity/session'
import { ProblemError } from './problem'
import type { Services } from './services'

export const sessionCookie = 'hearthway_session'

declare module 'hono' {
  /** Set by `identify`; 'unknown' when the database could not say. */
  interface ContextVariableMap { session: Session | null | 'unknown' }
}

/** Asked by the page itself, without anybody doing anything: a screen left alone must not keep its operator signed in. */
const noUse = ['/api/session', '/api/live']
/** A page at which nobody has touched anything for a minute says so; whoever says it can only shorten their own session. */
const isUnattended = (context: Context): boolean => context.req.header('hearthway-unattended') !== undefined

/** Finds out who asks, once per request. */
export function identify(services: Services): MiddlewareHandler {
  return async (context, next) => {
    const cookie = getCookie(context, sessionCookie)
    const isUse = !(context.req.method === 'GET' && (noUse.includes(context.req.path) || isUnattended(context)))
    context.set('session', cookie ? await services.identity.sessions.find(cookie, isUse).catch((error: unknown) => {
      services.log.error({ err: error }, 'looking up a session failed')
      return 'unknown' as const
    }) : null)
    await next()
  }
}

/** @throws ProblemError 503 when the database cannot say */
export function sessionOf(context: Context): Session | null {
  const session = context.get('session')
  if (session === 'unknown') throw new ProblemError(503, { code: 'access.unavailable', title: 'The database does not answer: who you are cannot be looked up now' }, { 'retry-after': '5' })
  return session ?? null
}

/** Reading needs a session unless the instance is open for reading. */
export function mayRead(services: Services): MiddlewareHandler {
  return async (context, next) => {
    if (!services.config.publicRead && !sessionOf(context)) throw signInFirst()
    await next()
  }
}

/** Taking data away needs the right to, unless the instance is open for reading. */
export function mayExport(services: Services): MiddlewareHandler {
  return async (context, next) => {
    if (!services.config.publicRead) requireRight(services, context, 'export')
    await next()
  }
}

const signInFirst = (): ProblemError => new ProblemError(401, { code: 'access.sign_in', title: 'Sign in first', detail: 'POST /api/session with name and password.' })

/**
 * A request from another site is refused: the cookie is SameSite=Strict, and a foreign Origin is turned away as well. Own are the host that was
 * asked for and, behind a reverse proxy, HEARTHWAY_PUBLIC_URL.
 * @throws ProblemError 403
 */
export function refuseForeignOrigin(services: Services, context: Context): void {
  const origin = context.req.header('origin')
  const own = origin === undefined || (URL.canParse(origin) && new URL(origin).host === context.req.header('host')) || origin === services.config.publicUrl?.origin
  if (!own) throw new ProblemError(403, { code: 'access.foreign_origin', title: 'The request comes from another site' })
}

/**
 * Who asks, for what changes something about themselves; any role may.
 * @throws ProblemError 401 without a session, 403 from another site
 */
export function requireSession(services: Services, context: Context): Session {
  refuseForeignOrigin(services, context)
  const session = sessionOf(context)
  if (!session) throw signInFirst()
  noteActor(session.accountId, session.role)
  return session
}

/**
 * Who asks, for what changes something; refused unless the role may do it. A target's scope is judged where the target is known.
 * @throws ProblemError 401 without a session, 403 without the right, from another site, or before a password known to others is changed
 */
export function requireRight(services: Services, context: Context, action: Action): Principal {
  const session = requireSession(services, context)
  const { accountId, name, role, scope, provenAtMs } = session
  if (session.mustChangePassword) throw new ProblemError(403, { code: 'access.change_password', title: 'Change your password first', detail: 'It is known to whoever gave it: POST /api/account/password.' })
  if (!mayDo(role, action)) throw new ProblemError(403, { code: 'access.role', title: 'Your role may not do this', params: { action, role } })
  return { accountId, name, role, scope, sessionId: session.id, provenAtMs }
}

/**
 * What is critical wants a proof of identity of the last minutes, so that a screen left open is not enough.
 * @throws ProblemError 403 with the code that makes the page ask for one
 */
export function requireFreshProof(services: Services, principal: Principal): void {
  if (isProofFresh(principal.provenAtMs, services.identity.wallNow())) return
  throw new ProblemError(403, { code: 'access.proof_needed', title: 'Prove who you are first', detail: 'POST /api/session/proof with your password or a code, then ask again.', params: { proof_s: proofLimitMs / 1000 } })
}
