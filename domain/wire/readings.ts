import { z } from 'zod'

/** Largest batch of one request. */
export const maxReadingsPerBatch = 5000

/** One item. The shapes describe; items are judged one by one with `parseReading`, so that a bad one does not sink the others. */
export const readingShape = z.object({
  sensor: z.string().min(1).max(80),
  /** RFC 3339 instant with an offset. */
  at: z.string(),
  /** In the canonical unit of the sensor's quantity. */
  value: z.number(),
})
export const readingBatchShape = z.object({ readings: z.array(readingShape).max(maxReadingsPerBatch) })

export const ingestAnswerShape = z.object({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.array(z.object({ index: z.number().int(), field: z.string(), reason: z.string() })),
})
export type IngestAnswer = z.infer<typeof ingestAnswerShape>
