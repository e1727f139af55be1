import { z } from 'zod'

/** One record of the audit. `before`, `after` and `seen` are there when they were recorded. */
export const auditRecordShape = z.object({
  seq: z.number().int(),
  /** Site instant. */
  at: z.string(),
  event: z.string(),
  /** Account id, 'os:NAME' for who worked at the machine itself, 'server' for the server; null when nobody had signed in. */
  actor: z.string().nullable(),
  role: z.string().nullable(),
  second_person: z.string().nullable(),
  address: z.string().nullable(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  /** What the screen showed when it was decided, with its age. */
  seen: z.unknown().optional(),
  hash: z.string(),
  prev_hash: z.string(),
})
export type AuditRecordView = z.infer<typeof auditRecordShape>

export const auditPageShape = z.object({
  /** Newest first. */
  records: z.array(auditRecordShape),
  /** For the next page: `before_seq`. Null: there are no more. */
  next_before_seq: z.number().int().nullable(),
})
