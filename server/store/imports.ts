import type { Queryable, Transaction } from '#db/database'
import { sm3 } from '#db/sm3'
import { canonicalText } from '#domain/audit/canonical-text'
import { appendAudit } from './audit-log'
import { float8Array, int2Array, int4Array, timestamptzArray } from './binary-array'
import type { ReadingRow } from './save-readings'

/** True when segments of this source, or an import of this name, stand already. */
export async function isSourceStored(db: Queryable, source: string): Promise<boolean> {
  const rows = await db.query('SELECT 1 FROM segments WHERE source = $1 UNION ALL SELECT 1 FROM imports WHERE source = $1 AND undone_at IS NULL LIMIT 1', [source])
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

/** Who makes an import, as the audit names them: a job outlives the request that set it off. */
export interface ImportedBy { actor: string; role: string | null; address: string | null }

/**
 * Keeps the full report of one import, refused features included, and records that it was made and what its report says.
 * @param source of the segments it brought in; null for a whole city
 * @returns the import's number
 */
export async function saveImportReport(tx: Transaction, file: string, importedAt: Date, report: unknown, by: ImportedBy, source: string | null = null): Promise<number> {
  const [row] = await tx.query<{ id: number }>('INSERT INTO imports (file, imported_at, report, source) VALUES ($1, $2, $3::jsonb, $4) RETURNING id', [file, importedAt, JSON.stringify(report), source])
  appendAudit(tx, [{
    at: importedAt, event: 'network.import', ...by, secondPerson: null, subject: `file:${file}`, after: { import: row!.id, report_sm3: sm3(canonicalText(report)) },
  }])
  return row!.id
}

/**
 * Writes the first and only reading of sensors that this very transaction made; the caller has made the partitions.
 * @throws Error when a sensor has a reading already or a value is not finite
 */
export async function insertFirstReadings(tx: Queryable, rows: readonly ReadingRow[]): Promise<void> {
  await tx.query(
    `WITH stored AS (
       INSERT INTO readings (sensor_key, measured_at, received_at, value, quality)
       SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::float8[], $5::smallint[]) RETURNING *)
     INSERT INTO sensor_latest (sensor_key, measured_at, received_at, value, quality)
     SELECT sensor_key, measured_at, received_at, value, quality FROM stored`,
    [int4Array(rows, (row) => row.sensorKey), timestamptzArray(rows, (row) => row.measuredAtMs), timestamptzArray(rows, (row) => row.receivedAtMs),
      float8Array(rows, (row) => row.value), int2Array(rows, (row) => row.quality)])
}
