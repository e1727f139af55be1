import { genesisHash, judgeRecord, type ChainFault, type ChainHead, type StoredRecord } from '../domain/audit/chain'
import type { Queryable } from './database'
import { sm3 } from './sm3'

const recordsPerPage = 1000

/** Records from one number to another in their order, page by page. */
export async function* readAuditRecords(db: Queryable, from: number, to = Number.MAX_SAFE_INTEGER): AsyncGenerator<StoredRecord[]> {
  for (let after = from - 1; after < to;) {
    const page = await db.query<StoredRecord>(
      'SELECT seq, at, event, actor, subject, body, prev_hash AS "prevHash", hash FROM audit_records WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3', [after, to, recordsPerPage])
    if (page.length === 0) return
    yield page
    after = page.at(-1)!.seq
  }
}

export interface ChainVerdict {
  /** Records that were looked at and stand as they were written. */
  checked: number
  /** The last sound record; null when there is none. */
  head: ChainHead | null
  /** The first record that does not stand; a missing one by the number it would have. */
  broken: { seq: number; fault: ChainFault } | null
}

/**
 * Walks the chain and stops at the first record that does not stand where it says, as it was written.
 * @param from number to begin with; the hash before it is then taken as it is
 * @param see is shown every sound record
 */
export async function verifyAuditChain(db: Queryable, from = 1, see: (record: StoredRecord) => void = () => {}): Promise<ChainVerdict> {
  let before: ChainHead = { seq: from - 1, hash: genesisHash }
  if (from > 1) {
    const [known] = await db.query<ChainHead>('SELECT seq, hash FROM audit_records WHERE seq = $1', [from - 1])
    if (!known) return { checked: 0, head: null, broken: { seq: from - 1, fault: 'number_missing' } }
    before = known
  }
  let checked = 0
  for await (const page of readAuditRecords(db, from)) {
    for (const record of page) {
      const fault = judgeRecord(before, record, sm3)
      if (fault) return { checked, head: checked > 0 ? before : null, broken: { seq: before.seq + 1, fault } }
      before = { seq: record.seq, hash: record.hash }
      checked++
      see(record)
    }
  }
  return { checked, head: before.seq > 0 ? before : null, broken: null }
}
