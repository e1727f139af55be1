import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { historyShape, overviewShape } from '#domain/wire/network'
import { liveFrameShape } from '#domain/wire/live'
import { loadReadingsAsOf } from '#server/store/readings-as-of'
import { loadSegmentHistory } from '#server/store/segment-history'
import { loadSurfaceOverview } from '#server/store/surface-overview'
import { jsonAnswer, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { rangeOf, rangeShape } from './range'
import type { Services } from './services'

const instant = z.iso.datetime({ offset: true })
/** Steps of the time bar: the smallest that keeps the answer near 300 rows. */
const steps = [300, 600, 1800, 3600, 10_800]

/** What was measured before: a segment's course, the city's course, and the whole surface at a past instant. */
export function historyRoutes(services: Services, app: OpenAPIHono): void {
  const { db, live } = services

  app.openapi(createRoute({
    method: 'get', path: '/api/segments/{id}/history', summary: 'Everything measured at a segment, thinned with its extremes kept',
    request: { params: z.object({ id: z.string() }), query: rangeShape }, responses: { 200: jsonAnswer(historyShape, 'The course'), ...problemAnswers(400, 404) },
  }), async (c) => {
    const { from, to } = rangeOf(c.req.valid('query'))
    const history = await loadSegmentHistory(db, c.req.valid('param').id, from, to)
    if (!history) throw new ProblemError(404, { code: 'segment.not_found', title: 'No such segment' })
    return c.json(history, 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/overview', summary: "The city's course for the time bar", request: { query: rangeShape },
    responses: { 200: jsonAnswer(overviewShape, 'The course'), ...problemAnswers(400) },
  }), async (c) => {
    const { from, to } = rangeOf(c.req.valid('query'))
    const lengthS = (to.getTime() - from.getTime()) / 1000
    return c.json(await loadSurfaceOverview(db, from, to, steps.find((step) => lengthS / step <= 300) ?? 10_800), 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/history/surface', summary: 'The surface as it was measured at a past instant', request: { query: z.object({ at: instant }) },
    responses: { 200: jsonAnswer(liveFrameShape, 'A frame of that instant'), ...problemAnswers(400) },
  }), async (c) => {
    const at = new Date(c.req.valid('query').at)
    if (at > services.clock.now()) throw new ProblemError(400, { code: 'range.future', title: 'That instant has not come yet', errors: [{ field: 'at', reason: 'must not be after the site time' }] })
    return c.json(live.surfaceFrom(await loadReadingsAsOf(db, at), at.getTime()), 200)
  })
}
