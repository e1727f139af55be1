import pg from 'pg'
import type { Database, Transaction } from './database'
import { GuardedPool } from './guarded-pool'
import { TransactionGuard } from './transaction-guard'

/** The server refused a statement: the connection itself is sound. Fatal ones (shutdown, killed session) end it. */
function connectionSurvives(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity !== 'FATAL' && error.severity !== 'PANIC' && !error.code?.startsWith('57P')
}

/** How much longer than the server's own limit is waited, ms: its refusal is the better news, because it keeps the connection. */
const lineSlackMs = 2000
/** How long the end of a failed transaction may take before its connection is thrown away, ms; the server then rolls back by itself. */
const rollbackMs = 2000

interface PooledOptions { patienceMs?: number | undefined; onClose?: () => Promise<void> }

/** One code path through `pg` for both engines; they differ only in the pool's configuration. */
export class PooledDatabase implements Database {
  readonly engine: Database['engine']
  readonly pool: GuardedPool
  readonly #guard = new TransactionGuard()
  readonly #onClose: () => Promise<void>
  readonly #timeout: { query_timeout?: number }
  #closing: Promise<void> | undefined

  constructor(engine: Database['engine'], config: pg.PoolConfig, { patienceMs, onClose = async () => {} }: PooledOptions = {}) {
    this.engine = engine
    this.pool = new GuardedPool(config, this.#guard)
    this.#onClose = onClose
    this.#timeout = patienceMs === undefined ? {} : { query_timeout: patienceMs + lineSlackMs }
    // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
    this.pool.on('error', () => {})
  }

  async query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]> {
    const client = await this.#take()
    try {
      const { rows } = await this.#ask<R>(client, text, values)
      client.release()
      return rows
    } catch (error) {
      client.release(connectionSurvives(error) ? undefined : (error as Error))
      throw error
    }
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.#take()
    let open = true
    const last: (() => Promise<void>)[] = []
    const tx: Transaction = {
      query: async <R extends object>(text: string, values?: readonly unknown[]) => {
        if (!open) throw new Error('this transaction has ended')
        return (await this.#ask<R>(client, text, values)).rows
      },
      beforeCommit: (ending) => { last.push(ending) },
    }
    try {
      await this.#ask(client, 'BEGIN')
      const result = await this.#guard.run(async () => {
        const done = await work(tx)
        for (const ending of last) await ending()
        return done
      })
      open = false
      const end = await this.#ask(client, 'COMMIT')
      // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK: work that swallowed an error must not pass for stored.
      if (end.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back')
      client.release()
      return result
    } catch (error) {
      open = false
      const rollbackFault = await client.query({ text: 'ROLLBACK', ...(this.#timeout.query_timeout ? { query_timeout: rollbackMs } : {}) } as pg.QueryConfig).then(() => undefined, (fault: Error) => fault)
      client.release(rollbackFault)
      throw error
    }
  }

  /** `query_timeout` is per statement, so that whoever takes a connection from the pool (migrations) is not hurried. */
  #ask<R extends object>(client: pg.PoolClient, text: string, values?: readonly unknown[]): Promise<pg.QueryResult<R & pg.QueryResultRow>> {
    return client.query<R & pg.QueryResultRow>({ text, ...(values ? { values: values as unknown[] } : {}), ...this.#timeout } as pg.QueryConfig)
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
