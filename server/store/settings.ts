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

/** Sets a fact that is set once; what stands there already stays. @returns what stands there now */
export async function saveFirstSetting<T>(db: Queryable, key: string, value: T): Promise<T> {
  await db.query('INSERT INTO settings (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO NOTHING', [key, JSON.stringify(value)])
  return (await loadSetting<T>(db, key)) as T
}
