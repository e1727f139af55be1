import { z } from 'zod'
import { staleReasons } from '../thermal/forecast-age'

export { surfaceConditions, type SurfaceCondition } from '../thermal/surface-condition'

/** Why there is nothing to show. A forecast that is not there is never zeros. */
export const noForecastReasons = ['no_run', 'segment_not_in_run', 'outside_horizon'] as const

export const forecastRunShape = z.object({
  id: z.number().int(),
  issued_at: z.string(),
  ready_at: z.string(),
  /** Age at the instant asked for, s of site time. */
  age_s: z.number(),
  /** Why it must not pass for the present one; empty = it may. */
  stale: z.array(z.enum(staleReasons)),
  weather_issued_at: z.string(),
  weather_source: z.string(),
  model_version: z.string(),
  start_at: z.string(),
  step_s: z.number().int(),
  step_count: z.number().int(),
  cadence_s: z.number().int(),
  /** 'partial': some segments have no course in it. */
  status: z.enum(['complete', 'partial']),
})
export type ForecastRunView = z.infer<typeof forecastRunShape>

/** One value a step, null where unknown. */
const course = z.array(z.number().nullable())
const instant = z.string().nullable()

export const segmentForecastShape = z.object({
  segment_id: z.string(),
  /** Site instant that the answer speaks for: now, or `asOf`. */
  as_of: z.string(),
  run: forecastRunShape.nullable(),
  /** Null when there is a course. */
  reason: z.enum(noForecastReasons).nullable(),
  course: z.object({
    mean_c: course, p10_c: course, p90_c: course,
    /** Index into `surfaceConditions`. */
    condition: z.array(z.number().int()),
  }).nullable(),
  /** From `as_of` on: first instant at which the mean is at or below 0 °C with water in any form on the surface, and the same of the 10th percentile. */
  ice: z.object({ first_at: instant, early_at: instant }).nullable(),
  /** Of the limit that was asked for, by the mean, from `as_of` on. */
  above_limit: z.object({ limit_c: z.number(), first_at: instant, total_s: z.number(), unknown_steps: z.number().int() }).nullable(),
})
export type SegmentForecastView = z.infer<typeof segmentForecastShape>

/** The whole surface at one step of a run; columns are base64 of little-endian arrays over the segment order of the named network version, as in live frames. */
export const forecastFrameShape = z.object({
  network: z.string(),
  as_of: z.string(),
  run: forecastRunShape.nullable(),
  reason: z.enum(noForecastReasons).nullable(),
  /** Instant of the step shown, the nearest to `at`. */
  at: z.string().nullable(),
  surface: z.object({
    /** Int16, 0.01 °C; `noTemperature` where unknown. */
    mean: z.string(), p10: z.string(), p90: z.string(),
    /** Uint8, index into `surfaceConditions`; 255 = unknown. */
    condition: z.string(),
  }).nullable(),
})
export type ForecastFrame = z.infer<typeof forecastFrameShape>
export const noCondition = 255

/** When and where to worry, over all segments; base64 as above. */
export const forecastWarningsShape = z.object({
  network: z.string(),
  as_of: z.string(),
  run: forecastRunShape.nullable(),
  reason: z.enum(noForecastReasons).nullable(),
  limit_c: z.number().nullable(),
  columns: z.object({
    /** Int32, unix seconds of the first ice by the mean and by the 10th percentile; 0 = none within the run, -1 = unknown. */
    ice_at: z.string(), early_ice_at: z.string(),
    /** Int32, s above `limit_c`; -1 = unknown, or no limit was asked for. */
    above_limit_s: z.string(),
  }).nullable(),
})
export type ForecastWarnings = z.infer<typeof forecastWarningsShape>

const count = z.array(z.number().int())
/** Mean of the forecast and its percentiles, °C. */
const banded = z.object({ mean_c: course, p10_c: course, p90_c: course })
export const forecastOverviewShape = z.object({
  network: z.string(),
  as_of: z.string(),
  run: forecastRunShape.nullable(),
  reason: z.enum(noForecastReasons).nullable(),
  /** The city as a run sees it, one value a step from `run.start_at` on; heated = segments with a loop. Null or 0 known: nothing is said of that step. */
  columns: z.object({
    /** Segments with a value, icy (at or below 0 °C with water in any form), with snow or slush; and the same of the heated ones. */
    known: count, icy: count, snowy: count, known_heated: count, icy_heated: count,
    /** Heated segments that are icy by their 10th percentile: the early warning. */
    early_icy_heated: count,
    /** Lowest heated surface: lowest of the means, of the 10th and of the 90th percentiles. */
    lowest_heated: banded,
    /** Medians over the segments, each percentile for itself. */
    middle_heated: banded, middle_unheated: banded,
    /** Hottest of all by the mean. */
    highest_c: course,
  }).nullable(),
})
export type ForecastOverview = z.infer<typeof forecastOverviewShape>

const words = z.object({ zh: z.string(), en: z.string() })
export const weatherStatusShape = z.object({
  /** Where it comes from, without a query that may hold a key; null = no source is configured. */
  place: z.string().nullable(),
  asked_at: instant,
  /** The newest weather that could be used. */
  good: z.object({
    source: z.string(), issued_at: z.string(), received_at: z.string(), age_s: z.number(),
    /** Too old to carry a forecast. */
    old: z.boolean(),
    from: z.string(), to: z.string(), step_s: z.number(),
    /** Everything that was not as it should be and was put right; null = the whole series. */
    repairs: z.array(z.object({ field: z.string(), reason: words, from: instant, to: instant, count: z.number().int() })),
  }).nullable(),
  /** Why the newest attempt gave nothing; null when it did. */
  refused: z.object({ field: z.string(), reason: words }).nullable(),
})
export type WeatherStatus = z.infer<typeof weatherStatusShape>
