import type { Database, Queryable } from '#db/database'
import { isInFlight } from '#domain/control/command'
import { nextState } from '#domain/control/life-cycle'
import { askForApproval, decideApproval, loadApproval } from './command-approvals'
import { commandColumns, commandFromRow, type CommandRow } from './command-rows'
import { updateFenced } from './command-steps'
import type { Decision, LoopRefusal, RequestState, StoredCommand, StoredRequest, TargetKind } from './command-store'
import { loadOpenLocks } from './control-locks'

interface RequestRow {
  id: string; actor: string; session_sha256: string | null; requested_at: Date; target_kind: TargetKind; target_id: string; loop_count: number; reason_text: string | null; notam_reference: string | null
  payload_sha256: string; answer: { refused?: LoopRefusal[] }
}

const requestFromRow = (row: RequestRow): StoredRequest => ({
  id: row.id, actor: row.actor, sessionSha256: row.session_sha256, requestedAt: row.requested_at, target: { kind: row.target_kind, id: row.target_id }, loopCount: row.loop_count,
  reasonText: row.reason_text, notamReference: row.notam_reference, payloadSha256: row.payload_sha256, refused: row.answer.refused ?? [],
})

/** A request with its commands, its approval, and what stands beside it. `lock` inside a transaction that is going to change it. */
export async function loadRequestState(db: Queryable, requestId: string, at: Date, lock = false): Promise<RequestState | null> {
  const [row] = await db.query<RequestRow>(`SELECT * FROM command_requests WHERE id = $1 ${lock ? 'FOR NO KEY UPDATE' : ''}`, [requestId])
  if (!row) return null
  if (lock) await db.query('SELECT id FROM loops WHERE id IN (SELECT loop_id FROM commands WHERE request_id = $1) ORDER BY id FOR NO KEY UPDATE', [requestId])
  const commands = (await db.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE request_id = $1 ORDER BY id ${lock ? 'FOR UPDATE' : ''}`, [requestId])).map(commandFromRow)
  const inFlight = lock ? (await db.query<CommandRow>(
    `SELECT ${commandColumns} FROM commands WHERE loop_id = ANY($1) AND state IN ('queued','selected','sent','accepted','unknown') ORDER BY id FOR UPDATE`, [commands.map((command) => command.loopId)])).map(commandFromRow) : []
  return {
    request: requestFromRow(row), approval: await loadApproval(db, requestId), commands, inFlight: inFlight.filter((command) => command.requestId !== requestId && isInFlight(command.state)),
    locks: lock ? await loadOpenLocks(db, at) : [],
  }
}

/** One transaction over a request: all its rows are held, `judge` decides on what stands there, its steps are taken. */
export function decideRequest<T>(db: Database, requestId: string, at: Date, judge: (state: RequestState) => Decision<T>): Promise<{ answer: T; stepped: StoredCommand[] } | null> {
  return db.transaction(async (tx) => {
    const state = await loadRequestState(tx, requestId, at, true)
    if (!state) return null
    const decision = judge(state)
    const { askApproval, decideApproval: decided } = decision
    if (askApproval) await askForApproval(tx, requestId, at, askApproval)
    if (decided) await decideApproval(tx, requestId, at, decided)
    const rows = new Map([...state.commands, ...state.inFlight].map((command) => [command.id, command]))
    const stepped = new Set<number>()
    for (const { id, step } of decision.steps) {
      const row = rows.get(id)
      // The life cycle's table has the last word here as well; a held row cannot have moved on.
      const moved = row && step.event !== 'note' && nextState(row.state, step.event) === step.state ? await updateFenced(tx, row, step) : null
      if (!moved) throw new Error(`command ${id}: ${row?.state} -${step.event}-> ${step.state} is not possible`)
      rows.set(id, moved)
      stepped.add(id)
    }
    return { answer: decision.answer, stepped: [...stepped].map((id) => rows.get(id) as StoredCommand) }
  })
}

/** Requests with a command that waits for its author or for a second person. */
export const loadWaitingRequests = async (db: Queryable): Promise<{ requestId: string; waitUntil: Date; since: Date }[]> =>
  (await db.query<{ request_id: string; wait_until: Date; since: Date }>(
    "SELECT request_id, min(wait_until) AS wait_until, max(requested_at) AS since FROM commands WHERE state IN ('drafted','validated') GROUP BY request_id"))
    .map((row) => ({ requestId: row.request_id, waitUntil: row.wait_until, since: row.since }))

export async function loadPendingApprovals(db: Queryable, at: Date): Promise<RequestState[]> {
  const rows = await db.query<{ request_id: string }>('SELECT request_id FROM command_approvals WHERE decision IS NULL ORDER BY asked_at')
  const states: RequestState[] = []
  for (const { request_id } of rows) {
    const state = await loadRequestState(db, request_id, at)
    if (state) states.push(state)
  }
  return states
}
