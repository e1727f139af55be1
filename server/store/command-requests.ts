import type { Database, Queryable, Transaction } from '#db/database'
import { nextState } from '#domain/control/life-cycle'
import { commandColumns, commandFromRow, type CommandRow } from './command-rows'
import { saveCommandEvent } from './command-events'
import { updateFenced } from './command-steps'
import type { LoopRefusal, RequestOutcome, RequestToSave, StoredCommand, WantedCommand } from './command-store'

/**
 * One transaction: the request under its idempotency key, one queued command per loop that may have one, the answer.
 * The loops are locked in order, so that two requests for the same loops wait for each other instead of meeting half-way.
 */
export function saveCommandRequest(db: Database, request: RequestToSave): Promise<RequestOutcome> {
  return db.transaction(async (tx) => {
    const [fresh] = await tx.query(
      `INSERT INTO command_requests (id, actor, idempotency_key, request_sha256, answer, requested_at) VALUES ($1, $2, $3, $4, '{}', $5)
       ON CONFLICT (actor, idempotency_key) DO NOTHING RETURNING id`, [request.id, request.actor, request.key, request.sha256, request.at])
    if (!fresh) return loadEarlier(tx, request)
    const wanted = [...request.wanted].sort((a, b) => (a.loopId < b.loopId ? -1 : 1))
    await tx.query('SELECT id FROM loops WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [wanted.map((w) => w.loopId)])
    const created: StoredCommand[] = []
    const superseded: StoredCommand[] = []
    const refused: LoopRefusal[] = [...request.refused]
    for (const want of wanted) {
      const place = await clearTheWay(tx, request, want)
      if (place.refusal) { refused.push(place.refusal); continue }
      if (place.superseded) superseded.push(place.superseded)
      created.push(await insertCommand(tx, request, want))
    }
    const answer = request.answer(created, refused)
    await tx.query('UPDATE command_requests SET answer = $2 WHERE id = $1', [request.id, JSON.stringify(answer)])
    return { kind: 'saved', answer, created, superseded }
  })
}

async function loadEarlier(tx: Queryable, request: RequestToSave): Promise<RequestOutcome> {
  const [earlier] = await tx.query<{ id: string; request_sha256: string; answer: { refused: LoopRefusal[] } }>('SELECT id, request_sha256, answer FROM command_requests WHERE actor = $1 AND idempotency_key = $2', [request.actor, request.key])
  if (earlier?.request_sha256 !== request.sha256) return { kind: 'conflict' }
  // What was refused then stays refused; what was queued then may be over by now, and an old row must not pass for the present.
  const rows = await tx.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE request_id = $1 ORDER BY id`, [earlier.id])
  return { kind: 'repeated', answer: request.answer(rows.map(commandFromRow), earlier.answer.refused) }
}

/** A queued command gives way to any newer one; one that was sent only to an off or a release. The life cycle's table decides. */
async function clearTheWay(tx: Transaction, request: RequestToSave, want: WantedCommand): Promise<{ refusal?: LoopRefusal; superseded?: StoredCommand }> {
  const [row] = await tx.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE loop_id = $1 AND state IN ('queued','sent','accepted','unknown') FOR UPDATE`, [want.loopId])
  if (!row) return {}
  const event = want.mode === 'off' || want.mode === 'release' ? 'stop' : 'supersede'
  const state = nextState(row.state, event)
  if (state === null) return { refusal: { loop_id: want.loopId, reason: row.state === 'unknown' ? 'outcome_unknown' : 'command_in_flight', params: { command_id: row.id } } }
  const superseded = await updateFenced(tx, commandFromRow(row), { event, state, at: request.at, actor: request.actor, reason: event === 'stop' ? 'stopped' : 'replaced' })
  return superseded ? { superseded } : { refusal: { loop_id: want.loopId, reason: 'command_in_flight', params: { command_id: row.id } } }
}

async function insertCommand(tx: Transaction, request: RequestToSave, want: WantedCommand): Promise<StoredCommand> {
  const [row] = await tx.query<CommandRow>(
    `INSERT INTO commands (request_id, loop_id, actor, slot, mode, setpoint_c, lease_s, reason_text, state, sequence, requested_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, 'queued', GREATEST($9::bigint, (SELECT COALESCE(max(sequence), 0) FROM commands WHERE loop_id = $2)) + 1, $10
     RETURNING ${commandColumns}`,
    [request.id, want.loopId, request.actor, want.slot, want.mode, want.setpointC, want.leaseS, want.reasonText, want.seenSequence, request.at])
  const command = commandFromRow(row as CommandRow)
  saveCommandEvent(tx, command.id, { event: 'request', state: 'queued', at: request.at, actor: request.actor, reason: null, detail: { loop_id: want.loopId, mode: want.mode, setpoint_c: want.setpointC, lease_s: want.leaseS } })
  return command
}
