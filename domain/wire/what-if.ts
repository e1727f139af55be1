import { z } from 'zod'
import { staleReasons } from '../thermal/forecast-age'
import { whatIfModes } from '../thermal/what-if'
import { commandRequestShape } from './commands'

/** Commands asked about in one request at the most, and segments that may lie above their loops. */
export const mostWhatIfCommands = 200
export const mostWhatIfSegments = 2000

export const whatIfRequestShape = z.object({
  /** Commands that are not given: as for `/api/commands`. All are taken to be sent now; a loop may be meant by one only. */
  commands: z.array(commandRequestShape.omit({ reason: true })).min(1).max(mostWhatIfCommands),
  /** False leaves out the course of every segment: a tenth of the answer. */
  courses: z.boolean().default(true),
})
export type WhatIfRequest = z.input<typeof whatIfRequestShape>

/** What the answer takes for granted. None of it is known, and each can be wrong. */
export const whatIfAssumptions = [
  /** Without the command, and after it, each loop does what its own sensors say now. */ 'loop_goes_on',
  /** The supply stands at the set-point from the first moment and as long as the command holds, whatever the plant can give. */ 'supply_at_once',
  /** A loop that stands still now would flow by the named design flow. */ 'flow_assumed',
  /** Depth and spacing of the pipes are not known: those of common practice. */ 'pipes_assumed',
  /** One weather, without its uncertainty. */ 'one_weather',
] as const

const celsius = z.array(z.number().nullable())
const pair = <T extends z.ZodType>(of: T) => z.object({ without: of, with: of })
const instant = z.string().nullable()

const outcomeShape = z.object({
  /** Given by the pipes over the whole course, kWh; negative = taken out. */
  energy_kwh: z.number(),
  /** First instant from the command on at which the surface is at or below 0 °C with water in any form on it; null = none within the course. */
  first_ice_at: instant,
  /** Of the surface while the command holds, and when its lease ends. */
  lowest_surface_c: z.number(), highest_surface_c: z.number(), end_surface_c: z.number(),
  icy_at_end: z.boolean(),
  /** One value a step, null where not known. Null when courses were not asked for. */
  course: z.object({
    surface_c: celsius,
    /** Index into `surfaceConditions`. */
    condition: z.array(z.number().int()),
    /** Mean of the step that ends at the value; negative while the pipes cool. */
    pipe_w_per_m2: celsius,
  }).nullable(),
})
export type WhatIfOutcome = z.infer<typeof outcomeShape>

export const whatIfSegmentShape = z.object({
  segment_id: z.string(),
  loop_id: z.string(),
  area_m2: z.number(),
  /** Why nothing is known of it; null when something is. */
  unknown: z.enum(['loop_not_heard']).nullable(),
  without: outcomeShape.nullable(),
  with: outcomeShape.nullable(),
})
export type WhatIfSegment = z.infer<typeof whatIfSegmentShape>

export const whatIfLoopShape = z.object({
  loop_id: z.string(),
  mode: z.enum(whatIfModes),
  setpoint_c: z.number().nullable(),
  /** Between which the command is taken to hold, on the model's own steps. */
  from: z.string(), until: z.string(),
  /** By its own sensors; null = not heard of. */
  now: z.object({ supply_c: z.number(), flow_l_per_min: z.number() }).nullable(),
  /** Flow while the command holds; null where nothing is known of the loop. */
  flow_l_per_min: z.number().nullable(),
  flow_assumed: z.boolean(),
})
export type WhatIfLoop = z.infer<typeof whatIfLoopShape>

export const whatIfSummaryShape = z.object({
  segments: z.number().int(),
  /** Those of which nothing is known; they are in none of the sums below. */
  unknown_segments: z.number().int(),
  area_m2: z.number(),
  /** Null when nothing is known of any segment. */
  known: z.object({
    energy_kwh: pair(z.number()),
    /** Segments that have ice at any time from the command on, and those that have it when the lease ends. */
    ice_segments: pair(z.number().int()), icy_at_end_segments: pair(z.number().int()),
    first_ice_at: pair(instant),
    /** Of all surfaces while the commands hold, and when their leases end. */
    lowest_surface_c: pair(z.number()), highest_surface_c: pair(z.number()), lowest_end_surface_c: pair(z.number()), highest_end_surface_c: pair(z.number()),
  }).nullable(),
})
export type WhatIfSummary = z.infer<typeof whatIfSummaryShape>

/** How far the columns behind an answer can be trusted. */
export const whatIfBasisShape = z.object({
  /** Site instant of the answer. */
  issued_at: z.string(),
  /** Instant of value 0 of every course: where the model's columns stood. */
  start_at: z.string(),
  /** Age of the columns, s of site time. */
  age_s: z.number(),
  /** Why it must not pass for a present forecast; empty = it may. */
  stale: z.array(z.enum(staleReasons)),
  step_s: z.number().int(),
  step_count: z.number().int(),
  model_version: z.string(),
  /** Root mean square error of the model's surface by itself once its start is forgotten, K: each course may be off by as much. How far their difference is off has not been measured. */
  model_error_k: z.number(),
  weather_issued_at: z.string(),
  weather_age_s: z.number(),
  weather_source: z.string(),
})
export type WhatIfBasis = z.infer<typeof whatIfBasisShape>

export const whatIfAnswerShape = z.object({
  ...whatIfBasisShape.shape,
  assumptions: z.array(z.enum(whatIfAssumptions)),
  /** Loops that such a command could never be given to, and why. */
  refused: z.array(z.object({ loop_id: z.string(), reason: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })),
  loops: z.array(whatIfLoopShape),
  summary: whatIfSummaryShape,
  segments: z.array(whatIfSegmentShape),
})
export type WhatIfAnswer = z.infer<typeof whatIfAnswerShape>
