import type { Queryable } from '#db/database'
import type { RequestToSave } from './command-store'

/** Opens the wait for a second person: pending until decided, declined or lapsed. */
export async function askForApproval(tx: Queryable, request: Pick<RequestToSave, 'id' | 'payloadSha256' | 'at' | 'waitUntil'>): Promise<void> {
  await tx.query('INSERT INTO command_approvals (request_id, payload_sha256, asked_at, decide_until) VALUES ($1, $2, $3, $4)', [request.id, request.payloadSha256, request.at, request.waitUntil])
}
