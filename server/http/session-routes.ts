import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { sessionShape, signInShape, type SessionView } from '#domain/wire/session'
import { noteActor, noteSubject } from '#server/store/audit-origin'
import { remoteAddress, sessionCookie, sessionOf } from './access'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

const view = (name: string | null): SessionView => ({ signed_in: name !== null, name, role: name === null ? null : 'operator' })

/** Signing in and out as the operator. */
export function sessionRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({ method: 'get', path: '/api/session', summary: 'Who is signed in', responses: { 200: jsonAnswer(sessionShape, 'The session') } }),
    (c) => c.json(view(sessionOf(services, c)?.name ?? null), 200))

  app.openapi(createRoute({
    method: 'post', path: '/api/session', summary: 'Sign in', request: { body: jsonBody(signInShape) },
    responses: { 200: jsonAnswer(sessionShape, 'Signed in; the session is a cookie'), ...problemAnswers(401, 403, 429) },
  }), async (c) => {
    if (!services.sessions.configured) throw new ProblemError(403, { code: 'access.no_operator', title: 'No operator is configured' })
    const { name, password } = c.req.valid('json')
    noteSubject(`account:${name}`)
    const result = await services.sessions.signIn(name, password, remoteAddress(c))
    if ('waitS' in result) throw new ProblemError(429, { code: 'access.wait', title: 'Too many failed attempts', params: { wait_s: result.waitS } }, { 'retry-after': String(result.waitS) })
    if ('refused' in result) throw new ProblemError(401, { code: 'access.wrong_password', title: 'Name or password is wrong' })
    noteActor(name, 'operator')
    await services.audit.record({ at: services.clock.now(), event: 'session.signIn', actor: name, role: null, secondPerson: null, address: null, subject: `account:${name}` })
    setCookie(c, sessionCookie, result.token, { httpOnly: true, sameSite: 'Strict', path: '/', secure: (services.config.publicUrl ?? new URL(c.req.url)).protocol === 'https:' })
    return c.json(view(name), 200)
  })

  app.openapi(createRoute({ method: 'delete', path: '/api/session', summary: 'Sign out', responses: { 200: jsonAnswer(sessionShape, 'Signed out') } }), async (c) => {
    const session = sessionOf(services, c)
    services.sessions.signOut(getCookie(c, sessionCookie))
    if (session) {
      noteActor(session.name, 'operator')
      // Signing out works in any case.
      await services.audit.record({ at: services.clock.now(), event: 'session.signOut', actor: session.name, role: null, secondPerson: null, address: null, subject: `account:${session.name}` })
        .catch((error: unknown) => services.log.error({ err: error }, 'the audit of a sign-out could not be written'))
    }
    deleteCookie(c, sessionCookie, { path: '/' })
    return c.json(view(null), 200)
  })
}
