import type { AuditEntry } from './audit-entry'
import { canonicalText } from './canonical-text'

/** What stands before the first record. */
export const genesisHash = '0'.repeat(64)

/** Longest name (of an event, actor, role, address, subject) and longest reason that is kept, characters: what strangers send must fit an index. */
const longestName = 200
const longestReason = 2000

/** A record as it is kept. `body` is the canonical text of the entry with its number; `hash` is SM3 over the texts of `prevHash` and `body`. */
export interface ChainRecord { seq: number; at: Date; body: string; prevHash: string; hash: string }

/** A record with the columns that it is searched by. */
export type StoredRecord = ChainRecord & { event: string; actor: string | null; subject: string | null }

/** Where a chain ends; seq 0 and the genesis hash for an empty one. */
export interface ChainHead { seq: number; hash: string }

/** SM3 of a text's UTF-8 bytes, lower-case hex. Given from outside: the domain computes no digests. */
export type Sm3 = (text: string) => string

/** The text that is kept and hashed for an entry. `before`, `after` and `seen` stand in it only when they were given: absent and null are two things. */
export function recordBody(seq: number, entry: AuditEntry): string {
  const { at, event, actor, role, secondPerson, address, subject, reason, before, after, seen } = entry
  return canonicalText({
    seq, at, event: clipped(event), actor: clipped(actor), role: clipped(role), second_person: clipped(secondPerson), address: clipped(address), subject: clipped(subject),
    reason: clipped(reason ?? null, longestReason), before, after, seen,
  })
}

const clipped = (text: string | null, most = longestName): string | null => (text !== null && text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** The records that entries become behind a head, in their order. */
export function chainRecords(head: ChainHead, entries: readonly AuditEntry[], sm3: Sm3): ChainRecord[] {
  let { seq, hash } = head
  return entries.map((entry) => {
    const body = recordBody(seq + 1, entry)
    const record = { seq: seq + 1, at: entry.at, body, prevHash: hash, hash: sm3(hash + body) }
    ;({ seq, hash } = record)
    return record
  })
}

export type ChainFault = 'number_missing' | 'follows_another' | 'hash_differs' | 'body_unreadable' | 'columns_differ'

/** Whether a record stands right behind a head; the first fault, or null. The hash is judged first: it covers the body, and the body the rest. */
export function judgeRecord(before: ChainHead, record: StoredRecord, sm3: Sm3): ChainFault | null {
  if (record.seq !== before.seq + 1) return 'number_missing'
  if (record.prevHash !== before.hash) return 'follows_another'
  if (record.hash !== sm3(record.prevHash + record.body)) return 'hash_differs'
  let said: unknown
  try {
    said = JSON.parse(record.body)
  } catch {
    return 'body_unreadable'
  }
  if (typeof said !== 'object' || said === null || canonicalText(said) !== record.body) return 'body_unreadable'
  const { seq, at, event, actor, subject } = said as Record<string, unknown>
  const agrees = seq === record.seq && at === record.at.toISOString() && event === record.event && actor === record.actor && subject === record.subject
  return agrees ? null : 'columns_differ'
}
