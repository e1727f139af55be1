import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { commandGroupShape, relinquishRequestShape, renewRequestShape } from '#domain/wire/command-groups'
import { commandAnswerShape, commandRequestShape, commandShape, type CommandAnswer } from '#domain/wire/commands'
import { controllerViewShape } from '#domain/wire/controllers'
import type { RequestAnswer } from '#server/control/request-commands'
import { requireRight } from './access'
import { askerFrom, requireLoops } from './command-rights'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { orProblem } from './refused-problem'
import type { Services } from './services'
import { loopsOf } from './target-loops'

export const idParam = z.object({ id: z.coerce.number().int().positive() })

/** @throws ProblemError 404 */
export async function commandOf(services: Services, id: number) {
  const found = await services.control.find(id)
  if (!found) throw new ProblemError(404, { code: 'command.not_found', title: 'No such command', errors: [{ field: 'id', reason: 'look it up in GET /api/commands' }] })
  return found
}

/** @throws ProblemError 409 when the key was used for something else */
export function answerOf(answer: RequestAnswer): CommandAnswer {
  if (answer.conflict) throw new ProblemError(409, { code: 'command.key_reused', title: 'This Idempotency-Key was used for another request', errors: [{ field: 'idempotency-key', reason: 'use a new key for a new request' }] })
  return answer.answer
}

export const keyHeader = z.object({ 'idempotency-key': z.string().regex(/^[\w-]{8,100}$/, 'expected 8 to 100 letters, digits, - or _') })

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
    await requireLoops(services, principal, loopIds)
    return c.json(answerOf(await orProblem(services.control.request(askerFrom(principal, c), c.req.valid('header')['idempotency-key'], request, loopIds))), 202)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/commands/{id}/renew', summary: 'Carry a holding command on: same loop, slot, mode and set-point under a new sequence',
    request: { params: idParam, headers: keyHeader, body: jsonBody(renewRequestShape) },
    responses: { 202: jsonAnswer(commandAnswerShape, 'The new command; the old one holds until the new one is read back'), ...problemAnswers(400, 401, 403, 404, 409, 413, 415, 503) },
  }), async (c) => {
    const principal = requireRight(services, c, 'command.give')
    const { id } = c.req.valid('param')
    const found = await commandOf(services, id)
    await requireLoops(services, principal, [found.view.loop_id])
    return c.json(answerOf(await orProblem(services.control.renew(askerFrom(principal, c), c.req.valid('header')['idempotency-key'], id, c.req.valid('json')))), 202)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/commands/{id}/relinquish', summary: 'Give back slot 2 after an interlock trip whose cause has been gone for ten minutes; nothing begins again by it',
    request: { params: idParam, headers: keyHeader, body: jsonBody(relinquishRequestShape) },
    responses: { 202: jsonAnswer(commandAnswerShape, 'The release that is on its way; only its read-back ends the trip'), ...problemAnswers(400, 401, 403, 404, 409, 413, 415, 503) },
  }), async (c) => {
    const principal = requireRight(services, c, 'command.give')
    const { id } = c.req.valid('param')
    const found = await commandOf(services, id)
    await requireLoops(services, principal, [found.view.loop_id])
    return c.json(answerOf(await orProblem(services.control.relinquish(askerFrom(principal, c), c.req.valid('header')['idempotency-key'], id, c.req.valid('json')))), 202)
  })

  for (const [step, right, summary] of [
    ['submit', 'command.give', 'Hand in a draft of mine: judged now, and queued or put before a second person'],
    ['cancel', 'command.cancel', 'Withdraw what of my request has not been sent'],
  ] as const) {
    app.openapi(createRoute({
      method: 'post', path: `/api/commands/{id}/${step}`, summary, request: { params: idParam },
      responses: { 200: jsonAnswer(commandGroupShape, 'The whole request as it then stands'), ...problemAnswers(400, 401, 403, 404, 409, 503) },
    }), async (c) => {
      const principal = requireRight(services, c, right)
      const { requestId } = await commandOf(services, c.req.valid('param').id)
      if (step === 'submit') await requireLoops(services, principal, (await services.control.group(requestId))?.commands.map((command) => command.loop_id) ?? [])
      return c.json(await orProblem(services.control[step](askerFrom(principal, c), requestId)), 200)
    })
  }

  app.openapi(createRoute({
    method: 'post', path: '/api/commands/{id}/read-back', summary: 'Ask the controller what became of a command',
    request: { params: idParam },
    responses: { 200: jsonAnswer(commandShape, 'The command after the read-back; still unknown when the controller does not answer'), ...problemAnswers(401, 403, 404) },
  }), async (c) => {
    const principal = requireRight(services, c, 'command.readBack')
    const { id } = c.req.valid('param')
    await requireLoops(services, principal, [(await commandOf(services, id)).view.loop_id], true)
    const command = await services.control.readBack(id, principal.accountId)
    if (!command) throw new ProblemError(404, { code: 'command.not_found', title: 'No such command' })
    return c.json(command, 200)
  })
}
