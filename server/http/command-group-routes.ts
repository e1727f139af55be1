import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { mayDo } from '#domain/identity/roles'
import { approvalDecisionShape, approvalsShape, commandGroupShape } from '#domain/wire/command-groups'
import type { Asker } from '#server/control/asker'
import type { PendingApproval } from '#server/control/group-view'
import { requireFreshProof, requireRight } from './access'
import { askerFrom, outsideScope, requireLoops } from './command-rights'
import { commandOf, idParam } from './command-routes'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { orProblem } from './refused-problem'
import type { Services } from './services'

const groupParam = z.object({ id: z.string().min(1).max(100) })

async function groupOf(services: Services, id: string) {
  const group = await services.control.group(id)
  if (!group) throw new ProblemError(404, { code: 'group.not_found', title: 'No such request', errors: [{ field: 'id', reason: 'take the group from a command' }] })
  return group
}

/** Requests as a whole: how their parts fare, the operator's word, the second person. A group of one loop has a parent as well when it needs them. */
export function commandGroupRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({
    method: 'get', path: '/api/command-groups/{id}', summary: 'How the parts of one request fare: counts per state, partial success told as such', request: { params: groupParam },
    responses: { 200: jsonAnswer(commandGroupShape, 'The request and its commands'), ...problemAnswers(400, 401, 404) },
  }), async (c) => c.json(await groupOf(services, c.req.valid('param').id), 200))

  app.openapi(createRoute({
    method: 'post', path: '/api/command-groups/{id}/operate', summary: 'The operator\'s word: what is selected goes now, what is not selected by now ends', request: { params: groupParam },
    responses: { 200: jsonAnswer(commandGroupShape, 'The request as it then stands'), ...problemAnswers(400, 401, 403, 404, 409, 503) },
  }), async (c) => {
    const principal = requireRight(services, c, 'command.give')
    const { id } = c.req.valid('param')
    await requireLoops(services, principal, (await groupOf(services, id)).commands.map((command) => command.loop_id))
    return c.json(await orProblem(services.control.operate(askerFrom(principal, c), id)), 200)
  })

  for (const step of ['approve', 'decline'] as const) {
    const summary = step === 'approve' ? 'As second person, approve exactly this payload: judged again, and its loops reserved' : 'As second person, decline'
    const described = { body: jsonBody(approvalDecisionShape) }
    const responses = { 200: jsonAnswer(commandGroupShape, 'The request as it then stands'), ...problemAnswers(400, 401, 403, 404, 409, 413, 415, 503) }
    app.openapi(createRoute({ method: 'post', path: `/api/command-groups/{id}/${step}`, summary, request: { params: groupParam, ...described }, responses }), async (c) => {
      const principal = requireRight(services, c, 'command.approve')
      requireFreshProof(services, principal)
      const { id } = c.req.valid('param')
      await requireLoops(services, principal, (await groupOf(services, id)).commands.map((command) => command.loop_id))
      return c.json(await orProblem(services.control[step](askerFrom(principal, c), id, c.req.valid('json'))), 200)
    })
    app.openapi(createRoute({ method: 'post', path: `/api/commands/{id}/${step}`, summary: `${summary} (by one of its commands)`, request: { params: idParam, ...described }, responses }), async (c) => {
      const principal = requireRight(services, c, 'command.approve')
      requireFreshProof(services, principal)
      const { requestId } = await commandOf(services, c.req.valid('param').id)
      await requireLoops(services, principal, (await groupOf(services, requestId)).commands.map((command) => command.loop_id))
      return c.json(await orProblem(services.control[step](askerFrom(principal, c), requestId, c.req.valid('json'))), 200)
    })
  }

  app.openapi(createRoute({
    method: 'get', path: '/api/approvals', summary: 'What waits for a second person: what I may decide, and what I asked for',
    responses: { 200: jsonAnswer(approvalsShape, 'Oldest first'), ...problemAnswers(401, 403) },
  }), async (c) => {
    const principal = requireRight(services, c, 'read')
    const me = askerFrom(principal, c)
    const whyNot = async ({ loopIds, requester }: PendingApproval): Promise<string | null> => {
      if (requester.account === me.account) return 'same_person'
      if (requester.sessionSha256 !== null && requester.sessionSha256 === (me satisfies Asker).sessionSha256) return 'same_session'
      if (!mayDo(principal.role, 'command.approve') || (loopIds.some((loopId) => services.control.isRunway(loopId)) && !mayDo(principal.role, 'command.runway'))) return 'role'
      return await outsideScope(services, principal, loopIds) === null ? null : 'scope'
    }
    const approvals = []
    for (const pending of await services.control.pendingApprovals()) {
      const why_not = await whyNot(pending)
      const mine = pending.requester.account === me.account
      if (mine || why_not === null || why_not === 'same_session') approvals.push({ group: pending.group, payload: pending.payload, mine, may_decide: why_not === null, why_not })
    }
    return c.json({ approvals }, 200)
  })
}
