import { z } from 'zod'
import { plantKinds } from '../network/plant-difference'
import { plantFileShape } from './plant-file'
import { storableText } from './storable-text'

const record = z.record(z.string(), z.unknown())
const kind = z.enum(plantKinds)
const words = z.object({ reason: z.string(), remedy: z.string() })

/** One fault, or one thing to know: where in the file (JSON pointer), its stable word, and what to do, in both languages. */
export const plantRemarkShape = z.object({
  path: z.string(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), zh: words, en: words,
})

export type PlantRemark = z.infer<typeof plantRemarkShape>

export const plantDifferenceShape = z.object({
  create: z.array(z.object({ kind, id: z.string(), after: record })),
  change: z.array(z.object({ kind, id: z.string(), fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })) })),
  remove: z.array(z.object({ kind, id: z.string(), before: record })),
  /** How many stay as they are. */
  unchanged: z.record(kind, z.number().int()),
})
export type PlantDifferenceView = z.infer<typeof plantDifferenceShape>

export const plantPlanShape = plantDifferenceShape.extend({
  /** The version it was planned against, 0 before the first; given to `apply`, it is refused when another stands by then. */
  base_version: z.number().int(),
  problems: z.array(plantRemarkShape),
  warnings: z.array(plantRemarkShape),
})
export type PlantPlanView = z.infer<typeof plantPlanShape>

/** `reason`: null when none was given. */
export const plantVersionShape = z.object({ number: z.number().int(), applied_at: z.string(), actor: z.string(), reason: z.string().nullable(), sha256: z.string() })
export type PlantVersionView = z.infer<typeof plantVersionShape>

/** One version whole: the file as it was applied, and what it changed against the plant before it. */
export const plantVersionDetailShape = plantVersionShape.extend({ file: plantFileShape, difference: plantDifferenceShape })
export type PlantVersionDetail = z.infer<typeof plantVersionDetailShape>

/** Asked by `plan`. */
export const plantRequestShape = z.object({ file: plantFileShape, base_version: z.number().int().min(0).optional() })

export const plantReasonShape = z.string().trim().min(1).max(500).regex(storableText)
/** Asked by `apply`; the reason is kept with the version. */
export const plantApplyShape = plantRequestShape.extend({ reason: plantReasonShape.optional() })

export const plantAppliedShape = z.object({ outcome: z.enum(['applied', 'unchanged']), version: z.number().int(), warnings: z.array(plantRemarkShape) })
export type PlantAppliedView = z.infer<typeof plantAppliedShape>
