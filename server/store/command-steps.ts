import { endStates } from '#domain/control/command'
import type { Database, Transaction } from '#db/database'
import { saveCommandEvent } from './command-events'
import { commandColumns, commandFromRow, type CommandRow } from './command-rows'
import type { CommandStep, StoredCommand } from './command-store'

export { saveCommandEvent }

/** Thrown inside a transaction to roll it back: the command has moved on. */
class Fenced extends Error {}

const isEnd = (state: string): boolean => (endStates as readonly string[]).includes(state)

/** The fenced update itself: nothing happens to a row whose attempt has moved on. */
export async function updateFenced(db: Transaction, command: Pick<StoredCommand, 'id' | 'attempt'>, step: CommandStep): Promise<StoredCommand | null> {
  const [row] = await db.query<CommandRow>(
    `UPDATE commands SET attempt = attempt + 1, state = $3, end_reason = $4,
       read_back = COALESCE($5, read_back), sequence = COALESCE($6, sequence), sent_at = COALESCE($7, sent_at), expires_at = COALESCE($8, expires_at),
       accepted_at = CASE WHEN $3 IN ('accepted', 'applied') THEN COALESCE(accepted_at, $9) ELSE accepted_at END,
       applied_at = CASE WHEN $3 = 'applied' THEN COALESCE(applied_at, $9) ELSE applied_at END,
       ended_at = CASE WHEN $10 THEN $9 END
     WHERE id = $1 AND attempt = $2 RETURNING ${commandColumns}`,
    [command.id, command.attempt, step.state, step.reason, step.readBack === undefined ? null : JSON.stringify(step.readBack), step.sequence ?? null, step.sentAt ?? null,
      step.expiresAt ?? null, step.at, isEnd(step.state)])
  if (!row) return null
  saveCommandEvent(db, row.id, step)
  return commandFromRow(row)
}

/** Takes a queued command for sending. SKIP LOCKED keeps two workers from waiting for each other; on the embedded engine there is only one. */
export function claimCommand(db: Database, command: StoredCommand, step: CommandStep): Promise<StoredCommand | null> {
  return db.transaction(async (tx) => {
    const [free] = await tx.query("SELECT id FROM commands WHERE id = $1 AND attempt = $2 AND state = 'queued' FOR UPDATE SKIP LOCKED", [command.id, command.attempt])
    return free ? updateFenced(tx, command, step) : null
  })
}

/** One step of a command with its event, in one transaction; a step to `applied` first ends whoever held the slot. */
export async function stepCommand(db: Database, command: StoredCommand, step: CommandStep): Promise<{ command: StoredCommand; displaced: StoredCommand[] } | null> {
  try {
    return await db.transaction(async (tx) => {
      const displaced = step.state === 'applied' || step.event === 'releaseConfirmed' ? await endHolders(tx, command, step) : []
      const moved = await updateFenced(tx, command, step)
      if (!moved) throw new Fenced()
      return { command: moved, displaced }
    })
  } catch (error) {
    if (error instanceof Fenced) return null
    throw error
  }
}

async function endHolders(tx: Transaction, command: StoredCommand, step: CommandStep): Promise<StoredCommand[]> {
  const rows = await tx.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE loop_id = $1 AND slot = $2 AND state = 'applied' AND id <> $3 FOR UPDATE`, [command.loopId, command.slot, command.id])
  const ended: StoredCommand[] = []
  const released = step.event === 'releaseConfirmed'
  for (const row of rows) {
    const moved = await updateFenced(tx, commandFromRow(row), {
      event: released ? 'releaseConfirmed' : 'supersede', state: released ? 'released' : 'superseded', at: step.at, actor: command.actor, reason: released ? 'released' : 'replaced', detail: { by: command.id },
    })
    if (moved) ended.push(moved)
  }
  return ended
}

/** Restart rule: nobody knows what became of what was sent. */
export const loseSentCommands = (db: Database, at: Date): Promise<StoredCommand[]> =>
  stepAll(db, 'sent', { event: 'lostTouch', state: 'unknown', at, actor: 'server', reason: 'server_restarted' })

/** Restart rule: what was waiting was never sent, and its time has passed. */
export const dropQueuedCommands = (db: Database, at: Date): Promise<StoredCommand[]> =>
  stepAll(db, 'queued', { event: 'neverSent', state: 'failed', at, actor: 'server', reason: 'not_sent' })

function stepAll(db: Database, from: 'queued' | 'sent', step: CommandStep): Promise<StoredCommand[]> {
  return db.transaction(async (tx) => {
    const rows = await tx.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE state = $1 ORDER BY id FOR UPDATE`, [from])
    const stepped: StoredCommand[] = []
    for (const row of rows) {
      const moved = await updateFenced(tx, commandFromRow(row), step)
      if (moved) stepped.push(moved)
    }
    return stepped
  })
}
