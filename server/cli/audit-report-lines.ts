import type { ChainFault } from '#domain/audit/chain'
import type { AuditVerdict } from '#server/audit/verify-audit'

const faults: Record<ChainFault, string> = {
  number_missing: 'is missing',
  follows_another: 'follows another record than the one before it: that one, or this link, was changed',
  hash_differs: 'was changed: its hash is not that of its text',
  body_unreadable: 'is not in the canonical form: it was not written by Hearthway',
  columns_differ: 'says something else in its columns than in its text',
}

/** What a verification found, in words; `whole` when nothing is broken and the end is vouched for. */
export function auditReportLines({ chain, heads, headFaults }: AuditVerdict, { headFile, from }: { headFile: string; from: number }): { lines: string[]; whole: boolean } {
  const lines: string[] = []
  if (chain.broken) lines.push(`BROKEN: record ${chain.broken.seq} ${faults[chain.broken.fault]}. ${chain.checked} records from ${from} on stand.`)
  else lines.push(`${chain.checked} records from ${from} on stand as they were written${chain.head ? `; the chain ends at ${chain.head.seq}, ${chain.head.hash}` : ''}`)
  if (headFaults.length > 0) lines.push(`DAMAGED: ${headFile} has lines that are no notes: ${headFaults.slice(0, 10).join(', ')}`)
  if (heads?.kind === 'missing') lines.push(`MISSING: there are no notes of the chain's end in ${headFile}: whether records were cut off its end cannot be said`)
  if (heads?.kind === 'cut') lines.push(`CUT: the chain ends at ${heads.chainEnds}, but record ${heads.noted.seq} was noted: the records from ${heads.chainEnds + 1} on are gone`)
  if (heads?.kind === 'replaced') lines.push(`REPLACED: record ${heads.noted.seq} is not the one that was noted: the chain was written anew from some record after ${heads.lastAgreeing}`)
  if (heads?.kind === 'agree') lines.push(`${heads.compared} notes of the chain's end in ${headFile} agree`)
  return { lines, whole: chain.broken === null && heads?.kind === 'agree' && headFaults.length === 0 }
}
