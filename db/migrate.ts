import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import type { Database } from './database'
import { migrationsFolder } from './migrations-folder'

/** Any constant will do; it names the migration lock among the advisory locks of a database. */
const migrationLock = 448_015

/**
 * Brings the tables up to the newest migration; does nothing when they are there already.
 * Two servers that start at once on one PostgreSQL take turns.
 */
export async function migrate(db: Database): Promise<void> {
  const client = await db.pool.connect()
  try {
    await client.query("SET client_min_messages = 'warning'")
    // A migration of a large table, or of another server before this one, takes as long as it takes.
    const { rows: [patience] } = await client.query<{ ms: string }>("SELECT current_setting('statement_timeout') AS ms, set_config('statement_timeout', '0', false)")
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    try {
      await applyMigrations(drizzle(client), { migrationsFolder: migrationsFolder() })
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [migrationLock])
      await client.query('RESET client_min_messages')
      await client.query("SELECT set_config('statement_timeout', $1, false)", [patience?.ms ?? '0'])
    }
  } finally {
    client.release()
  }
}
