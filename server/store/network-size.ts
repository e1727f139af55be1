import type { Queryable } from '#db/database'

/** What stands in a database, in a few words: its city's name (null where none is set) and how many segments. */
export async function loadNetworkSize(db: Queryable): Promise<{ city: string | null; segments: number }> {
  const [row] = await db.query<{ city: string | null; segments: number }>(
    "SELECT (SELECT value -> 'name' ->> 'zh' FROM settings WHERE key = 'city') AS city, (SELECT count(*)::int FROM segments) AS segments")
  return row!
}
