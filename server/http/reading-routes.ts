import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { mayPostFor } from '#domain/sensing/device-scope'
import { ingestAnswerShape, maxReadingsPerBatch, readingBatchShape } from '#domain/wire/readings'
import { findDeviceToken, type Device } from '#server/store/device-tokens'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { readJsonBody } from './read-json-body'
import type { Services } from './services'

const maxBodyBytes = 2 * 1024 * 1024

/** POST /api/readings: the one way in for what devices measure. */
export function readingRoutes(services: Services, app: OpenAPIHono): void {
  const route = createRoute({
    method: 'post', path: '/api/readings', summary: 'Store a batch of readings', security: [{ device: [] }],
    description: 'Items are judged one by one: good ones are stored, bad ones are named with field and reason. Nothing is acknowledged before it is stored.',
    request: { body: jsonBody(readingBatchShape) },
    responses: { 202: jsonAnswer(ingestAnswerShape, 'Judged and stored'), ...problemAnswers(400, 401, 413, 415, 503) },
  })
  // Read by hand: strict UTF-8, a size limit while reading, and the bearer is checked before the body is.
  app.openAPIRegistry.registerPath(route)
  app.post('/api/readings', async (c) => {
    const token = /^Bearer ([\w-]{16,200})$/.exec(c.req.header('authorization') ?? '')?.[1]
    const device = token ? await deviceOf(services, token) : null
    if (!device) {
      throw new ProblemError(401, { code: 'device.token', title: 'Unknown device token', detail: 'Send Authorization: Bearer TOKEN with a token made by `npm run device -- add NAME`.' })
    }
    const body = await readJsonBody(c.req.raw, maxBodyBytes)
    const items = (body as { readings?: unknown } | null)?.readings
    if (!Array.isArray(items)) throw new ProblemError(400, { code: 'readings.no_batch', title: 'The body is no batch', errors: [{ field: 'readings', reason: 'expected an array' }] })
    if (items.length > maxReadingsPerBatch) throw new ProblemError(413, { code: 'readings.too_many', title: 'The batch is too large', params: { most: maxReadingsPerBatch, got: items.length } })
    const answer = await services.ingest.accept(items, 'device', device.scope === 'all' ? undefined : (sensor) => mayPostFor(device.scope, sensor))
    if ('busy' in answer) throw new ProblemError(503, { code: 'readings.busy', title: 'Too many readings are waiting to be stored' }, { 'retry-after': String(answer.busy) })
    return c.json(answer, 202)
  })
}

/** @throws ProblemError 503 when the database cannot say: a device must keep its readings then, not think that its token is wrong */
async function deviceOf(services: Services, token: string): Promise<Device | null> {
  try {
    return await findDeviceToken(services.db, token)
  } catch (error) {
    services.log.error({ err: error }, 'looking up a device token failed')
    throw new ProblemError(503, { code: 'readings.unavailable', title: 'The database does not answer: keep the readings and come back' }, { 'retry-after': '5' })
  }
}
