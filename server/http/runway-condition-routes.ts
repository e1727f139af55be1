import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { findObservationFault } from '#domain/grf/assess-rwycc'
import { observationHoldsS } from '#domain/grf/third-condition'
import { problemShape } from '#domain/wire/problem'
import { runwayConditionShape, runwayObservationShape, runwayShape } from '#domain/wire/runway-condition'
import { type SeenThird, saveRunwayObservation } from '#server/store/runway-observations'
import { requireRight } from './access'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { runwayCondition, runwayView } from './runway-condition'
import { requireRunwayScope, runwayOf, runwaysOf } from './runway-target'
import type { Services } from './services'

const idParam = z.object({ id: z.string() })
/** A device's clock may be ahead of ours by this, s. */
const aheadS = 60

/** What lies on runways: seen by persons, kept for ever, and judged with what is measured. */
export function runwayConditionRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({ method: 'get', path: '/api/runways', summary: 'All runways, as their aerodromes name them', responses: { 200: jsonAnswer(z.array(runwayShape), 'All runways'), ...problemAnswers(401) } }),
    (c) => c.json(runwaysOf(services).map((runway) => runwayView(runway, services.city().network.segments.filter(({ asset_id: id }) => id === runway.id))), 200))

  app.openapi(createRoute({
    method: 'get', path: '/api/runways/{id}/condition', summary: 'Condition of a runway\'s thirds: seen, measured, and what melting would do to its code', request: { params: idParam },
    responses: { 200: jsonAnswer(runwayConditionShape, 'Thirds from the lower-numbered end'), ...problemAnswers(401, 404) },
  }), async (c) => c.json(await runwayCondition(services, runwayOf(services, c.req.valid('param').id)), 200))

  app.openapi(createRoute({
    method: 'post', path: '/api/runways/{id}/observations', summary: 'Report what lies on thirds of a runway', request: { params: idParam, body: jsonBody(runwayObservationShape) },
    responses: {
      201: jsonAnswer(runwayConditionShape, 'Kept: the condition as it now stands'), 200: jsonAnswer(runwayConditionShape, 'Was kept before under this client id: the condition as it now stands'),
      409: { description: 'Somebody else reported since: what stands now', content: { 'application/problem+json': { schema: problemShape.extend({ stands: runwayConditionShape }) } } },
      ...problemAnswers(400, 401, 403, 404, 413, 422),
    },
  }), async (c) => {
    const principal = requireRight(services, c, 'runway.observe')
    const runway = runwayOf(services, c.req.valid('param').id)
    requireRunwayScope(principal, runway.id)
    const asked = c.req.valid('json')
    const thirds = asked.thirds.map(({ third, contaminant, coverage_percent: coveragePercent, depth_mm: depthMm, assigned_rwycc: assignedRwycc }): SeenThird => ({ third, contaminant, coveragePercent, depthMm, assignedRwycc }))
    const errors = thirds.flatMap((third, index) => {
      const fault = findObservationFault(third)
      return fault === null ? [] : [{ field: `thirds.${index}`, reason: fault }]
    })
    if (errors.length > 0) throw new ProblemError(422, { code: 'runway.observation_impossible', title: 'This cannot be what lies there', errors })
    const now = services.clock.now()
    const observedAt = asked.observed_at === undefined ? now : new Date(asked.observed_at)
    const ageS = (now.getTime() - observedAt.getTime()) / 1000
    if (ageS > observationHoldsS || ageS < -aheadS) throw new ProblemError(422, { code: 'runway.observation_time', title: 'An observation of then says nothing of now', params: { most_h: observationHoldsS / 3600 }, errors: [{ field: 'observed_at', reason: 'too old, or in the future' }] })
    const kept = await saveRunwayObservation(services.db, { runwayId: runway.id, clientId: asked.client_id, baseVersion: asked.base_version, observer: principal.accountId, observedAt: ageS < 0 ? now : observedAt, receivedAt: now, thirds })
    if (kept === 'reused') throw new ProblemError(422, { code: 'runway.client_id_reused', title: 'This client id stands for another observation', errors: [{ field: 'client_id', reason: 'make a new one for every observation' }] })
    const stands = await runwayCondition(services, runway)
    if (kept === 'moved') {
      const words = { type: 'urn:hearthway:problem:runway.observation_moved', status: 409, code: 'runway.observation_moved', title: 'Somebody else has reported since', detail: 'Look at what stands now, then report again.', params: { version: stands.version ?? 'none' }, stands }
      return c.json(words, 409, { 'content-type': 'application/problem+json; charset=utf-8' })
    }
    return kept === 'kept' ? c.json(stands, 201) : c.json(stands, 200)
  })
}
