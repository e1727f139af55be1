import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Principal } from '#domain/identity/principal'
import type { Action } from '#domain/identity/roles'
import { accountShape, closeShape, madeAccountShape, newAccountShape, resetPasswordShape, roleChangeShape } from '#domain/wire/accounts'
import { canonicalAccountName } from '#domain/identity/account-name'
import type { TellChange } from '#server/store/account-changes'
import { appendAudit } from '#server/store/audit-log'
import { noteSubject } from '#server/store/audit-origin'
import { requireFreshProof, requireRight } from './access'
import { accountView, refuseAccount } from './account-view'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'
import { scopeFrom, scopeView } from './session-view'

const params = z.object({ id: z.string().min(1).max(80) })

/**
 * Accounts, for two administrators with separate powers: one makes and closes them and takes away lost second factors, the other gives roles and scopes and
 * new passwords, so that neither alone gets into an account that has both. Nobody does it to themselves,
 * one administrator of each kind is always left, and every change wants a fresh proof and goes to the audit.
 */
export function accountRoutes(services: Services, app: OpenAPIHono): void {
  const { accounts, sessions } = services.identity

  /** @throws ProblemError 401, 403 */
  function administrator(c: Context, action: Action, id: string): Principal {
    noteSubject(`account:${id}`)
    const principal = requireRight(services, c, action)
    requireFreshProof(services, principal)
    return principal
  }
  async function known(id: string) {
    return accountView(await accounts.find(id) ?? refuseAccount({ fault: 'not_found' }))
  }
  /** Told with the change's own transaction. */
  const telling = (principal: Principal, event: string, more: { before?: unknown; after?: unknown; reason?: string } = {}): TellChange => (tx, id) =>
    appendAudit(tx, [{ at: services.clock.now(), event, actor: principal.accountId, role: principal.role, secondPerson: null, address: null, subject: `account:${id}`, ...more }])

  app.openapi(createRoute({ method: 'get', path: '/api/accounts', summary: 'All accounts', responses: { 200: jsonAnswer(z.array(accountShape), 'By sign-in name'), ...problemAnswers(401, 403) } }), async (c) => {
    const { role } = requireRight(services, c, 'read')
    if (role !== 'systemAdministrator' && role !== 'securityAdministrator' && role !== 'auditor') throw new ProblemError(403, { code: 'access.role', title: 'Your role may not do this', params: { action: 'account.manage', role } })
    return c.json((await accounts.list()).map(accountView), 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/accounts', summary: 'Make an account: a viewer until it is given a role', request: { body: jsonBody(newAccountShape) },
    responses: { 201: jsonAnswer(madeAccountShape, 'Made; the password is told once'), ...problemAnswers(400, 401, 403, 409, 422) },
  }), async (c) => {
    const { id, name, email } = c.req.valid('json')
    const principal = administrator(c, 'account.manage', canonicalAccountName(id))
    const nowhere = { zoneIds: [], assetIds: [] }
    const after = { name, email: email || null, role: 'viewer', scope: scopeView(nowhere), closed: false, must_change_password: true }
    const made = await accounts.create({ name: id, shownName: name, email, role: 'viewer', scope: nowhere }, telling(principal, 'account.create', { after }))
    if ('fault' in made) return refuseAccount(made)
    return c.json({ account: accountView(made.account), password: made.password as string }, 201)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/accounts/{id}/close', summary: 'Close an account; its sessions end at once', request: { params, body: jsonBody(closeShape) },
    responses: { 200: jsonAnswer(accountShape, 'Closed'), ...problemAnswers(400, 401, 403, 404, 409) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    const principal = administrator(c, 'account.manage', id)
    const before = await known(id)
    const outcome = await accounts.setClosed(principal.accountId, before.id, true, reason, telling(principal, 'account.close', { before, reason }))
    return outcome === 'changed' ? c.json(await known(id), 200) : refuseAccount(outcome)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/accounts/{id}/reopen', summary: 'Open a closed account again', request: { params },
    responses: { 200: jsonAnswer(accountShape, 'Open'), ...problemAnswers(401, 403, 404, 409) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const principal = administrator(c, 'account.manage', id)
    const before = await known(id)
    const outcome = await accounts.setClosed(principal.accountId, before.id, false, null, telling(principal, 'account.reopen', { before }))
    return outcome === 'changed' ? c.json(await known(id), 200) : refuseAccount(outcome)
  })

  app.openapi(createRoute({
    method: 'put', path: '/api/accounts/{id}/role', summary: 'Give a role and a scope; sessions end at once', request: { params, body: jsonBody(roleChangeShape) },
    responses: { 200: jsonAnswer(accountShape, 'Given'), ...problemAnswers(400, 401, 403, 404, 409) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const { role, scope } = c.req.valid('json')
    const principal = administrator(c, 'account.authorise', id)
    const before = await known(id)
    const told = telling(principal, 'account.authorise', { before: { role: before.role, scope: before.scope }, after: { role, scope } })
    const outcome = await accounts.giveRole(principal.accountId, before.id, role, scopeFrom(scope), told)
    return outcome === 'changed' ? c.json(await known(id), 200) : refuseAccount(outcome)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/accounts/{id}/unlock', summary: 'Unlock an account after too many failures', request: { params },
    responses: { 200: jsonAnswer(accountShape, 'Unlocked'), ...problemAnswers(401, 403, 404) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const principal = administrator(c, 'account.authorise', id)
    const before = await known(id)
    await accounts.unlock(before.id, telling(principal, 'account.unlock', { before }))
    return c.json(await known(id), 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/accounts/{id}/reset-password', summary: 'A made-up password, to be changed at the next sign-in; sessions end at once', request: { params },
    responses: { 200: jsonAnswer(resetPasswordShape, 'The password, told once'), ...problemAnswers(401, 403, 404, 409) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const principal = administrator(c, 'account.authorise', id)
    const { id: accountId } = await known(id)
    if (accountId === principal.accountId) return refuseAccount({ fault: 'own_account' })
    const reset = await accounts.resetPassword(accountId, undefined, telling(principal, 'account.resetPassword'))
    return 'fault' in reset ? refuseAccount(reset) : c.json({ password: reset.password as string }, 200)
  })

  app.openapi(createRoute({
    method: 'delete', path: '/api/accounts/{id}/second-factor', summary: 'Take away the second factor of somebody who lost it; sessions end at once', request: { params },
    responses: { 200: jsonAnswer(accountShape, 'Taken away'), ...problemAnswers(401, 403, 404, 409) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const principal = administrator(c, 'account.manage', id)
    const before = await known(id)
    if (before.id === principal.accountId) return refuseAccount({ fault: 'own_account' })
    if (!before.has_second_factor) return refuseAccount({ fault: 'no_second_factor' })
    const outcome = await accounts.resetSecondFactor(before.id, telling(principal, 'account.resetSecondFactor', { before }))
    return outcome === 'changed' ? c.json(await known(id), 200) : refuseAccount(outcome)
  })

  app.openapi(createRoute({
    method: 'delete', path: '/api/accounts/{id}/sessions', summary: 'End all sessions of an account at once', request: { params },
    responses: { 204: { description: 'Ended' }, ...problemAnswers(401, 403, 404) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const principal = administrator(c, 'account.authorise', id)
    const { id: accountId } = await known(id)
    await sessions.endAccount(accountId, null, telling(principal, 'account.endSessions'))
    return c.body(null, 204)
  })
}
