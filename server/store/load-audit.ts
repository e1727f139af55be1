import type { Queryable } from '#db/database'

export interface AuditQuery {
  actor?: string | undefined
  /** An event, or its first part: `zone` means `zone.create`, `zone.update` ... */
  event?: string | undefined
  subject?: string | undefined
  /** Site instants, from included and to excluded. */
  from?: Date | undefined
  to?: Date | undefined
  /** Only records before this one. */
  beforeSeq?: number | undefined
  limit: number
}

/** Newest first. `body` is the text that was hashed. */
export async function loadAuditRecords(db: Queryable, query: AuditQuery): Promise<{ seq: number; body: string; prevHash: string; hash: string }[]> {
  const values: unknown[] = []
  const given = (value: unknown, condition: (place: string) => string): string[] => (value === undefined ? [] : [condition(`$${values.push(value)}`)])
  const conditions = [
    ...given(query.actor, (place) => `actor = ${place}`),
    ...given(query.event, (place) => `(event = ${place} OR starts_with(event, ${place} || '.'))`),
    ...given(query.subject, (place) => `subject = ${place}`),
    ...given(query.from, (place) => `at >= ${place}`), ...given(query.to, (place) => `at < ${place}`), ...given(query.beforeSeq, (place) => `seq < ${place}`),
  ]
  return db.query(`SELECT seq, body, prev_hash AS "prevHash", hash FROM audit_records ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY seq DESC LIMIT $${values.push(query.limit)}`, values)
}
