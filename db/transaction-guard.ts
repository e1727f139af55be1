import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Knows whether the present asynchronous context runs inside a transaction of one database.
 * A pooled query from there would wait for the transaction's own connection on the embedded engine (for ever) and would silently
 * leave the transaction on PostgreSQL; it is therefore refused on both.
 */
export class TransactionGuard {
  readonly #running = new AsyncLocalStorage<{ open: boolean }>()

  /** @throws Error inside a running transaction of this database */
  refuseInside(): void {
    if (this.#running.getStore()?.open) {
      throw new Error("the pool was asked inside a transaction: use the transaction's own query")
    }
  }

  /** Runs `work` marked as being inside a transaction; the mark ends with it, also for timers and listeners it left behind. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const mark = { open: true }
    try {
      return await this.#running.run(mark, work)
    } finally {
      mark.open = false
    }
  }
}
