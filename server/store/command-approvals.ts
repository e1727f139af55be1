import type { Queryable } from '#db/database'
import type { Decision, StoredApproval } from './command-store'

export interface ApprovalRow {
  payload_sha256: string; command_ids: number[]; asked_at: Date; decide_until: Date; decision: StoredApproval['decision']; approver: string | null; approver_session_sha256: string | null; decided_at: Date | null; valid_until: Date | null; note: string | null
}

export async function loadApproval(db: Queryable, requestId: string): Promise<StoredApproval | null> {
  const [row] = await db.query<ApprovalRow>('SELECT * FROM command_approvals WHERE request_id = $1', [requestId])
  return row ? {
    payloadSha256: row.payload_sha256, commandIds: row.command_ids.map(Number), askedAt: row.asked_at, decideUntil: row.decide_until, decision: row.decision, approver: row.approver, approverSessionSha256: row.approver_session_sha256,
    decidedAt: row.decided_at, validUntil: row.valid_until, note: row.note,
  } : null
}

/** Opens the wait for a second person: pending until decided, declined or lapsed. */
export async function askForApproval(tx: Queryable, requestId: string, at: Date, { payloadSha256, commandIds, decideUntil }: NonNullable<Decision<unknown>['askApproval']>): Promise<void> {
  await tx.query('INSERT INTO command_approvals (request_id, payload_sha256, command_ids, asked_at, decide_until) VALUES ($1, $2, $3, $4, $5)', [requestId, payloadSha256, commandIds, at, decideUntil])
  await tx.query('UPDATE command_requests SET payload_sha256 = $2 WHERE id = $1', [requestId, payloadSha256])
}

/** Writes the decision; once only. @throws Error when it was decided before */
export async function decideApproval(tx: Queryable, requestId: string, at: Date, by: NonNullable<Decision<unknown>['decideApproval']>): Promise<void> {
  const done = await tx.query(
    `UPDATE command_approvals SET decision = $2, approver = $3, approver_role = $4, approver_session_sha256 = $5, approver_address = $6, decided_at = $7, valid_until = $8, note = $9, seen = $10
     WHERE request_id = $1 AND decision IS NULL RETURNING request_id`,
    [requestId, by.decision, by.approver, by.role, by.approverSessionSha256, by.address, at, by.validUntil, by.note, by.seen === undefined || by.seen === null ? null : JSON.stringify(by.seen)])
  if (done.length === 0) throw new Error(`request ${requestId}: its approval was decided before`)
}
