import { createHash } from 'node:crypto'
import { readAuditRecords } from '#db/audit-chain'
import type { Queryable } from '#db/database'
import { genesisHash, type ChainHead } from '#domain/audit/chain'
import { loadAuditHead, loadRecordHash } from '#server/store/audit-log'

export const evidenceFormat = 'hearthway-evidence'

export interface EvidenceRange { from: number; /** Default: the chain's end. */ to?: number | undefined; /** Wall instant. */ madeAt: Date }

/**
 * An evidence pack: JSON lines that docs/verify-evidence.mjs verifies without anything of ours. First what it is and the hash before it, then the
 * records with their bodies as they were hashed, at last the hash it ends with and SM3 over every byte before.
 * @throws RangeError when no such records stand
 */
export async function* evidenceLines(db: Queryable, { from, to, madeAt }: EvidenceRange): AsyncGenerator<string> {
  const chainHead = await loadAuditHead(db)
  const last = Math.min(to ?? Number.MAX_SAFE_INTEGER, chainHead?.seq ?? 0)
  if (from < 1 || from > last) throw new RangeError(`there are no records ${from} to ${to ?? 'the end'}: the chain ends at ${chainHead?.seq ?? 0}`)
  const prevHash = from === 1 ? genesisHash : await loadRecordHash(db, from - 1)
  if (prevHash === null) throw new RangeError(`record ${from - 1} is missing: verify the chain`)
  const digest = createHash('sm3')
  const line = (value: object): string => {
    const text = `${JSON.stringify(value)}\n`
    digest.update(text, 'utf8')
    return text
  }
  yield line({ format: evidenceFormat, version: 1, digest: 'SM3', made_at: madeAt.toISOString(), from, to: last, prev_hash: prevHash, chain_head: { seq: chainHead!.seq, hash: chainHead!.hash } })
  let head: ChainHead = { seq: from - 1, hash: prevHash }
  let records = 0
  for await (const page of readAuditRecords(db, from, last)) {
    let text = ''
    for (const { seq, prevHash: before, hash, body } of page) {
      text += line({ seq, prev_hash: before, hash, body })
      head = { seq, hash }
      records++
    }
    yield text
  }
  yield `${JSON.stringify({ end: true, records, head, sm3: digest.digest('hex') })}\n`
}
