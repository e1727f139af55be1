import { z } from 'zod'
import { contaminants } from '../grf/contaminant'
import { coveragePercents } from '../grf/coverage'
import { rwyccs, unknownRwyccReasons } from '../grf/rwycc'
import { surfaceStates } from '../sensing/surface-state'

const code = z.literal([...rwyccs])
const assessed = z.object({ code: code.nullable(), /** Why there is no code; null where there is one. */ reason: z.enum(unknownRwyccReasons).nullable() })
const stage = assessed.extend({ contaminant: z.enum(contaminants).nullable() })

/** A runway as its aerodrome names it; null where the network does not say. Thirds are counted from the lower-numbered end. */
export const runwayShape = z.object({
  runway_id: z.string(), name: z.object({ zh: z.string(), en: z.string() }), aerodrome: z.string().nullable(), lower: z.string().nullable(), higher: z.string().nullable(), length_m: z.number(), width_m: z.number().nullable(),
})
export type RunwayView = z.infer<typeof runwayShape>

export const thirdObservationShape = z.object({
  third: z.literal([1, 2, 3]),
  contaminant: z.enum(contaminants),
  /** As reported; 0: less than 10 %. */
  coverage_percent: z.literal([...coveragePercents]),
  /** Assessed; null: not measured, or none belongs. */
  depth_mm: z.number().nullable(),
  /** Given by the assessor below the matrix; null: that of the matrix. */
  assigned_rwycc: code.nullable(),
})

export const runwayThirdShape = z.object({
  third: z.literal([1, 2, 3]),
  heated_share: z.number(),
  /** Live: the coldest segment of the third whose temperature is known, with its own trust and age, and the span of all. */
  surface: z.object({
    temperature_c: z.number().nullable(), state: z.enum(surfaceStates), measured_at: z.string().nullable(), age_s: z.number().nullable(), max_c: z.number().nullable(), unknown_length_m: z.number(),
    /** What it may be anywhere on the third, lowest and highest, one standard deviation to either side; null as soon as a part is not live. */
    range_c: z.tuple([z.number(), z.number()]).nullable(),
  }),
  /** The newest of this third; null: nobody ever looked. */
  observation: thirdObservationShape.omit({ third: true }).extend({ version: z.number(), by: z.string(), at: z.string(), age_s: z.number() }).nullable(),
  reported: assessed,
  /** `doubt`: what was seen may have melted or frozen since, and the lower code holds. */
  now: stage.extend({ doubt: z.enum(['may_melt', 'may_freeze']).nullable() }),
  /** The worst while it melts, and when it has; null: nothing of the third is heated. */
  mid_melt: stage.nullable(),
  after: stage.nullable(),
  /** Whether melting goes through a lower code than that of now; null: not known, or nothing is heated. */
  lowers: z.boolean().nullable(),
})
export type RunwayThirdView = z.infer<typeof runwayThirdShape>

export const runwayConditionShape = runwayShape.extend({
  at: z.string(),
  /** Names the newest observation of the runway; an observation made after it says so. Null: there is none. */
  version: z.number().nullable(),
  thirds: z.array(runwayThirdShape).length(3),
  /** Draft of a SNOWTAM from what was reported, assessed when the oldest of the thirds was; null where a third has no code, or the aerodrome is not known. Nobody has sent it. */
  snowtam: z.string().nullable(),
})
export type RunwayConditionView = z.infer<typeof runwayConditionShape>

export const runwayObservationShape = z.object({
  /** Made by whoever sends it: the same again is kept once. */
  client_id: z.string().regex(/^[\w-]{8,100}$/, 'expected 8 to 100 letters, digits, - or _'),
  /** Version that was on the screen; null: none was. */
  base_version: z.number().int().nullable(),
  /** Site instant at which somebody looked, for what was kept until there was a line; absent: now. */
  observed_at: z.iso.datetime({ offset: true }).optional(),
  /** Only what was looked at; of the others the older observation stays, with its age. */
  thirds: z.array(thirdObservationShape).min(1).max(3).refine((thirds) => new Set(thirds.map(({ third }) => third)).size === thirds.length, 'each third once'),
})
export type RunwayObservation = z.infer<typeof runwayObservationShape>
