import type pg from 'pg'

/** One statement on a connection: text with $1 placeholders, rows back. */
export interface Queryable {
  query<R extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>
}

/** A running transaction. */
export interface Transaction extends Queryable {
  /** Has `work` done after everything else, right before the commit: for locks that must be held shortly and taken last. A fault in it rolls back. */
  beforeCommit(work: () => Promise<void>): void
}

/**
 * The database as every room sees it: the same on PostgreSQL and on the embedded engine.
 * `query` inside a running `transaction` callback (instead of the transaction's own `query`) throws on both engines,
 * because on the embedded engine's single connection it would wait for itself for ever.
 */
export interface Database extends Queryable {
  readonly engine: 'postgresql' | 'embedded'
  readonly pool: pg.Pool
  /** Runs `work` in one transaction; rolls back and rethrows when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}
