import type { Database } from '#db/database'

/** This process has not got the lead, or somebody has taken it meanwhile: nothing was changed. */
export class LeadLost extends Error {
  constructor() {
    super('this server does not lead: another one looks after the controllers')
  }
}

/** A leader that stops in the middle of a transaction holds its rows no longer than this, ms; the next one waits for them. */
const idleInTransactionMs = 5000

/**
 * The database as only the leader may change it: every transaction first holds on to the epoch it was begun under. Whoever takes the lead
 * waits for the transactions of the old epoch to end, and none of them begins after that.
 * @param epoch null = this process does not lead
 */
export function fencedDatabase(db: Database, epoch: () => number | null): Database {
  return {
    engine: db.engine,
    pool: db.pool,
    query: (text, values) => db.query(text, values),
    close: () => db.close(),
    async transaction(work) {
      const held = epoch()
      if (held === null) throw new LeadLost()
      return db.transaction(async (tx) => {
        const [row] = await tx.query("SELECT set_config('idle_in_transaction_session_timeout', $2, true) FROM control_leadership WHERE id = 1 AND epoch = $1 FOR SHARE", [held, String(idleInTransactionMs)])
        if (!row) throw new LeadLost()
        return work(tx)
      })
    },
  }
}
