import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { mayDo } from '#domain/identity/roles'
import { lockRequestShape, lockShape } from '#domain/wire/locks'
import { loopSlotsShape } from '#domain/wire/slots'
import { requireRight } from './access'
import { askerFrom, requireLoops } from './command-rights'
import { idParam } from './command-routes'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { orProblem } from './refused-problem'
import type { Services } from './services'
import { loopsOf } from './target-loops'

/** Who stands where on a loop, and whose hands are off it. */
export function slotRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({
    method: 'get', path: '/api/loops/{id}/slots', summary: 'The sixteen priority slots of a loop, 1 first, and what holds when none does', request: { params: z.object({ id: z.string().min(1).max(200) }) },
    responses: { 200: jsonAnswer(loopSlotsShape, 'Always sixteen'), ...problemAnswers(400, 401, 404, 503) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const slots = await services.control.slots(id)
    if (slots) return c.json(slots, 200)
    if (!services.city().loops.has(id)) throw new ProblemError(404, { code: 'loop.not_found', title: 'No such loop', params: { id }, errors: [{ field: 'id', reason: 'does not exist' }] })
    throw new ProblemError(503, { code: 'control.starting', title: 'Nobody looks after this loop yet' }, { 'retry-after': '5' })
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/locks', summary: 'Locks that are neither ended nor over', responses: { 200: jsonAnswer(z.object({ locks: z.array(lockShape) }), 'Oldest first'), ...problemAnswers(401) },
  }), async (c) => c.json({ locks: await services.control.locks() }, 200))

  app.openapi(createRoute({
    method: 'post', path: '/api/locks', summary: 'Keep everybody else\'s commands off these loops; never a stop', request: { body: jsonBody(lockRequestShape) },
    responses: { 201: jsonAnswer(lockShape, 'The lock'), ...problemAnswers(400, 401, 403, 404, 413, 415, 422) },
  }), async (c) => {
    const principal = requireRight(services, c, 'lock.place')
    const body = c.req.valid('json')
    const loopIds = await loopsOf(services, body.target)
    await requireLoops(services, principal, loopIds, true)
    const lock = await services.control.placeLock(askerFrom(principal, c), body, loopIds)
    return c.json(lock, 201)
  })

  app.openapi(createRoute({
    method: 'delete', path: '/api/locks/{id}', summary: 'End a lock: its holder, or an engineer within their scope', request: { params: idParam },
    responses: { 200: jsonAnswer(lockShape, 'The lock as it was'), ...problemAnswers(400, 401, 403, 404) },
  }), async (c) => {
    const principal = requireRight(services, c, 'lock.place')
    const { id } = c.req.valid('param')
    // One's own is ended even by whoever has lost its loops.
    const others = (await services.control.locks()).find((lock) => lock.id === id && lock.holder !== principal.accountId)
    if (others) await requireLoops(services, principal, others.loop_ids, true)
    const lock = await orProblem(services.control.endLock(askerFrom(principal, c), id, mayDo(principal.role, 'plant.configure')))
    return c.json(lock, 200)
  })
}
