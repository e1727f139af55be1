import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { commandAnswerShape, commandRequestShape, commandShape } from '#domain/wire/commands'
import { controllerViewShape } from '#domain/wire/controllers'
import { ControlStopped } from '#server/control/create-control'
import { requireRight } from './access'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { requireScope } from './scope'
import type { Services } from './services'
import { loopsOf } from './target-loops'

const keyHeader = z.object({ 'idempotency-key': z.string().regex(/^[\w-]{8,100}$/, 'expected 8 to 100 letters, digits, - or _') })

/** Commands: asked for, listed, read back. A command's answer says what was queued, never what was done. */
export function commandRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({
    method: 'get', path: '/api/commands', summary: 'Current and recent commands, and what the controllers themselves say',
    responses: { 200: jsonAnswer(z.object({ commands: z.array(commandShape), controllers: z.array(controllerViewShape) }), 'Newest first') },
  }), async (c) => c.json({ commands: await services.control.list(), controllers: services.live.controllerViews() }, 200))

  app.openapi(createRoute({
    method: 'post', path: '/api/commands', summary: 'Ask for a command on a segment\'s loop, a loop, or all loops of a zone',
    request: { headers: keyHeader, body: jsonBody(commandRequestShape) },
    responses: { 202: jsonAnswer(commandAnswerShape, 'What was queued and what was refused, with the rule'), ...problemAnswers(400, 401, 403, 404, 409, 413, 422, 503) },
  }), async (c) => {
    const principal = requireRight(services, c, 'command.give')
    const request = c.req.valid('json')
    const loopIds = await loopsOf(services, request.target)
    await requireScope(services, principal, loopIds)
    const answer = await services.control.request(principal.accountId, c.req.valid('header')['idempotency-key'], request, loopIds).catch((error: unknown) => {
      if (error instanceof ControlStopped) throw new ProblemError(503, { code: 'control.stopping', title: 'The server is about to end: nothing was queued' }, { 'retry-after': '10' })
      throw error
    })
    if (answer.conflict) {
      throw new ProblemError(409, { code: 'command.key_reused', title: 'This Idempotency-Key was used for another request', errors: [{ field: 'idempotency-key', reason: 'use a new key for a new request' }] })
    }
    return c.json(answer.answer, 202)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/commands/{id}/read-back', summary: 'Ask the controller what became of a command',
    request: { params: z.object({ id: z.coerce.number().int().positive() }) },
    responses: { 200: jsonAnswer(commandShape, 'The command after the read-back; still unknown when the controller does not answer'), ...problemAnswers(401, 403, 404) },
  }), async (c) => {
    const principal = requireRight(services, c, 'command.readBack')
    const command = await services.control.readBack(c.req.valid('param').id, principal.accountId)
    if (!command) throw new ProblemError(404, { code: 'command.not_found', title: 'No such command' })
    return c.json(command, 200)
  })
}
