import type { Queryable } from '#db/database'

/** One fact about this instance by its key; null where it was never set. The caller knows its shape. */
export async function loadSetting<T>(db: Queryable, key: string): Promise<T | null> {
  const [row] = await db.query<{ value: T }>('SELECT value FROM settings WHERE key = $1', [key])
  return row ? row.value : null
}

/** Sets one fact about this instance; `value` must survive JSON. */
export async function saveSetting(db: Queryable, key: string, value: unknown): Promise<void> {
  await db.query('INSERT INTO settings (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [key, JSON.stringify(value)])
}
