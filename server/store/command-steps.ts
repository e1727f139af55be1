import { displaceHolders, placeTaken } from '#domain/control/displace-holders'
import { isMinimumReason } from '#domain/control/interlocks/minimum-on-off'
import { nextState } from '#domain/control/life-cycle'
import { findBarringLock, lockParams } from '#domain/control/locks'
import type { Database, Transaction } from '#db/database'
import { afterStep } from './after-step'
import { saveCommandEvent } from './command-events'
import { commandColumns, commandFromRow, type CommandRow } from './command-rows'
import type { CommandStep, StoredCommand } from './command-store'
import { loadOpenLocks } from './control-locks'

export { saveCommandEvent }

/** Thrown inside a transaction to roll it back: the command has moved on. */
class Fenced extends Error {}

/** The fenced update itself: nothing happens to a row whose attempt has moved on. */
export async function updateFenced(db: Transaction, command: StoredCommand, step: CommandStep): Promise<StoredCommand | null> {
  const next = afterStep(command, step)
  const [row] = await db.query<CommandRow>(
    `UPDATE commands SET attempt = attempt + 1, state = $3, end_reason = $4, sequence = $5, sent_lease_s = $6, queued_at = $7, selected_at = $8, operated_at = $9, sent_at = $10,
       accepted_at = $11, applied_at = $12, effective_at = $13, ended_at = $14, expires_at = $15, wait_until = $16,
       read_back = COALESCE($17, read_back), interlocks = COALESCE($18, interlocks), taken_over = $19, effect = $20, expectation = $21
     WHERE id = $1 AND attempt = $2 RETURNING ${commandColumns}`,
    [command.id, command.attempt, next.state, next.reason, next.sequence, next.sentLeaseS, next.queuedAt, next.selectedAt, next.operatedAt, next.sentAt, next.acceptedAt, next.appliedAt, next.effectiveAt,
      next.endedAt, next.expiresAt, next.waitUntil, json(step.readBack), json(step.interlocks), next.takenOver, json(next.effect), json(next.expectation)])
  if (!row) return null
  saveCommandEvent(db, row.id, step)
  return commandFromRow(row)
}

const json = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value))

/**
 * Takes a queued or operated command for sending, unless somebody else's lock bars it. SKIP LOCKED keeps two workers from waiting for each other; on the
 * embedded engine there is only one.
 */
export function claimCommand(db: Database, command: StoredCommand, step: CommandStep): Promise<StoredCommand | null> {
  return db.transaction(async (tx) => {
    const [free] = await tx.query("SELECT id FROM commands WHERE id = $1 AND attempt = $2 AND state IN ('queued','selected') FOR UPDATE SKIP LOCKED", [command.id, command.attempt])
    if (!free) return null
    const lock = command.everySlot ? null : findBarringLock(await loadOpenLocks(tx, step.at), command.loopId, command.actor, step.at.getTime())
    return updateFenced(tx, command, lock ? { event: 'blocked', state: 'rejected', at: step.at, actor: step.actor, reason: 'locked', detail: { params: lockParams(lock) } } : step)
  })
}

/**
 * One step of a command with its event, in one transaction. A step into a slot, or out of it by a release, first moves the loop's other holders;
 * a take-over waits its turn for the loop, as a request does, and comes to nothing when something else is in flight.
 */
export async function stepCommand(db: Database, command: StoredCommand, step: CommandStep): Promise<{ command: StoredCommand; displaced: StoredCommand[] } | null> {
  try {
    return await db.transaction(async (tx) => {
      const displaced = await moveHolders(tx, command, step)
      const moved = await updateFenced(tx, command, step.event === 'takeOver' ? await nextInLine(tx, command, step) : step)
      if (!moved) throw new Fenced()
      return { command: moved, displaced }
    })
  } catch (error) {
    if (error instanceof Fenced) return null
    throw error
  }
}

async function nextInLine(tx: Transaction, command: StoredCommand, step: CommandStep): Promise<CommandStep> {
  await tx.query('SELECT id FROM loops WHERE id = $1 FOR NO KEY UPDATE', [command.loopId])
  const [line] = await tx.query<{ sequence: number; busy: boolean }>(
    `SELECT GREATEST($2::bigint, (SELECT max(sequence) FROM commands WHERE loop_id = $1)) + 1 AS sequence,
       EXISTS (SELECT FROM commands WHERE loop_id = $1 AND state IN ('queued','selected','sent','accepted','unknown')) OR EXISTS (SELECT FROM commands WHERE loop_id = $1 AND state IN ('applied','effective')) AS busy`,
    [command.loopId, step.aboveSequence ?? 0])
  if (!line || line.busy || findBarringLock(await loadOpenLocks(tx, step.at), command.loopId, command.actor, step.at.getTime())) throw new Fenced()
  return { ...step, sequence: Number(line.sequence) }
}

async function moveHolders(tx: Transaction, command: StoredCommand, step: CommandStep): Promise<StoredCommand[]> {
  const becomes = placeTaken(step.event, step.state)
  if (becomes === null) return []
  const rows = (await tx.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE loop_id = $1 AND state IN ('applied','effective','held') AND id <> $2 ORDER BY id FOR UPDATE`, [command.loopId, command.id])).map(commandFromRow)
  const moved: StoredCommand[] = []
  for (const { id, event, reason } of displaceHolders(command, becomes, rows)) {
    const row = rows.find((candidate) => candidate.id === id)
    const state = row && nextState(row.state, event)
    const done = row && state && await updateFenced(tx, row, { event, state, at: step.at, actor: command.actor, reason, ...(step.readBack ? { readBack: step.readBack } : {}), detail: { by: command.id } })
    if (done) moved.push(done)
  }
  return moved
}

/** Restart rule: nobody knows what became of what was sent. */
export const loseSentCommands = (db: Database, at: Date): Promise<StoredCommand[]> =>
  stepAll(db, ['sent'], { event: 'lostTouch', state: 'unknown', at, actor: 'server', reason: 'server_restarted' })

/** Restart rule: what was waiting was never sent, and its time has passed; but what waits for a machine's minimum is kept, and ends by its age when that is over. */
export const dropQueuedCommands = async (db: Database, at: Date): Promise<StoredCommand[]> =>
  stepAll(db, ['queued', 'selected'], { event: 'neverSent', state: 'failed', at, actor: 'server', reason: 'not_sent' }, (row) => !isMinimumReason(row.reason))

function stepAll(db: Database, from: StoredCommand['state'][], step: CommandStep, which: (row: StoredCommand) => boolean = () => true): Promise<StoredCommand[]> {
  return db.transaction(async (tx) => {
    const rows = await tx.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE state = ANY($1) ORDER BY id FOR UPDATE`, [from])
    const stepped: StoredCommand[] = []
    for (const row of rows.map(commandFromRow).filter(which)) {
      const moved = await updateFenced(tx, row, step)
      if (moved) stepped.push(moved)
    }
    return stepped
  })
}
