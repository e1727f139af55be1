import type { Queryable } from '#db/database'

/** Rises with every import and every undo, 0 before the first: another process has changed the network. */
export async function loadLastImport(db: Queryable): Promise<number> {
  const [row] = await db.query<{ id: number | null }>('SELECT max(id) + count(undone_at)::int AS id FROM imports')
  return row?.id ?? 0
}
