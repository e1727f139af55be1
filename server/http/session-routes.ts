import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { canonicalAccountName } from '#domain/identity/account-name'
import { codeShape, proofShape, sessionShape, signInShape } from '#domain/wire/session'
import { noteActor, noteSubject } from '#server/store/audit-origin'
import type { Session } from '#server/identity/session'
import type { SignInResult } from '#server/identity/sign-in'
import { refuseForeignOrigin, requireSession, sessionCookie, sessionOf } from './access'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { remoteAddress } from './request-origin'
import type { Services } from './services'
import { sessionView } from './session-view'

const secondFactorCookie = 'hearthway_second_factor'
/** As long as the library keeps a sign-in that waits for its code, s. */
const secondFactorS = 600

/** Gives the browser the session's cookie: for this site alone, out of reach of scripts. */
export function giveSessionCookie(services: Services, context: Context, cookie: string): void {
  setCookie(context, sessionCookie, cookie, { httpOnly: true, sameSite: 'Strict', path: '/', secure: isSecure(services, context) })
}

const isSecure = (services: Services, context: Context): boolean => context.get('isSecure') || services.config.publicUrl?.protocol === 'https:'

/** Signing in and out, and proving again who sits there. */
export function sessionRoutes(services: Services, app: OpenAPIHono): void {
  const { sessions, signIn } = services.identity

  app.openapi(createRoute({ method: 'get', path: '/api/session', summary: 'Who is signed in, what they may do, and for how long', responses: { 200: jsonAnswer(sessionShape, 'The session'), ...problemAnswers(503) } }),
    (c) => c.json(sessionView(services, sessionOf(c)), 200))

  app.openapi(createRoute({
    method: 'post', path: '/api/session', summary: 'Sign in', request: { body: jsonBody(signInShape) },
    responses: { 200: jsonAnswer(sessionShape, 'Signed in (the session is a cookie), or `second_factor_needed`'), ...problemAnswers(400, 401, 403, 429) },
  }), async (c) => {
    refuseForeignOrigin(services, c)
    const { name, password } = c.req.valid('json')
    noteSubject(`account:${canonicalAccountName(name)}`)
    return c.json(await answer(c, await signIn.withPassword(name, password, remoteAddress(c))), 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/session/second-factor', summary: 'The code after the password', request: { body: jsonBody(codeShape) },
    responses: { 200: jsonAnswer(sessionShape, 'Signed in'), ...problemAnswers(400, 401, 403, 429) },
  }), async (c) => {
    refuseForeignOrigin(services, c)
    const waiting = getCookie(c, secondFactorCookie)
    return c.json(await answer(c, waiting ? await signIn.withCode(waiting, c.req.valid('json').code, remoteAddress(c)) : { expired: true }), 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/session/proof', summary: 'Prove again who sits there, before something critical', request: { body: jsonBody(proofShape) },
    responses: { 200: jsonAnswer(sessionShape, 'Proven'), ...problemAnswers(400, 401, 403, 429) },
  }), async (c) => {
    const session = requireSession(services, c)
    const result = await signIn.prove(session, getCookie(c, sessionCookie) as string, c.req.valid('json'), remoteAddress(c))
    if ('waitS' in result) throw tooMany(result.waitS)
    // 403, not 401: the session stands, only this proof does not.
    if ('refused' in result) throw new ProblemError(403, { code: 'access.wrong_proof', title: 'The password or code is wrong', errors: [{ field: 'password', reason: 'wrong' }] })
    await tell('session.proof', session)
    return c.json(sessionView(services, session), 200)
  })

  app.openapi(createRoute({ method: 'delete', path: '/api/session', summary: 'Sign out', responses: { 200: jsonAnswer(sessionShape, 'Signed out'), ...problemAnswers(403) } }), async (c) => {
    refuseForeignOrigin(services, c)
    const cookie = getCookie(c, sessionCookie)
    const session = sessionOf(c)
    if (cookie) await sessions.end(cookie)
    // Signing out works in any case.
    if (session) await tell('session.signOut', session).catch((error: unknown) => services.log.error({ err: error }, 'the audit of a sign-out could not be written'))
    for (const name of [sessionCookie, secondFactorCookie]) deleteCookie(c, name, { path: '/' })
    return c.json(sessionView(services, null), 200)
  })

  async function answer(c: Context, result: SignInResult) {
    if ('waitS' in result) throw tooMany(result.waitS)
    if ('expired' in result) throw new ProblemError(401, { code: 'access.second_factor_expired', title: 'Sign in with your password again' })
    if ('refused' in result) throw new ProblemError(401, { code: 'access.wrong_password', title: 'Name, password or code is wrong' })
    if ('secondFactor' in result) {
      setCookie(c, secondFactorCookie, result.secondFactor, { httpOnly: true, sameSite: 'Strict', path: '/api/session', maxAge: secondFactorS, secure: isSecure(services, c) })
      return sessionView(services, null, true)
    }
    // A new session each time, whatever cookie came along: one that somebody else has planted must not become somebody's session.
    const before = getCookie(c, sessionCookie)
    if (before) await sessions.end(before)
    const session = await sessions.find(result.cookie)
    if (session) {
      // A session whose beginning is not on record must not stand; its cookie was told to nobody.
      await tell('session.signIn', session).catch(async (error: unknown) => {
        await sessions.end(result.cookie)
        throw error
      })
    }
    giveSessionCookie(services, c, result.cookie)
    return sessionView(services, session)
  }

  async function tell(event: string, { accountId, role }: Session): Promise<void> {
    noteActor(accountId, role)
    await services.audit.record({ at: services.clock.now(), event, actor: accountId, role, secondPerson: null, address: null, subject: `account:${accountId}` })
  }
}

export const tooMany = (waitS: number): ProblemError => new ProblemError(429, { code: 'access.wait', title: 'Too many failed attempts', params: { wait_s: waitS } }, { 'retry-after': String(waitS) })
