import type { Database } from '#db/database'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { appendAudit } from '#server/store/audit-log'

export const entryOf = (index: number): AuditEntry => ({
  at: new Date(Date.parse('2026-01-10T12:00:00Z') + index * 1001), event: ['zone.update', 'session.signIn', 'access.denied'][index % 3]!, actor: index % 4 === 0 ? null : `account-${index % 4}`, role: 'operator',
  secondPerson: null, address: '10.0.0.1', subject: `zone:${index}`, before: { name: `桥 ${index}`, width_m: index / 7 }, after: null, reason: 'because',
})

/** Appends records, some to a transaction. */
export async function appendMany(db: Database, count: number, from = 0): Promise<void> {
  for (let index = from; index < from + count;) {
    const size = Math.min(1 + (index % 3), from + count - index)
    await db.transaction(async (tx) => appendAudit(tx, Array.from({ length: size }, (_, more) => entryOf(index + more))))
    index += size
  }
}
