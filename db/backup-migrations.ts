import type { Queryable } from './database'

/** Hashes of the migrations a database has gone through, in order. */
export async function loadMigrations(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ hash: string }>('SELECT hash FROM drizzle.__drizzle_migrations ORDER BY created_at, id')
  return rows.map((row) => row.hash)
}
