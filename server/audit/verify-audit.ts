import { verifyAuditChain, type ChainVerdict } from '#db/audit-chain'
import type { Queryable } from '#db/database'
import { judgeHeads, type HeadsVerdict } from '#domain/audit/judge-heads'
import { readHeadFile } from './head-file'

export interface AuditVerdict {
  chain: ChainVerdict
  /** Null where a broken chain makes the comparison pointless; 'missing' when records stand and no note of them does. */
  heads: HeadsVerdict | { kind: 'missing' } | null
  /** Lines of the file of heads that are none. */
  headFaults: number[]
}

/** The chain by itself, then beside the notes of its end: a cut tail and a chain written anew are whole in themselves. */
export async function verifyAudit(db: Queryable, headFile: string, from = 1): Promise<AuditVerdict> {
  const file = await readHeadFile(headFile)
  const notes = file.found ? file.lines.filter((line) => line.seq >= from) : []
  const wanted = new Set(notes.map(({ seq }) => seq))
  const hashes = new Map<number, string>()
  const chain = await verifyAuditChain(db, from, ({ seq, hash }) => { if (wanted.has(seq)) hashes.set(seq, hash) })
  const headFaults = file.found ? file.faults : []
  if (chain.broken) return { chain, heads: null, headFaults }
  const chainEnds = chain.head?.seq ?? 0
  const noNote = !file.found || (file.lines.length === 0)
  if (noNote) return { chain, heads: chainEnds === 0 ? { kind: 'agree', compared: 0 } : { kind: 'missing' }, headFaults }
  return { chain, heads: judgeHeads(notes, (seq) => hashes.get(seq), chainEnds), headFaults }
}
