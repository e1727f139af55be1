import type { Database } from '#db/database'

/** Months (`readings_y2026m01`) known to exist, per database, so that the common case asks nothing. */
const known = new WeakMap<Database, Set<string>>()

interface Month { name: string; fromMs: number; toMs: number }

function monthOf(ms: number): Month {
  const at = new Date(ms)
  const year = at.getUTCFullYear()
  const month = at.getUTCMonth()
  return { name: `readings_y${String(year).padStart(4, '0')}m${String(month + 1).padStart(2, '0')}`, fromMs: Date.UTC(year, month, 1), toMs: Date.UTC(year, month + 1, 1) }
}

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
    const month = monthOf(ms)
    ;({ fromMs, toMs } = month)
    if (exists.has(month.name)) continue
    await createPartition(db, month)
    exists.add(month.name)
  }
}

async function createPartition(db: Database, month: Month): Promise<void> {
  const [from, to] = [new Date(month.fromMs).toISOString(), new Date(month.toMs).toISOString()]
  await db.transaction(async (tx) => {
    // Two servers at once: the second waits here and then finds it made.
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('reading partitions'))")
    const [there] = await tx.query<{ name: string | null }>('SELECT to_regclass($1)::text AS name', [month.name])
    if (!there?.name) await tx.query(`CREATE TABLE ${month.name} PARTITION OF readings FOR VALUES FROM ('${from}') TO ('${to}')`)
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
