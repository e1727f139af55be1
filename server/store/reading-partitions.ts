import type { Database } from '#db/database'
import { createMonthSql, readingMonth, type ReadingMonth } from '#db/reading-month'

/** Months (`readings_y2026m01`) known to exist, per database, so that the common case asks nothing. */
const known = new WeakMap<Database, Set<string>>()

/**
 * Makes the monthly partitions (UTC) that the given instants (unix ms) fall into, before the transaction that fills them:
 * creating one locks the whole table for a moment.
 */
export async function ensurePartitions(db: Database, instantsMs: Iterable<number>): Promise<void> {
  const exists = known.get(db) ?? new Set<string>()
  known.set(db, exists)
  let [fromMs, toMs] = [0, 0]
  for (const ms of instantsMs) {
    if (ms >= fromMs && ms < toMs) continue
    const month = readingMonth(ms)
    ;({ fromMs, toMs } = month)
    if (exists.has(month.partition)) continue
    await createPartition(db, month)
    exists.add(month.partition)
  }
}

async function createPartition(db: Database, month: ReadingMonth): Promise<void> {
  await db.transaction(async (tx) => {
    // Two servers at once: the second waits here and then finds it made.
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('reading partitions'))")
    await tx.query(createMonthSql(month))
  })
}

/** Forgets which partitions exist, after an insert found one missing (dropped by another process). */
export function forgetPartitions(db: Database): void {
  known.delete(db)
}

/**
 * Drops the months that lie wholly before `now` - `retentionDays`.
 * @returns names of the partitions dropped
 */
export async function dropExpiredPartitions(db: Database, now: Date, retentionDays: number): Promise<string[]> {
  const limitMs = now.getTime() - retentionDays * 86_400_000
  const rows = await db.query<{ name: string }>("SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'readings'::regclass ORDER BY 1")
  const expired = rows.map((row) => row.name).filter((name) => {
    const [, year, month] = /^readings_y(\d{4})m(\d{2})$/.exec(name) ?? []
    return year !== undefined && Date.UTC(Number(year), Number(month), 1) <= limitMs
  })
  for (const name of expired) await db.query(`DROP TABLE ${name}`)
  if (expired.length > 0) forgetPartitions(db)
  return expired
}
