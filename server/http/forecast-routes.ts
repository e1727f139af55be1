import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { judgeForecastAge } from '#domain/thermal/forecast-age'
import { findIceStep } from '#domain/thermal/time-to-ice'
import { timeAboveLimit } from '#domain/thermal/time-above-limit'
import { forecastFrameShape, forecastOverviewShape, forecastWarningsShape, segmentForecastShape, type ForecastOverview, type ForecastRunView } from '#domain/wire/forecast'
import { unpackCourse } from '#domain/wire/pack-course'
import { frameColumns, nearestStep, stepFrom, stepInstant, warningColumns } from '#server/forecast/forecast-columns'
import { forecastOverview } from '#server/forecast/forecast-overview'
import { RunShelf } from '#server/forecast/run-shelf'
import type { ForecastRun } from '#server/store/forecast-run'
import { loadForecast, loadForecastRun, loadForecasts } from '#server/store/forecasts'
import { jsonAnswer, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

const instant = z.iso.datetime({ offset: true })
const limit = z.coerce.number().min(-50).max(100).optional()
const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))
const hundredths = (values: Float32Array): (number | null)[] => Array.from(values, (value) => (Number.isNaN(value) ? null : Math.round(value * 100) / 100))

/** What is forecast, or was known to be forecast at an earlier instant (`asOf`): of one segment, and of the whole surface for the map. */
export function forecastRoutes(services: Services, app: OpenAPIHono): void {
  const { db, clock } = services
  const shelf = new RunShelf((runId) => loadForecasts(db, runId))
  const overviews = overviewShelf(services, shelf)

  /** The instant that is spoken for and the run that was known then. */
  async function known(asOf: string | undefined): Promise<{ at: Date; run: ForecastRun | null; view: ForecastRunView | null }> {
    const now = clock.now()
    const at = asOf === undefined ? now : new Date(asOf)
    if (at > now) throw new ProblemError(400, { code: 'range.future', title: 'That instant has not come yet', errors: [{ field: 'asOf', reason: 'must not be after the site time' }] })
    const run = await loadForecastRun(db, at)
    // Which weather had come in by an earlier instant is not kept: only the present can be superseded.
    const newestWeatherMs = asOf === undefined ? services.weather.current().good?.series.issuedAtMs ?? null : null
    return { at, run, view: run && runView(run, at.getTime(), newestWeatherMs) }
  }
  const segmentIds = (): string[] => services.city().network.segments.map((segment) => segment.id)

  app.openapi(createRoute({
    method: 'get', path: '/api/segments/{id}/forecast', summary: 'Forecast of a segment, as known now or at an earlier instant',
    request: { params: z.object({ id: z.string() }), query: z.object({ asOf: instant.optional(), limit_c: limit }) },
    responses: { 200: jsonAnswer(segmentForecastShape, 'The forecast, or why there is none'), ...problemAnswers(400, 404) },
  }), async (c) => {
    const { id } = c.req.valid('param')
    const { asOf, limit_c: limitC } = c.req.valid('query')
    if (!services.city().details.has(id)) throw new ProblemError(404, { code: 'segment.not_found', title: 'No such segment', params: { id } })
    const { at, run, view } = await known(asOf)
    const packed = run && await loadForecast(db, run.id, id)
    if (!run || !packed) {
      return c.json({ segment_id: id, as_of: at.toISOString(), run: view, reason: run ? 'segment_not_in_run' as const : 'no_run' as const, course: null, ice: null, above_limit: null }, 200)
    }
    const course = unpackCourse(packed)
    const from = stepFrom(run, at.getTime())
    const at0 = (step: number): string | null => isoOrNull(stepInstant(run, step))
    const above = limitC === undefined ? null : timeAboveLimit(course.meanC, run.stepS, limitC, from)
    return c.json({
      segment_id: id, as_of: at.toISOString(), run: view, reason: null,
      course: { mean_c: hundredths(course.meanC), p10_c: hundredths(course.p10C), p90_c: hundredths(course.p90C), condition: Array.from(course.state) },
      ice: { first_at: at0(findIceStep(course.meanC, course.state, from)), early_at: at0(findIceStep(course.p10C, course.state, from)) },
      above_limit: above && { limit_c: limitC as number, first_at: at0(above.firstStep), total_s: above.totalS, unknown_steps: above.unknownSteps },
    }, 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/forecast', summary: 'The whole surface as forecast for an instant, compact',
    request: { query: z.object({ at: instant, asOf: instant.optional() }) }, responses: { 200: jsonAnswer(forecastFrameShape, 'The frame, or why there is none'), ...problemAnswers(400) },
  }), async (c) => {
    const query = c.req.valid('query')
    const { at: asOf, run, view } = await known(query.asOf)
    const step = run ? nearestStep(run, Date.parse(query.at)) : -1
    const head = { network: services.city().network.version, as_of: asOf.toISOString(), run: view }
    if (!run || step < 0) return c.json({ ...head, reason: run ? 'outside_horizon' as const : 'no_run' as const, at: null, surface: null }, 200)
    return c.json({ ...head, reason: null, at: isoOrNull(stepInstant(run, step)), surface: frameColumns(segmentIds(), await shelf.courses(run.id), step) }, 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/forecast/warnings', summary: 'First ice and time above a limit of every segment, compact',
    request: { query: z.object({ asOf: instant.optional(), limit_c: limit }) }, responses: { 200: jsonAnswer(forecastWarningsShape, 'The warnings, or why there are none'), ...problemAnswers(400) },
  }), async (c) => {
    const query = c.req.valid('query')
    const { at, run, view } = await known(query.asOf)
    const limitC = query.limit_c ?? null
    const head = { network: services.city().network.version, as_of: at.toISOString(), run: view, limit_c: limitC }
    if (!run) return c.json({ ...head, reason: 'no_run' as const, columns: null }, 200)
    const from = stepFrom(run, at.getTime())
    if (from >= run.stepCount) return c.json({ ...head, reason: 'outside_horizon' as const, columns: null }, 200)
    return c.json({ ...head, reason: null, columns: warningColumns(run, segmentIds(), await shelf.courses(run.id), from, limitC) }, 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/forecast/overview', summary: "The city's course as forecast, for the time bar",
    request: { query: z.object({ asOf: instant.optional() }) }, responses: { 200: jsonAnswer(forecastOverviewShape, 'The course, or why there is none'), ...problemAnswers(400) },
  }), async (c) => {
    const { at, run, view } = await known(c.req.valid('query').asOf)
    const head = { network: services.city().network.version, as_of: at.toISOString(), run: view }
    if (!run) return c.json({ ...head, reason: 'no_run' as const, columns: null }, 200)
    return c.json({ ...head, reason: null, columns: await overviews(run) }, 200)
  })
}

/** Condensed runs kept: the present one, and some that are looked back at. */
const mostOverviews = 8

/** Condenses a run once however many screens ask: neither a stored run nor a network of one version changes. */
function overviewShelf(services: Services, shelf: RunShelf): (run: ForecastRun) => Promise<NonNullable<ForecastOverview['columns']>> {
  const made = new Map<string, Promise<NonNullable<ForecastOverview['columns']>>>()
  return (run) => {
    const { network } = services.city()
    const key = `${run.id} ${network.version}`
    const columns = made.get(key)
      ?? shelf.courses(run.id).then((courses) => forecastOverview(network.segments.map(({ id, loop_id }) => ({ id, isHeated: loop_id !== null })), courses, run.stepCount))
    made.delete(key)
    made.set(key, columns)
    columns.catch(() => made.delete(key))
    for (const old of made.keys()) if (made.size > mostOverviews) made.delete(old)
    return columns
  }
}

function runView(run: ForecastRun, nowMs: number, newestWeatherMs: number | null): ForecastRunView {
  return {
    id: run.id, issued_at: iso(run.issuedAtMs), ready_at: iso(run.readyAtMs), age_s: (nowMs - run.issuedAtMs) / 1000, stale: judgeForecastAge(run, nowMs, newestWeatherMs),
    weather_issued_at: iso(run.weatherIssuedAtMs), weather_source: run.weatherSource, model_version: run.modelVersion, start_at: iso(run.startAtMs),
    step_s: run.stepS, step_count: run.stepCount, cadence_s: run.cadenceS, status: run.status,
  }
}
