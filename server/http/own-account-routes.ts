import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { codeShape, passwordChangeShape, passwordOnlyShape, secondFactorShape, sessionShape } from '#domain/wire/session'
import type { AuditEntry } from '#domain/audit/audit-entry'
import type { Session } from '#server/identity/session'
import { appendAudit } from '#server/store/audit-log'
import { requireSession, sessionCookie } from './access'
import { refuseAccount } from './account-view'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { remoteAddress } from './request-origin'
import type { Services } from './services'
import { giveSessionCookie, tooMany } from './session-routes'
import { sessionView } from './session-view'

const none = (): ProblemError => new ProblemError(409, { code: 'account.no_second_factor', title: 'No second factor is set up', errors: [{ field: 'second_factor', reason: 'set one up first' }] })

/** One's own account: password and second factor. Each wants the password, and guesses count like those of a sign-in. */
export function ownAccountRoutes(services: Services, app: OpenAPIHono): void {
  const { accounts, sessions, signIn, secondFactors } = services.identity
  const cookieOf = (c: Context): string => getCookie(c, sessionCookie) as string

  /** @throws ProblemError 403, 429 unless the password is the account's */
  async function requirePassword(c: Context, session: Session, password: string, field = 'password'): Promise<void> {
    const result = await signIn.prove(session, cookieOf(c), { password }, remoteAddress(c))
    if ('waitS' in result) throw tooMany(result.waitS)
    if ('refused' in result) throw new ProblemError(403, { code: 'access.wrong_proof', title: 'The password is wrong', errors: [{ field, reason: 'wrong' }] })
  }
  const entry = ({ accountId, role }: Session, event: string, id = accountId, reason?: string): AuditEntry =>
    ({ at: services.clock.now(), event, actor: accountId, role, secondPerson: null, address: null, subject: `account:${id}`, ...(reason === undefined ? {} : { reason }) })
  /** The library that keeps second factors writes by itself: what cannot be told is not done, and what it refuses nevertheless is told as refused. */
  const tell = (session: Session, event: string): Promise<void> => services.audit.record(entry(session, event))
  const tellRefused = (session: Session, event: string): Promise<void> => services.audit.record(entry(session, 'account.refused', session.accountId, event))
  /** The session goes on under a new cookie. */
  async function renewed(c: Context, cookie: string | null) {
    if (cookie) giveSessionCookie(services, c, cookie)
    return sessionView(services, await sessions.find(cookie ?? cookieOf(c)))
  }

  app.openapi(createRoute({
    method: 'post', path: '/api/account/password', summary: 'Change one\'s own password; one\'s other sessions end', request: { body: jsonBody(passwordChangeShape) },
    responses: { 200: jsonAnswer(sessionShape, 'Changed'), ...problemAnswers(400, 401, 403, 422, 429) },
  }), async (c) => {
    const session = requireSession(services, c)
    const { current_password: current, new_password: wanted } = c.req.valid('json')
    await requirePassword(c, session, current, 'current_password')
    const outcome = await accounts.changePassword(session.accountId, current, wanted, session.token, (tx, id) => appendAudit(tx, [entry(session, 'account.changePassword', id)]))
    if (outcome !== 'changed') return refuseAccount(outcome)
    sessions.forget(cookieOf(c))
    return c.json(await renewed(c, null), 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/account/second-factor', summary: 'Begin to set up a second factor: a secret for the authenticator, and backup codes', request: { body: jsonBody(passwordOnlyShape) },
    responses: { 200: jsonAnswer(secondFactorShape, 'Told once; in force after a code was verified'), ...problemAnswers(400, 401, 403, 409, 429) },
  }), async (c) => {
    const session = requireSession(services, c)
    const { password } = c.req.valid('json')
    await requirePassword(c, session, password)
    if (session.hasSecondFactor) throw new ProblemError(409, { code: 'account.second_factor_set', title: 'A second factor is set up already', detail: 'Remove it first.' })
    await tell(session, 'account.beginSecondFactor')
    const begun = await secondFactors.begin(cookieOf(c), session, password)
    if (!begun) await tellRefused(session, 'account.beginSecondFactor')
    if (!begun) throw new ProblemError(409, { code: 'account.second_factor_set', title: 'A second factor is set up already', detail: 'Remove it first.' })
    return c.json({ uri: begun.uri, secret: begun.secret, backup_codes: begun.backupCodes }, 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/account/second-factor/verify', summary: 'The first code of the authenticator puts the second factor in force', request: { body: jsonBody(codeShape) },
    responses: { 200: jsonAnswer(sessionShape, 'In force'), ...problemAnswers(400, 401, 403, 409) },
  }), async (c) => {
    const session = requireSession(services, c)
    if (session.hasSecondFactor) throw new ProblemError(409, { code: 'account.second_factor_set', title: 'A second factor is set up already' })
    const { right, cookie } = await secondFactors.verify(cookieOf(c), c.req.valid('json').code)
    if (!right) throw new ProblemError(403, { code: 'access.wrong_proof', title: 'The code is wrong', errors: [{ field: 'code', reason: 'wrong, or of another time' }] })
    await tell(session, 'account.setSecondFactor')
    return c.json(await renewed(c, cookie), 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/account/second-factor/remove', summary: 'Remove one\'s second factor', request: { body: jsonBody(passwordOnlyShape) },
    responses: { 200: jsonAnswer(sessionShape, 'Removed'), ...problemAnswers(400, 401, 403, 409, 429) },
  }), async (c) => {
    const session = requireSession(services, c)
    const { password } = c.req.valid('json')
    await requirePassword(c, session, password)
    if (!session.hasSecondFactor) throw none()
    await tell(session, 'account.removeSecondFactor')
    const cookie = await secondFactors.remove(cookieOf(c), password)
    if (cookie === null) {
      await tellRefused(session, 'account.removeSecondFactor')
      throw none()
    }
    return c.json(await renewed(c, cookie), 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/account/backup-codes', summary: 'Ten new backup codes in place of the old', request: { body: jsonBody(passwordOnlyShape) },
    responses: { 200: jsonAnswer(z.object({ backup_codes: z.array(z.string()) }), 'Told once'), ...problemAnswers(400, 401, 403, 409, 429) },
  }), async (c) => {
    const session = requireSession(services, c)
    const { password } = c.req.valid('json')
    await requirePassword(c, session, password)
    if (!session.hasSecondFactor) throw none()
    await tell(session, 'account.renewBackupCodes')
    const codes = await secondFactors.renewBackupCodes(cookieOf(c), password)
    if (!codes) {
      await tellRefused(session, 'account.renewBackupCodes')
      throw none()
    }
    return c.json({ backup_codes: codes }, 200)
  })
}
