import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { stopRequestShape } from '#domain/wire/command-groups'
import { commandAnswerShape } from '#domain/wire/commands'
import { requireRight } from './access'
import { askerFrom, requireLoops } from './command-rights'
import { answerOf, keyHeader } from './command-routes'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { orProblem } from './refused-problem'
import type { Services } from './services'
import { loopsOf } from './target-loops'

/** How long the button is held, wall ms: nobody stops a plant by brushing against the screen. */
const leastHeldMs = 2000

/** Stop all. */
export function stopRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({
    method: 'post', path: '/api/stop', summary: 'Stop all: a loop, an energy station or a zone gives back every remote slot; no lock, interlock or unknown command keeps it',
    request: { headers: keyHeader, body: jsonBody(stopRequestShape) },
    responses: { 202: jsonAnswer(commandAnswerShape, 'The releases that are on their way; only their read-back says that it has stopped'), ...problemAnswers(400, 401, 403, 404, 409, 413, 415, 422, 503) },
  }), async (c) => {
    const principal = requireRight(services, c, 'command.stop')
    const body = c.req.valid('json')
    if (body.held_ms < leastHeldMs) {
      throw new ProblemError(422, { code: 'stop.held_too_short', title: 'The button was not held long enough', params: { held_ms: body.held_ms, least_ms: leastHeldMs }, errors: [{ field: 'held_ms', reason: `hold it for ${leastHeldMs} ms` }] })
    }
    const loopIds = await loopsOf(services, body.target)
    await requireLoops(services, principal, loopIds, true)
    return c.json(answerOf(await orProblem(services.control.stopAll(askerFrom(principal, c), c.req.valid('header')['idempotency-key'], body, loopIds))), 202)
  })
}
