import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { defaultLeaseS } from '#domain/control/command'
import { judgeAsBuilt } from '#domain/control/interlocks/judge-interlocks'
import { isFollowedMode, type LoopWish } from '#domain/thermal/what-if'
import { thermalStateShape } from '#domain/wire/thermal-state'
import { mostWhatIfSegments, whatIfAnswerShape, whatIfRequestShape, type WhatIfAnswer } from '#domain/wire/what-if'
import { ForecastUnavailable, type UnavailableReason } from '#server/forecast/column-questions'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'
import { loopsOf } from './target-loops'

type Command = z.output<typeof whatIfRequestShape>['commands'][number]

/** Why there is no answer now, and after how many wall seconds it is worth asking again. */
const unavailable: Record<UnavailableReason, { title: string; retryS: number }> = {
  no_network: { title: 'There is no network yet: nothing can be forecast', retryS: 60 },
  no_weather: { title: 'There is no usable weather: nothing can be forecast', retryS: 60 },
  no_run: { title: 'No forecast has been run for this network yet', retryS: 10 },
  columns_old: { title: 'The last forecast stands too far from now to carry a what-if', retryS: 10 },
  busy: { title: 'Too many what-ifs are being asked at once', retryS: 2 },
}

/**
 * What would become of the segments if commands were given, and what one segment needs to compute that elsewhere. Nothing is commanded and nothing
 * is stored, so whoever may read may ask; interlocks of the moment (link, local switch, dew point) are not judged, only what the loops are built for.
 */
export function whatIfRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({
    method: 'post', path: '/api/what-if', summary: 'What commands not yet given would change over the forecast horizon: temperature, condition and energy of every segment above their loops',
    request: { body: jsonBody(whatIfRequestShape) },
    responses: { 200: jsonAnswer(whatIfAnswerShape, 'The two courses of every affected segment, what they rest on and what was assumed'), ...problemAnswers(400, 401, 404, 413, 422, 503) },
  }), async (c) => {
    const { commands, courses } = c.req.valid('json')
    const { wishes, refused } = await wishesOf(services, commands)
    const segments = segmentsAbove(services, wishes)
    if (segments === 0) {
      const first = refused[0]
      throw first ? new ProblemError(422, { code: 'what_if.refused', title: 'No loop could be given this command', params: first.params, errors: refused.map(({ loop_id, reason }) => ({ field: loop_id, reason })) })
        : new ProblemError(422, { code: 'what_if.nothing_affected', title: 'No segment lies above these loops' })
    }
    if (segments > mostWhatIfSegments) throw new ProblemError(422, { code: 'what_if.too_many_segments', title: 'Too many segments lie above these loops', params: { segments, most: mostWhatIfSegments } })
    const told = await orUnavailable(services.forecast.whatIf(wishes, courses))
    const assumed: WhatIfAnswer['assumptions'] = [
      'loop_goes_on', ...(wishes.some(({ mode }) => mode !== 'off') ? ['supply_at_once' as const] : []), ...(told.loops.some((loop) => loop.flow_assumed) ? ['flow_assumed' as const] : []), 'pipes_assumed', 'one_weather',
    ]
    const head: Omit<WhatIfAnswer, 'segments'> = { ...told.basis, assumptions: assumed, refused, loops: told.loops, summary: told.summary }
    // The segments come encoded from the forecast's thread: megabytes of numbers would hold up every other request.
    const body = Buffer.concat([Buffer.from(`${JSON.stringify(head).slice(0, -1)},"segments":`), told.segments, Buffer.from('}')])
    return c.body(body, 200, { 'content-type': 'application/json' }) as never
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/segments/{id}/thermal-state', summary: 'Everything that decides the next two days of a segment, unrounded, to compute a what-if elsewhere with the same model',
    request: { params: z.object({ id: z.string() }) },
    responses: { 200: jsonAnswer(thermalStateShape, 'Column, loop and weather'), ...problemAnswers(401, 404, 503) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    if (!services.city().details.has(id)) throw new ProblemError(404, { code: 'segment.not_found', title: 'No such segment', params: { id } })
    return c.json(await orUnavailable(services.forecast.thermalState(id)), 200)
  })
}

async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    if (!(error instanceof ForecastUnavailable)) throw error
    const { title, retryS } = unavailable[error.reason]
    throw new ProblemError(503, { code: `what_if.${error.reason}`, title }, { 'retry-after': String(retryS) })
  })
}

/** The commands by loop. @throws ProblemError 422 for a mode that cannot be followed, or a loop that is meant twice; those of `loopsOf` */
async function wishesOf(services: Services, commands: readonly Command[]): Promise<{ wishes: LoopWish[]; refused: WhatIfAnswer['refused'] }> {
  const { loops, limits } = services.city()
  const wishes: LoopWish[] = []
  const refused: WhatIfAnswer['refused'] = []
  const meant = new Set<string>()
  for (const { target, mode, setpoint_c: setpointC, lease_s: leaseS } of commands) {
    if (!isFollowedMode(mode)) {
      throw new ProblemError(422, { code: 'what_if.mode_not_followed', title: 'What a controller does in this mode is its own matter: neither supply nor flow is known', params: { mode }, errors: [{ field: 'mode', reason: 'expected heat, cool or off' }] })
    }
    for (const loopId of await loopsOf(services, target)) {
      if (meant.has(loopId)) throw new ProblemError(422, { code: 'what_if.loop_twice', title: 'A loop is meant by two commands', params: { id: loopId }, errors: [{ field: 'commands', reason: `${loopId} twice` }] })
      meant.add(loopId)
      const loop = loops.get(loopId)
      const bears = limits.get(loopId)
      const verdict = loop && bears && judgeAsBuilt({ loop, limits: bears, mode, setpoint_c: setpointC ?? null })
      if (!verdict?.allowed) refused.push({ loop_id: loopId, reason: verdict?.rule ?? 'loop_not_found', params: verdict?.params ?? {} })
      else wishes.push({ loopId, mode, setpointC: setpointC ?? Number.NaN, leaseS: leaseS ?? defaultLeaseS })
    }
  }
  return { wishes, refused }
}

function segmentsAbove(services: Services, wishes: readonly LoopWish[]): number {
  const loops = new Set(wishes.map(({ loopId }) => loopId))
  let count = 0
  for (const { loop_id: loopId } of services.city().network.segments) if (loopId !== null && loops.has(loopId)) count++
  return count
}
