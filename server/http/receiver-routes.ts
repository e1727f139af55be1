import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { qualityOf } from '#domain/sensing/quality'
import { parseInstant } from '#domain/units/instant'
import { idText } from '#domain/wire/id-text'
import { maxTrackPoints, newReceiverShape, nmeaAnswerShape, protocolFaults, receiverMadeShape, receiverShape, trackShape } from '#domain/wire/receivers'
import { countInto } from '#server/ingest/receivers/receiver-desk'
import { NmeaText } from '#server/ingest/receivers/nmea-text'
import { loadLastPositions, loadTrack } from '#server/store/receiver-positions'
import { clearTerminalCode, createReceiver, findReceiverByToken, loadReceivers, retireReceiver, type StoredReceiver } from '#server/store/receivers'
import { requireRight, requireSession } from './access'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { readTextBody } from './read-text-body'
import { newReceiverOf, positionView, receiverView } from './receiver-view'
import type { Services } from './services'

const idParam = z.object({ id: idText })
/** Some hours of one position a second. */
const maxNmeaBytes = 512 * 1024
const longestTrackMs = 7 * 86_400_000

const noReceiver = (id: string): ProblemError => new ProblemError(404, { code: 'receiver.not_found', title: 'No such receiver', params: { id } })

/** Satellite receivers that move or stand: where they are, where they were, and their NMEA text. */
export function receiverRoutes(services: Services, app: OpenAPIHono): void {
  const { db, clock, receivers: desk } = services
  const viewOf = (receiver: StoredReceiver, last?: Parameters<typeof receiverView>[1]) => receiverView(receiver, last, desk.countsOf(receiver.id), desk.isConnected(receiver.id), clock.now().getTime())

  app.openapi(createRoute({ method: 'get', path: '/api/receivers', summary: 'Receivers with their last position, its frame, and what was refused', responses: { 200: jsonAnswer(z.array(receiverShape), 'By id'), ...problemAnswers(401, 403) } }), async (c) => {
    requireSession(services, c)
    const [receivers, last] = [await loadReceivers(db), await loadLastPositions(db)]
    return c.json(receivers.map((receiver) => viewOf(receiver, last.get(receiver.id))), 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/receivers/{id}/track', summary: 'Where a receiver was, with what it measured there', request: { params: idParam, query: z.object({ from: z.string(), to: z.string() }) },
    responses: { 200: jsonAnswer(trackShape, `At most seven days and ${maxTrackPoints} positions`), ...problemAnswers(400, 401, 403) },
  }), async (c) => {
    requireSession(services, c)
    const { id } = c.req.valid('param')
    const query = c.req.valid('query')
    const [fromMs, toMs] = [parseInstant(query.from), parseInstant(query.to)]
    const errors = Object.entries({ from: fromMs, to: toMs }).filter(([, ms]) => Number.isNaN(ms)).map(([field]) => ({ field, reason: 'expected an RFC 3339 instant with an offset' }))
    if (errors.length === 0 && !(toMs > fromMs && toMs - fromMs <= longestTrackMs)) errors.push({ field: 'to', reason: 'expected after `from`, by seven days at most' })
    if (errors.length > 0) throw new ProblemError(400, { code: 'request.invalid', title: 'The request is not valid', errors })
    const points = await loadTrack(db, id, new Date(fromMs), new Date(toMs), maxTrackPoints + 1)
    return c.json({
      type: 'FeatureCollection' as const, receiver_id: id, truncated: points.length > maxTrackPoints,
      features: points.slice(0, maxTrackPoints).map((point) => ({
        type: 'Feature' as const,
        geometry: point.reduced && { type: 'Point' as const, coordinates: [point.reduced.position[0], point.reduced.position[1]] as [number, number] },
        properties: { ...positionView(point), surface_temperature_c: point.surfaceTemperatureC, quality: point.quality === null ? null : qualityOf(point.quality) },
      })),
    }, 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/receivers', summary: 'Register a receiver', request: { body: jsonBody(newReceiverShape) },
    responses: { 201: jsonAnswer(receiverMadeShape, 'Registered; an NMEA receiver\'s token is told once'), ...problemAnswers(400, 401, 403, 409) },
  }), async (c) => {
    const { accountId } = requireRight(services, c, 'device.manage')
    const input = c.req.valid('json')
    const errors = protocolFaults(input)
    if (errors.length > 0) throw new ProblemError(400, { code: 'request.invalid', title: 'The request is not valid', errors })
    const made = await createReceiver(db, newReceiverOf(input), clock.now(), accountId)
    if (!made) throw new ProblemError(409, { code: 'receiver.taken', title: 'The id, the phone number or the sensor is taken', detail: 'A retired receiver keeps its id: its track stays its own.', params: { id: input.id } })
    return c.json({ receiver: viewOf(made.receiver), token: made.token }, 201)
  })

  app.openapi(createRoute({ method: 'delete', path: '/api/receivers/{id}', summary: 'Take a receiver out of use; its track stays', request: { params: idParam }, responses: { 204: { description: 'Out of use' }, ...problemAnswers(401, 403, 404) } }), async (c) => {
    const { accountId } = requireRight(services, c, 'device.manage')
    const { id } = c.req.valid('param')
    if (!(await retireReceiver(db, id, clock.now(), accountId))) throw noReceiver(id)
    desk.disconnect(id)
    return c.body(null, 204)
  })

  app.openapi(createRoute({ method: 'post', path: '/api/receivers/{id}/reopen', summary: 'Let a JT/T 808 terminal register anew', request: { params: idParam }, responses: { 204: { description: 'It may register' }, ...problemAnswers(401, 403, 404) } }), async (c) => {
    const { accountId } = requireRight(services, c, 'device.manage')
    const { id } = c.req.valid('param')
    if (!(await clearTerminalCode(db, id, clock.now(), accountId))) throw noReceiver(id)
    desk.disconnect(id)
    return c.body(null, 204)
  })

  // Read by hand: text of a limited size, and the bearer is checked before the body is.
  app.openAPIRegistry.registerPath(createRoute({
    method: 'post', path: '/api/receivers/{id}/nmea', summary: 'Store positions from NMEA 0183 text', security: [{ device: [] }], request: { params: idParam, body: { required: true, content: { 'text/plain': { schema: z.string() } } } },
    responses: { 202: jsonAnswer(nmeaAnswerShape, 'Judged and stored'), ...problemAnswers(401, 413, 503) },
  }))
  app.post('/api/receivers/:id/nmea', async (c) => {
    const receiver = await senderOf(services, c)
    const text = await readTextBody(c.req.raw, maxNmeaBytes)
    const nmea = new NmeaText()
    const [most, last] = [nmea.take(text), nmea.flush()]
    const answer = await desk.accept(receiver.id, [...most.fixes, ...last.fixes])
    if (answer === null) throw unknownToken()
    if ('busy' in answer) throw new ProblemError(503, { code: 'receiver.busy', title: 'The database has no time: send the same again' }, { 'retry-after': String(answer.busy) })
    for (const reason of [...most.refused, ...last.refused]) {
      countInto(answer.refused, reason)
      desk.refuse(receiver.id, reason)
    }
    return c.json(answer, 202)
  })
}

const unknownToken = (): ProblemError => new ProblemError(401, { code: 'receiver.token', title: 'Unknown receiver token', detail: 'Send Authorization: Bearer TOKEN with the token that was told when the receiver was registered.' })

/** The receiver of the address, by its own token. @throws ProblemError 401; 503 when the database cannot say */
async function senderOf(services: Services, c: Context): Promise<StoredReceiver> {
  const token = /^Bearer ([\w-]{16,200})$/.exec(c.req.header('authorization') ?? '')?.[1]
  const receiver = token ? await findReceiverByToken(services.db, token).catch((error: unknown) => {
    services.log.error({ err: error }, 'looking up a receiver failed')
    throw new ProblemError(503, { code: 'receiver.busy', title: 'The database does not answer: send the same again' }, { 'retry-after': '5' })
  }) : null
  if (receiver === null || receiver.id !== c.req.param('id')) throw unknownToken()
  return receiver
}
