import type { AuditChainView } from '#domain/wire/audit'
import type { AuditVerdict } from './verify-audit'

/** What a walk along the chain found, as it is told over the wire. */
export function chainView({ chain, heads, headFaults }: AuditVerdict, begunAt: Date, endedAt: Date): AuditChainView {
  const noted = heads?.kind === 'cut' || heads?.kind === 'replaced' ? heads.noted.seq : null
  return {
    whole: chain.broken === null && heads?.kind === 'agree' && headFaults.length === 0,
    checked: chain.checked, head: chain.head && { seq: chain.head.seq, hash: chain.head.hash }, broken: chain.broken,
    notes: heads && { kind: heads.kind, compared: heads.kind === 'agree' ? heads.compared : null, noted_seq: noted },
    note_faults: headFaults, begun_at: begunAt.toISOString(), ended_at: endedAt.toISOString(),
  }
}
