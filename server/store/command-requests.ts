import type { Database, Transaction } from '#db/database'
import { isInFlight } from '#domain/control/command'
import { nextState } from '#domain/control/life-cycle'
import { findBarringLock, lockParams } from '#domain/control/locks'
import { makeWay, type Way } from '#domain/control/make-way'
import { askForApproval } from './command-approvals'
import { commandColumns, commandFromRow, type CommandRow } from './command-rows'
import { saveCommandEvent } from './command-events'
import { updateFenced } from './command-steps'
import type { LoopRefusal, RequestOutcome, RequestToSave, StoredCommand, WantedCommand } from './command-store'
import { loadOpenLocks } from './control-locks'

/**
 * One transaction: the request under its idempotency key, one queued command per loop that may have one, the answer.
 * The loops are locked in order, so that two requests for the same loops wait for each other instead of meeting half-way.
 */
export function saveCommandRequest(db: Database, request: RequestToSave): Promise<RequestOutcome> {
  return db.transaction(async (tx) => {
    const fresh = await insertRequest(tx, request)
    if (!fresh) return loadEarlier(tx, request)
    const wanted = [...request.wanted].sort((a, b) => (a.loopId < b.loopId ? -1 : 1))
    // A plant file may have taken a loop away while this waited for it.
    const standing = (await tx.query<{ id: string }>('SELECT id FROM loops WHERE id = ANY($1) AND retired_at IS NULL ORDER BY id FOR NO KEY UPDATE', [wanted.map((w) => w.loopId)])).map(({ id }) => id)
    const locks = request.everySlot || request.begins === 'drafted' ? [] : await loadOpenLocks(tx, request.at)
    const created: StoredCommand[] = []
    const superseded: StoredCommand[] = []
    const refused: LoopRefusal[] = [...request.refused]
    for (const want of wanted) {
      if (!standing.includes(want.loopId)) { refused.push({ loop_id: want.loopId, reason: 'loop_not_found' }); continue }
      const lock = findBarringLock(locks, want.loopId, request.actor, request.at.getTime())
      if (lock) { refused.push({ loop_id: want.loopId, reason: 'locked', params: lockParams(lock) }); continue }
      const place = await clearTheWay(tx, request, want)
      if ('refusal' in place) { refused.push(place.refusal); continue }
      superseded.push(...place.superseded)
      created.push(place.standing ?? await insertCommand(tx, request, want))
    }
    if (request.begins === 'validated' && request.waitUntil && created.length > 0) {
      await askForApproval(tx, request.id, request.at, { payloadSha256: request.payloadSha256?.(created) ?? '', commandIds: created.map(({ id }) => id), decideUntil: request.waitUntil })
    }
    const answer = request.answer(created, refused)
    await tx.query('UPDATE command_requests SET answer = $2 WHERE id = $1', [request.id, JSON.stringify(answer)])
    return { kind: 'saved', answer, created, superseded }
  })
}

async function loadEarlier(tx: Transaction, request: RequestToSave): Promise<RequestOutcome> {
  const [earlier] = await tx.query<{ id: string; request_sha256: string; answer: { refused: LoopRefusal[] } }>('SELECT id, request_sha256, answer FROM command_requests WHERE actor = $1 AND idempotency_key = $2', [request.actor, request.key])
  if (earlier?.request_sha256 !== request.sha256) return { kind: 'conflict' }
  // What was refused then stays refused; what was queued then may be over by now, and an old row must not pass for the present.
  const rows = await tx.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE request_id = $1 ORDER BY id`, [earlier.id])
  return { kind: 'repeated', answer: request.answer(rows.map(commandFromRow), earlier.answer.refused) }
}

/** False when the actor has used this key before. */
async function insertRequest(tx: Transaction, { by, target, ...request }: RequestToSave): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO command_requests (id, actor, idempotency_key, request_sha256, answer, requested_at, target_kind, target_id, loop_count, reason_text, notam_reference, actor_role, session_sha256, address, seen)
     VALUES ($1, $2, $3, $4, '{}', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (actor, idempotency_key) DO NOTHING RETURNING id`,
    [request.id, request.actor, request.key, request.sha256, request.at, target?.kind ?? 'loop', target?.id ?? request.wanted[0]?.loopId ?? '', request.wanted.length + request.refused.length,
      request.wanted[0]?.reasonText ?? null, request.notamReference ?? null, by?.role ?? null, by?.sessionSha256 ?? null, by?.address ?? null, by?.seen === undefined ? null : JSON.stringify(by.seen)])
  return rows.length > 0
}

type Place = { refusal: LoopRefusal } | { superseded: StoredCommand[]; standing?: StoredCommand }

/** What is in flight on the loop gives way or the newcomer is refused; a stop takes everything, and one that is already under way is enough. */
async function clearTheWay(tx: Transaction, request: RequestToSave, want: WantedCommand): Promise<Place> {
  if (request.begins === 'drafted' || request.begins === 'validated') return { superseded: [] }
  const everySlot = request.everySlot ?? false
  const others = (await tx.query<CommandRow>(
    `SELECT ${commandColumns} FROM commands WHERE loop_id = $1 AND state IN ('queued','selected','sent','accepted','unknown') ${everySlot ? "OR loop_id = $1 AND state = 'validated' OR loop_id = $1 AND state = 'held'" : ''} ORDER BY id FOR UPDATE`,
    [want.loopId])).map(commandFromRow)
  const standing = others.find((row) => everySlot && row.everySlot && isInFlight(row.state) && row.state !== 'unknown')
  const superseded: StoredCommand[] = []
  for (const row of others) {
    if (row === standing) continue
    const way: Way = row.state === 'held' ? { open: true, event: 'vacated', reason: 'stopped' } : makeWay({ ...want, everySlot }, row)
    const state = way.open ? nextState(row.state, way.event) : null
    const ended = way.open && state && await updateFenced(tx, row, { event: way.event, state, at: request.at, actor: request.actor, reason: way.reason })
    if (!ended) return { refusal: { loop_id: want.loopId, reason: way.open ? 'command_in_flight' : way.reason, params: { command_id: row.id } } }
    superseded.push(ended)
  }
  return { superseded, ...(standing ? { standing } : {}) }
}

async function insertCommand(tx: Transaction, request: RequestToSave, want: WantedCommand): Promise<StoredCommand> {
  const { begins = 'queued' } = request
  const [row] = await tx.query<CommandRow>(
    `INSERT INTO commands (request_id, loop_id, actor, slot, mode, setpoint_c, lease_s, reason_text, state, sequence, requested_at, queued_at, wait_until, needs_operate, needs_approval, every_slot, renews, interlocks)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, GREATEST($10::bigint, (SELECT COALESCE(max(sequence), 0) FROM commands WHERE loop_id = $2)) + 1, $11, $12, $13, $14, $15, $16, $17, $18
     RETURNING ${commandColumns}`,
    [request.id, want.loopId, request.actor, want.slot, want.mode, want.setpointC, want.leaseS, want.reasonText, begins, want.seenSequence, request.at, begins === 'queued' ? request.at : null,
      request.waitUntil ?? null, request.needsOperate ?? false, request.needsApproval ?? false, request.everySlot ?? false, want.renews ?? null, want.interlocks ? JSON.stringify(want.interlocks) : null])
  const command = commandFromRow(row as CommandRow)
  saveCommandEvent(tx, command.id, {
    event: 'request', state: begins, at: request.at, actor: request.actor, reason: null,
    detail: { loop_id: want.loopId, mode: want.mode, setpoint_c: want.setpointC, lease_s: want.leaseS, slot: want.slot, ...(want.interlocks ? { interlocks: want.interlocks.results } : {}) },
    ...(request.by?.seen === undefined ? {} : { origin: { seen: request.by.seen } }),
  })
  return command
}
