import type { Database, Queryable } from '#db/database'
import { float8Array, int2Array, int4Array, timestamptzArray } from './binary-array'
import { ensurePartitions, forgetPartitions } from './reading-partitions'

/** A judged reading on its way into the table. Instants in whole unix ms, value in the canonical unit of its sensor. */
export interface ReadingRow {
  sensorKey: number
  measuredAtMs: number
  receivedAtMs: number
  value: number
  /** Index into `qualities`. */
  quality: number
}

/** stored = new; duplicate = the same value was there; conflict = another value was there and stays. */
export type SaveOutcome = 'stored' | 'duplicate' | 'conflict'

/**
 * Stores readings in one transaction (a single statement: one round trip, one wait for the disk), on disk when it returns.
 * A late reading never turns `sensor_latest` back.
 * @returns one outcome per row, in order; of equal sensor and instant within `rows` one is stored, the others are judged against it
 * @throws Error when a row cannot be stored (unknown sensor, value not finite); then none is
 */
export async function saveReadings(db: Database, rows: readonly ReadingRow[]): Promise<SaveOutcome[]> {
  if (rows.length === 0) return []
  await ensurePartitions(db, instantsOf(rows))
  const columns = columnsOf(rows)
  let inserted: Inserted
  try {
    inserted = await insertReadings(db, columns)
  } catch (error) {
    if (!isPartitionMissing(error)) throw error
    forgetPartitions(db)
    await ensurePartitions(db, instantsOf(rows))
    inserted = await insertReadings(db, columns)
  }
  return inserted.n === rows.length ? rows.map((): SaveOutcome => 'stored') : judge(db, rows, columns, inserted.transaction)
}

interface Columns { keys: Buffer; measured: Buffer; received: Buffer; values: Buffer; qualities: Buffer }
interface Inserted { n: number; /** Id of the inserting transaction, as text. */ transaction: string }

const columnsOf = (rows: readonly ReadingRow[]): Columns => ({
  keys: int4Array(rows, (row) => row.sensorKey),
  measured: timestamptzArray(rows, (row) => row.measuredAtMs),
  received: timestamptzArray(rows, (row) => row.receivedAtMs),
  values: float8Array(rows, (row) => row.value),
  qualities: int2Array(rows, (row) => row.quality),
})

function* instantsOf(rows: readonly ReadingRow[]): Generator<number> {
  for (const row of rows) yield row.measuredAtMs
}

const isPartitionMissing = (error: unknown): boolean =>
  (error as { code?: string }).code === '23514' && /no partition of relation/.test(String((error as Error).message))

/** `sensor_latest` is raised in the order of keys, so that two writers cannot wait for each other. */
async function insertReadings(db: Queryable, { keys, measured, received, values, qualities }: Columns): Promise<Inserted> {
  const [inserted] = await db.query<Inserted>(
    `WITH inserted AS (
       INSERT INTO readings (sensor_key, measured_at, received_at, value, quality)
       SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::float8[], $5::smallint[])
       ON CONFLICT (sensor_key, measured_at) DO NOTHING
       RETURNING sensor_key, measured_at, received_at, value, quality),
     newest AS (
       INSERT INTO sensor_latest AS l (sensor_key, measured_at, received_at, value, quality)
       SELECT DISTINCT ON (sensor_key) * FROM inserted ORDER BY sensor_key, measured_at DESC
       ON CONFLICT (sensor_key) DO UPDATE SET measured_at = excluded.measured_at, received_at = excluded.received_at, value = excluded.value, quality = excluded.quality
       WHERE l.measured_at < excluded.measured_at)
     SELECT count(*) AS n, pg_current_xact_id()::text AS transaction FROM inserted`,
    [keys, measured, received, values, qualities])
  return inserted!
}

/** Some rows met others: tell the new ones (written by that very transaction) from duplicates and conflicts. */
async function judge(db: Queryable, rows: readonly ReadingRow[], columns: Columns, transaction: string): Promise<SaveOutcome[]> {
  const found = await db.query<{ ord: number; same: boolean; mine: boolean }>(
    `SELECT i.ord::int AS ord, r.value = i.value AS same, r.xmin::text::bigint = $4::bigint % 4294967296 AS mine
     FROM unnest($1::int[], $2::timestamptz[], $3::float8[]) WITH ORDINALITY AS i (sensor_key, measured_at, value, ord)
     CROSS JOIN LATERAL (SELECT value, xmin FROM readings WHERE sensor_key = i.sensor_key AND measured_at = i.measured_at) AS r
     ORDER BY i.ord`, [columns.keys, columns.measured, columns.values, transaction])
  const outcomes = rows.map((): SaveOutcome => 'conflict')
  const claimed = new Set<string>()
  for (const { ord, same, mine } of found) {
    if (!same) continue
    const row = rows[ord - 1]!
    const place = `${row.sensorKey}@${row.measuredAtMs}`
    outcomes[ord - 1] = mine && !claimed.has(place) ? 'stored' : 'duplicate'
    claimed.add(place)
  }
  return outcomes
}
