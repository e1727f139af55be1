import pg from 'pg'
import type { TransactionGuard } from './transaction-guard'

type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: boolean | Error) => void) => void

/** A pool that refuses to hand out a connection inside a running transaction of the same database. */
export class GuardedPool extends pg.Pool {
  readonly #guard: TransactionGuard

  constructor(config: pg.PoolConfig, guard: TransactionGuard) {
    super(config)
    this.#guard = guard
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    try {
      this.#guard.refuseInside()
    } catch (error) {
      if (!callback) return Promise.reject(error as Error)
      return callback(error as Error, undefined, () => {})
    }
    return callback ? super.connect(callback) : super.connect()
  }
}
