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

/** What a walk along the whole chain found, and what the notes of its end say of it. */
export const auditChainShape = z.object({
  /** All of it stands as written, and the notes agree. */
  whole: z.boolean(),
  /** Records that stand as they were written, up to the first that does not. */
  checked: z.number().int(),
  /** The last sound record. */
  head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
  broken: z.object({ seq: z.number().int(), fault: z.string() }).nullable(),
  /** Null where a broken chain makes the comparison pointless. `compared`: notes that agree; `noted_seq`: the note that does not. */
  notes: z.object({ kind: z.enum(['agree', 'cut', 'replaced', 'missing']), compared: z.number().int().nullable(), noted_seq: z.number().int().nullable() }).nullable(),
  /** Lines of the file of notes that are none. */
  note_faults: z.array(z.number().int()),
  /** Wall instants, UTC. */
  begun_at: z.string(),
  ended_at: z.string(),
})
export type AuditChainView = z.infer<typeof auditChainShape>

export const auditPageShape = z.object({
  /** Newest first. */
  records: z.array(auditRecordShape),
  /** For the next page: `before_seq`. Null: there are no more. */
  next_before_seq: z.number().int().nullable(),
})
export type AuditPageView = z.infer<typeof auditPageShape>
