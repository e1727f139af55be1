import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { runwayDeclarationShape, runwayUseShape, type RunwayUseView } from '#domain/wire/runways'
import { requireRight } from './access'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { requireRunwayScope, runwayOf, runwaysOf } from './runway-target'
import type { Services } from './services'

/** Whether runways are in use: an input of the interlocks, with source, reference and expiry. */
export function runwayRoutes(services: Services, app: OpenAPIHono): void {
  const viewOf = ({ id, name }: { id: string; name: RunwayUseView['name'] }): RunwayUseView => {
    const word = services.runwayUses.wordOf(id)
    const nowMs = services.clock.now().getTime()
    if (!word) return { runway_id: id, name, use: 'unknown', said: null }
    const holds = word.expiresAt.getTime() > nowMs
    return {
      runway_id: id, name, use: !holds ? 'unknown' : word.inUse ? 'in_use' : 'not_in_use',
      said: { in_use: word.inUse, source: word.source, reference: word.reference, by: word.saidBy, at: word.saidAt.toISOString(), expires_at: word.expiresAt.toISOString(), age_s: Math.max(0, Math.round((nowMs - word.saidAt.getTime()) / 1000)) },
    }
  }

  app.openapi(createRoute({ method: 'get', path: '/api/runways/use', summary: 'Whether each runway is in use, who says so and until when', responses: { 200: jsonAnswer(z.array(runwayUseShape), 'All runways'), ...problemAnswers(401) } }),
    (c) => c.json(runwaysOf(services).map(viewOf), 200))

  app.openapi(createRoute({
    method: 'post', path: '/api/runways/{id}/use', summary: 'Declare that a runway is in use or not, on what authority and for how long',
    request: { params: z.object({ id: z.string() }), body: jsonBody(runwayDeclarationShape) },
    responses: { 200: jsonAnswer(runwayUseShape, 'What counts now: another source may still say that it is in use'), ...problemAnswers(400, 401, 403, 404, 413) },
  }), async (c) => {
    const principal = requireRight(services, c, 'runway.declare')
    const runway = runwayOf(services, c.req.valid('param').id)
    requireRunwayScope(principal, runway.id)
    const { in_use: inUse, reference, expires_in_s: lastsS } = c.req.valid('json')
    await services.runwayUses.say({ runwayId: runway.id, inUse, source: 'declaration', reference, saidBy: principal.accountId }, lastsS)
    return c.json(viewOf(runway), 200)
  })
}
