import { z } from 'zod'

/** RFC 9457 problem details; `errors` names each field and its fault so that the screen can say how to mend it. */
export const problemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** Stable machine word, e.g. 'zone.self_intersection'. */
  code: z.string(),
  /** Words for the message template of `code` (numbers carry their unit in their name). */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** `position`: characters from the field's beginning. `remedy` and the Chinese words where the fault is one that only the server can word. */
  errors: z.array(z.object({ field: z.string(), reason: z.string(), remedy: z.string().optional(), position: z.number().int().optional(), zh: z.object({ reason: z.string(), remedy: z.string() }).optional() })).optional(),
})
export type Problem = z.infer<typeof problemShape>
