import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { commandModes } from '#domain/control/command'
import { interlocksAnswerShape, viewOfInterlock } from '#domain/wire/interlocks'
import { jsonAnswer, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

/** What the interlocks would say of a command now. Nothing is asked for and nothing is kept: whoever may read may ask. */
export function interlockRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({
    method: 'get', path: '/api/loops/{id}/interlocks', summary: 'Every interlock for a command that is not given: what it says, on what, and how old that is',
    request: {
      params: z.object({ id: z.string() }),
      query: z.object({ mode: z.enum(commandModes), setpoint_c: z.coerce.number().min(-30).max(80).optional(), notam_reference: z.string().max(60).optional() }),
    },
    responses: { 200: jsonAnswer(interlocksAnswerShape, 'In the order in which a refusal would be told'), ...problemAnswers(400, 401, 404) },
  }), (c) => {
    const { id } = c.req.valid('param')
    const { mode, setpoint_c = null, notam_reference: notamReference = null } = c.req.valid('query')
    const loop = services.city().loops.get(id)
    if (!loop) throw new ProblemError(404, { code: 'loop.not_found', title: 'No such loop', params: { id } })
    const results = services.control.interlocks(loop, { mode, setpoint_c, notamReference })
    return c.json({ at: services.clock.now().toISOString(), loop_id: id, allowed: results.every(({ severity, allowed }) => severity === 'warn' || allowed), results: results.map(viewOfInterlock) }, 200)
  })
}
