import type { Queryable } from '#db/database'

/** Number of the latest import, 0 before the first: rises when another process has brought in segments. */
export async function loadLastImport(db: Queryable): Promise<number> {
  const [row] = await db.query<{ id: number | null }>('SELECT max(id) AS id FROM imports')
  return row?.id ?? 0
}
