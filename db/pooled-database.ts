import pg from 'pg'
import type { Database, Queryable } from './database'
import { GuardedPool } from './guarded-pool'
import { TransactionGuard } from './transaction-guard'

/** The server refused a statement: the connection itself is sound. Fatal ones (shutdown, killed session) end it. */
function connectionSurvives(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity !== 'FATAL' && error.severity !== 'PANIC' && !error.code?.startsWith('57P')
}

/** One code path through `pg` for both engines; they differ only in the pool's configuration. */
export class PooledDatabase implements Database {
  readonly engine: Database['engine']
  readonly pool: GuardedPool
  readonly #guard = new TransactionGuard()
  readonly #onClose: () => Promise<void>
  #closing: Promise<void> | undefined

  constructor(engine: Database['engine'], config: pg.PoolConfig, onClose: () => Promise<void> = async () => {}) {
    this.engine = engine
    this.pool = new GuardedPool(config, this.#guard)
    this.#onClose = onClose
    // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
    this.pool.on('error', () => {})
  }

  async query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]> {
    const client = await this.#take()
    try {
      const { rows } = await client.query<R & pg.QueryResultRow>(text, values as unknown[])
      client.release()
      return rows
    } catch (error) {
      client.release(connectionSurvives(error) ? undefined : (error as Error))
      throw error
    }
  }

  async transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const client = await this.#take()
    let open = true
    const tx: Queryable = {
      query: async <R extends object>(text: string, values?: readonly unknown[]) => {
        if (!open) throw new Error('this transaction has ended')
        return (await client.query<R & pg.QueryResultRow>(text, values as unknown[])).rows
      },
    }
    try {
      await client.query('BEGIN')
      const result = await this.#guard.run(() => work(tx))
      open = false
      const end = await client.query('COMMIT')
      // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK: work that swallowed an error must not pass for stored.
      if (end.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back')
      client.release()
      return result
    } catch (error) {
      open = false
      const rollbackFault = await client.query('ROLLBACK').then(() => undefined, (fault: Error) => fault)
      client.release(rollbackFault)
      throw error
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.pool.end().then(this.#onClose)
    return this.#closing
  }

  /** A client whose loss in mid-work is told by the failing query, not by an unhandled event. */
  async #take(): Promise<pg.PoolClient> {
    const client = await this.pool.connect()
    if (client.listenerCount('error') === 0) client.on('error', () => {})
    return client
  }
}
