import { sql } from 'drizzle-orm'
import { bigint, check, index, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core'

/**
 * Who did or tried what, chained: docs/audit.md. Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE. Two records of one number or behind one
 * record cannot be: the chain has no fork. What is searched by is generated from the body, so it cannot say anything else.
 */
export const auditRecords = pgTable('audit_records', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  /** Site instant, as in the body. */
  at: timestamp('at', { withTimezone: true, precision: 3 }).notNull(),
  event: text('event').notNull().generatedAlwaysAs(sql`((body::jsonb) ->> 'event')`),
  actor: text('actor').generatedAlwaysAs(sql`((body::jsonb) ->> 'actor')`),
  subject: text('subject').generatedAlwaysAs(sql`((body::jsonb) ->> 'subject')`),
  body: text('body').notNull(),
  prevHash: text('prev_hash').notNull(),
  hash: text('hash').notNull(),
}, (t) => [
  unique('audit_records_no_fork').on(t.prevHash),
  index('audit_records_at').on(t.at),
  index('audit_records_actor').on(t.actor, t.seq),
  index('audit_records_event').on(t.event, t.seq),
  index('audit_records_subject').on(t.subject, t.seq),
  check('audit_records_hashes', sql`prev_hash ~ '^[0-9a-f]{64}$' AND hash ~ '^[0-9a-f]{64}$' AND seq > 0`),
])
