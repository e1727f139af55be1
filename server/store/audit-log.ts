import type { Queryable, Transaction } from '#db/database'
import { sm3 } from '#db/sm3'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { chainRecords, genesisHash, type ChainHead } from '#domain/audit/chain'
import { withOrigin } from './audit-origin'

const waiting = new WeakMap<Transaction, AuditEntry[]>()

/**
 * Appends to the audit with this transaction: kept with it or not at all. Written right before the commit, all entries of the transaction at once,
 * because the chain is locked from then until the commit and a lock held while other rows are waited for would end in a deadlock.
 */
export function appendAudit(tx: Transaction, entries: readonly AuditEntry[]): void {
  appendAsTold(tx, entries.map(withOrigin))
}

/** As `appendAudit`, for entries that were told elsewhere: the request that happens to write them is not where they come from. */
export function appendAsTold(tx: Transaction, entries: readonly AuditEntry[]): void {
  if (entries.length === 0) return
  const before = waiting.get(tx)
  if (before) return void before.push(...entries)
  const all = [...entries]
  waiting.set(tx, all)
  tx.beforeCommit(() => writeRecords(tx, all))
}

async function writeRecords(tx: Queryable, entries: readonly AuditEntry[]): Promise<void> {
  const [head] = await tx.query<ChainHead>('SELECT seq, hash FROM lock_audit_chain()')
  const records = chainRecords(head ?? { seq: 0, hash: genesisHash }, entries, sm3)
  await tx.query('INSERT INTO audit_records (seq, at, body, prev_hash, hash) SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])', [
    records.map((record) => record.seq), records.map((record) => record.at), records.map((record) => record.body), records.map((record) => record.prevHash), records.map((record) => record.hash),
  ])
}

/** Where the chain ends now; null when nothing was ever recorded. */
export async function loadAuditHead(db: Queryable): Promise<(ChainHead & { at: Date }) | null> {
  const [head] = await db.query<ChainHead & { at: Date }>('SELECT seq, hash, at FROM audit_records ORDER BY seq DESC LIMIT 1')
  return head ?? null
}

export async function loadRecordHash(db: Queryable, seq: number): Promise<string | null> {
  const [row] = await db.query<{ hash: string }>('SELECT hash FROM audit_records WHERE seq = $1', [seq])
  return row?.hash ?? null
}
