import { resolve } from 'node:path'
import type { Database } from './database'
import { PooledDatabase } from './pooled-database'
import { typeParsers } from './type-parsers'

/** Where the data is: a PostgreSQL server, a folder of the embedded engine, or an embedded engine that forgets. */
export type DatabaseTarget = { url: string; patienceMs?: number; /** Default with patience: 5 s. */ idleInTransactionMs?: number } | { dataDir: string; templateDir?: string } | { memory: true; templateDir?: string }

/**
 * How long a running server waits for one statement: long enough for a month's history of a large city, short enough that a dead database
 * is shown as dead. Tools that move whole databases (import, backup, restore) ask for none.
 */
export const serverPatienceMs = 30_000

/**
 * How long a server's transaction may hold its locks without asking for anything, ms. Were its line cut off in the middle, the database would keep them for as long as
 * it takes the network to find out, which can be hours, and every other server would wait for the audit's chain.
 */
const holdsWithoutAskingMs = 5000

/**
 * Opens a database. On PostgreSQL commits wait for the disk (`synchronous_commit`), whatever the server's default says,
 * because an acknowledged reading must survive a power cut.
 * With `patienceMs` a statement that takes longer is cancelled there and given up here, even when the line is dead, and a transaction that asks for nothing is ended there;
 * without, both may take for ever.
 * Migrations are never hurried. The embedded engine lives in this process and has no line to lose.
 * @throws Error when the server cannot be reached or the data folder is in use
 */
export async function openDatabase(target: DatabaseTarget): Promise<Database> {
  return 'url' in target ? openPostgres(target.url, target.patienceMs, target.idleInTransactionMs) : openEmbeddedEngine(target)
}

async function openPostgres(url: string, patienceMs: number | undefined, idleInTransactionMs = holdsWithoutAskingMs): Promise<Database> {
  const database = new PooledDatabase('postgresql', {
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'hearthway',
    types: typeParsers,
  }, { patienceMs })
  // Queued before anything else on the new connection, so every later statement finds it in force.
  database.pool.on('connect', (client) => {
    client.query("SELECT set_config('TimeZone', 'UTC', false), CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END").catch(() => {})
    if (patienceMs === undefined) return
    client.query("SELECT set_config('statement_timeout', $1, false), set_config('idle_in_transaction_session_timeout', $2, false)", [String(patienceMs), String(idleInTransactionMs)]).catch(() => {})
  })
  try {
    await database.query('SELECT 1')
  } catch (error) {
    await database.close()
    throw new Error(`cannot reach PostgreSQL at ${withoutPassword(url)}: ${(error as Error).message}`, { cause: error })
  }
  return database
}

async function openEmbeddedEngine(target: { dataDir: string; templateDir?: string } | { memory: true; templateDir?: string }): Promise<Database> {
  // Loaded only when wanted: production on PostgreSQL never touches the embedded engine.
  const { openEmbedded } = await import('./embedded/open-embedded')
  const engine = await openEmbedded({
    dataDir: 'dataDir' in target ? resolve(target.dataDir) : 'memory',
    ...(target.templateDir === undefined ? {} : { templateDir: target.templateDir }),
  })
  const database = new PooledDatabase('embedded', { max: 1, idleTimeoutMillis: 0, stream: () => engine.createStream(), types: typeParsers } as never, { onClose: () => engine.close() })
  try {
    await database.query("SELECT set_config('TimeZone', 'UTC', false)")
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}

/** The address as it may appear in a log. */
function withoutPassword(url: string): string {
  return url.replace(/:\/\/([^:@/]*):[^@/]*@/, '://$1:***@')
}
