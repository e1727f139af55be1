import type { Database, Queryable } from '#db/database'
import { appendAudit } from './audit-log'

/** One word on the use of a runway. Instants are site time. */
export interface RunwayWord { runwayId: string; inUse: boolean; source: string; reference: string; saidBy: string; saidAt: Date; expiresAt: Date }

interface Row { runway_id: string; in_use: boolean; source: string; reference: string; said_by: string; said_at: Date; expires_at: Date }
const columns = 'runway_id, in_use, source, reference, said_by, said_at, expires_at'
const toWord = (row: Row): RunwayWord => ({ runwayId: row.runway_id, inUse: row.in_use, source: row.source, reference: row.reference, saidBy: row.said_by, saidAt: row.said_at, expiresAt: row.expires_at })

/** The newest word of every source on every runway, expired ones too: they tell since when nobody knows. */
export async function loadRunwayWords(db: Queryable): Promise<RunwayWord[]> {
  return (await db.query<Row>(`SELECT DISTINCT ON (runway_id, source) ${columns} FROM runway_uses ORDER BY runway_id, source, id DESC`)).map(toWord)
}

/** Keeps a word. The same again from a feed renews what it said; everything else is a new row and a record in the audit. */
export function saveRunwayWord(db: Database, word: RunwayWord): Promise<void> {
  return db.transaction(async (tx) => {
    const [before] = await tx.query<Row & { id: number }>(`SELECT id, ${columns} FROM runway_uses WHERE runway_id = $1 AND source = $2 ORDER BY id DESC LIMIT 1 FOR UPDATE`, [word.runwayId, word.source])
    if (before && word.source !== 'declaration' && before.in_use === word.inUse && before.reference === word.reference) {
      await tx.query('UPDATE runway_uses SET said_at = $2, expires_at = $3 WHERE id = $1', [before.id, word.saidAt, word.expiresAt])
      return
    }
    await tx.query('INSERT INTO runway_uses (runway_id, in_use, source, reference, said_by, said_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [word.runwayId, word.inUse, word.source, word.reference, word.saidBy, word.saidAt, word.expiresAt])
    appendAudit(tx, [{
      at: word.saidAt, event: 'runway.declare', actor: word.saidBy, role: null, secondPerson: null, address: null, subject: `runway:${word.runwayId}`,
      before: before ? { in_use: before.in_use, reference: before.reference, expires_at: before.expires_at.toISOString() } : null,
      after: { in_use: word.inUse, reference: word.reference, source: word.source, expires_at: word.expiresAt.toISOString() },
    }])
  })
}
