import type { Queryable } from '#db/database'

/** True when segments of this source stand already. */
export async function isSourceStored(db: Queryable, source: string): Promise<boolean> {
  const rows = await db.query('SELECT 1 FROM segments WHERE source = $1 LIMIT 1', [source])
  return rows.length > 0
}

/** Keeps other writers of segments out until the transaction ends: their order is the index of live frames. */
export async function lockSegments(tx: Queryable): Promise<void> {
  await tx.query('LOCK TABLE segments IN SHARE ROW EXCLUSIVE MODE')
}

/** Surrogate keys of sensors by their ids. */
export async function sensorKeysOf(db: Queryable, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ id: string; key: number }>('SELECT id, key FROM sensors WHERE id = ANY($1::text[])', [ids])
  return new Map(rows.map((row) => [row.id, row.key]))
}

/** Keeps the full report of one import, refused features included. */
export async function saveImportReport(tx: Queryable, file: string, importedAt: Date, report: unknown): Promise<void> {
  await tx.query('INSERT INTO imports (file, imported_at, report) VALUES ($1, $2, $3::jsonb)', [file, importedAt, JSON.stringify(report)])
}

