import type { Database, Queryable } from '#db/database'
import type { Lock, LockKind } from '#domain/control/locks'

interface LockRow { id: number; kind: LockKind; holder: string; reason: string; target_kind: Lock['target']['kind']; target_id: string; loop_ids: string[]; placed_at: Date; until: Date | null }
const columns = 'id, kind, holder, reason, target_kind, target_id, loop_ids, placed_at, until'
const fromRow = (row: LockRow): Lock => ({
  id: row.id, kind: row.kind, holder: row.holder, reason: row.reason, target: { kind: row.target_kind, id: row.target_id }, loopIds: row.loop_ids, placedAtMs: row.placed_at.getTime(), untilMs: row.until?.getTime() ?? null,
})

/** Locks that are neither ended nor over at a site instant, oldest first. */
export const loadOpenLocks = async (db: Queryable, at: Date): Promise<Lock[]> =>
  (await db.query<LockRow>(`SELECT ${columns} FROM control_locks WHERE ended_at IS NULL AND (until IS NULL OR until > $1) ORDER BY id`, [at])).map(fromRow)

/** Placed in line with the requests for its loops: none slips through beside it. */
export function placeControlLock(db: Database, lock: Omit<Lock, 'id'>): Promise<Lock> {
  return db.transaction(async (tx) => {
    await tx.query('SELECT id FROM loops WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [lock.loopIds])
    const [row] = await tx.query<LockRow>(
      `INSERT INTO control_locks (kind, holder, reason, target_kind, target_id, loop_ids, placed_at, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${columns}`,
      [lock.kind, lock.holder, lock.reason, lock.target.kind, lock.target.id, lock.loopIds, new Date(lock.placedAtMs), lock.untilMs === null ? null : new Date(lock.untilMs)])
    return fromRow(row as LockRow)
  })
}

export async function endControlLock(db: Queryable, id: number, by: string, at: Date): Promise<Lock | null> {
  const [row] = await db.query<LockRow>(`UPDATE control_locks SET ended_at = $3, ended_by = $2 WHERE id = $1 AND ended_at IS NULL AND (until IS NULL OR until > $3) RETURNING ${columns}`, [id, by, at])
  return row ? fromRow(row) : null
}
