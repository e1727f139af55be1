import type { Database } from '#db/database'
import { loadControlPlant } from './command-plant'
import { saveCommandRequest } from './command-requests'
import { decideRequest, loadPendingApprovals, loadRequestState, loadWaitingRequests } from './command-decisions'
import { commandColumns, commandFromRow, type CommandRow } from './command-rows'
import { claimCommand, dropQueuedCommands, loseSentCommands, stepCommand } from './command-steps'
import type { CommandStore, StoredCommand } from './command-store'
import { endControlLock, loadOpenLocks, placeControlLock } from './control-locks'

/** The command store in SQL, the same on both engines. */
export function openCommandStore(db: Database): CommandStore {
  const one = async (condition: string, values: readonly unknown[]): Promise<StoredCommand | null> => {
    const [row] = await db.query<CommandRow>(`SELECT ${commandColumns} FROM commands WHERE ${condition}`, values)
    return row ? commandFromRow(row) : null
  }
  return {
    loadPlant: () => loadControlPlant(db),
    saveRequest: (request) => saveCommandRequest(db, request),
    isKeyUsed: async (actor, key) => (await db.query('SELECT 1 FROM command_requests WHERE actor = $1 AND idempotency_key = $2', [actor, key])).length > 0,
    // Two branches, because each then matches a partial unique index word for word and never walks the history.
    loadOpen: async (loopIds) => (await db.query<CommandRow>(
      `SELECT ${commandColumns} FROM commands WHERE loop_id = ANY($1) AND state IN ('queued','selected','sent','accepted','unknown')
       UNION ALL SELECT ${commandColumns} FROM commands WHERE loop_id = ANY($1) AND state IN ('applied','effective','held') ORDER BY id`, [loopIds])).map(commandFromRow),
    // By the partial index of what stands on a device: it never walks the history.
    loadUnjudged: async () => (await db.query<CommandRow>(
      `SELECT ${commandColumns} FROM commands WHERE state = 'applied' AND (effect IS NULL OR effect->>'verdict' = 'pending') ORDER BY id`)).map(commandFromRow),
    claim: (command, step) => claimCommand(db, command, step),
    step: (command, step) => stepCommand(db, command, step),
    decide: (requestId, at, judge) => decideRequest(db, requestId, at, judge),
    loadRequest: (requestId) => loadRequestState(db, requestId, new Date(0)),
    loadWaiting: () => loadWaitingRequests(db),
    loadPendingApprovals: () => loadPendingApprovals(db, new Date(0)),
    placeLock: (lock) => placeControlLock(db, lock),
    endLock: (id, by, at) => endControlLock(db, id, by, at),
    loadLocks: (at) => loadOpenLocks(db, at),
    loadBySequence: (loopId, sequence) => one('loop_id = $1 AND sequence = $2', [loopId, sequence]),
    load: (id) => one('id = $1', [id]),
    loadRecent: async (limit) => (await db.query<CommandRow>(
      `SELECT * FROM (
         SELECT ${commandColumns} FROM commands WHERE state IN ('queued','selected','sent','accepted','unknown')
         UNION ALL SELECT ${commandColumns} FROM commands WHERE state IN ('applied','effective','held')
         UNION SELECT ${commandColumns} FROM commands WHERE state IN ('drafted','validated')
         UNION (SELECT ${commandColumns} FROM commands ORDER BY requested_at DESC LIMIT $1)
       ) AS shown ORDER BY id DESC`, [limit])).map(commandFromRow),
    dropQueued: (at) => dropQueuedCommands(db, at),
    loseSent: (at) => loseSentCommands(db, at),
  }
}
