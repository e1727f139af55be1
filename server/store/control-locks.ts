import type { Database, Queryable, Transaction } from '#db/database'
import type { Lock, LockKind } from '#domain/control/locks'
import { appendAudit } from './audit-log'

interface LockRow { id: number; kind: LockKind; holder: string; reason: string; target_kind: Lock['target']['kind']; target_id: string; loop_ids: string[]; placed_at: Date; until: Date | null }
const columns = 'id, kind, holder, reason, target_kind, target_id, loop_ids, placed_at, until'
const fromRow = (row: LockRow): Lock => ({
  id: row.id, kind: row.kind, holder: row.holder, reason: row.reason, target: { kind: row.target_kind, id: row.target_id }, loopIds: row.loop_ids, placedAtMs: row.placed_at.getTime(), untilMs: row.until?.getTime() ?? null,
})

/** Locks that are neither ended nor over at a site instant, oldest first. */
export const loadOpenLocks = async (db: Queryable, at: Date): Promise<Lock[]> =>
  (await db.query<LockRow>(`SELECT ${columns} FROM control_locks WHERE ended_at IS NULL AND (until IS NULL OR until > $1) ORDER BY id`, [at])).map(fromRow)

/** With the same transaction, so that no lock stands or ends of which the audit does not know. */
function tell(tx: Transaction, event: 'lock.place' | 'lock.end', actor: string, at: Date, lock: Lock): void {
  const { id, kind, holder, reason, target, loopIds, placedAtMs, untilMs } = lock
  const view = { id, kind, holder, reason, target, loop_ids: loopIds, placed_at: new Date(placedAtMs).toISOString(), until: untilMs === null ? null : new Date(untilMs).toISOString() }
  appendAudit(tx, [{ at, event, actor, role: null, secondPerson: null, address: null, subject: `lock:${id}`, ...(event === 'lock.place' ? { after: view, reason } : { before: view }) }])
}

/** Placed in line with the requests for its loops: none slips through beside it. */
export function placeControlLock(db: Database, lock: Omit<Lock, 'id'>): Promise<Lock> {
  return db.transaction(async (tx) => {
    await tx.query('SELECT id FROM loops WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [lock.loopIds])
    const [row] = await tx.query<LockRow>(
      `INSERT INTO control_locks (kind, holder, reason, target_kind, target_id, loop_ids, placed_at, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${columns}`,
      [lock.kind, lock.holder, lock.reason, lock.target.kind, lock.target.id, lock.loopIds, new Date(lock.placedAtMs), lock.untilMs === null ? null : new Date(lock.untilMs)])
    const placed = fromRow(row as LockRow)
    tell(tx, 'lock.place', lock.holder, new Date(lock.placedAtMs), placed)
    return placed
  })
}

export function endControlLock(db: Database, id: number, by: string, at: Date): Promise<Lock | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx.query<LockRow>(`UPDATE control_locks SET ended_at = $3, ended_by = $2 WHERE id = $1 AND ended_at IS NULL AND (until IS NULL OR until > $3) RETURNING ${columns}`, [id, by, at])
    if (!row) return null
    const ended = fromRow(row)
    tell(tx, 'lock.end', by, at, ended)
    return ended
  })
}
