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
 * Stores readings in one transaction, on disk when it returns. A late reading never turns `sensor_latest` back.
 * @returns one outcome per row, in order; of equal sensor and instant within `rows` one is stored, the others are judged against it
 * @throws Error when a row cannot be stored (unknown sensor, value not finite); then none is
 */
export async function saveReadings(db: Database, rows: readonly ReadingRow[]): Promise<SaveOutcome[]> {
  if (rows.length === 0) return []
  await ensurePartitions(db, instantsOf(rows))
  try {
    return await db.transaction((tx) => insertReadings(tx, rows))
  } catch (error) {
    if (!isPartitionMissing(error)) throw error
    forgetPartitions(db)
    await ensurePartitions(db, instantsOf(rows))
    return db.transaction((tx) => insertReadings(tx, rows))
  }
}

function* instantsOf(rows: readonly ReadingRow[]): Generator<number> {
  for (const row of rows) yield row.measuredAtMs
}

const isPartitionMissing = (error: unknown): boolean =>
  (error as { code?: string }).code === '23514' && /no partition of relation/.test(String((error as Error).message))

/** The same inside a transaction of the caller, who has made the partitions. */
export async function insertReadings(tx: Queryable, rows: readonly ReadingRow[]): Promise<SaveOutcome[]> {
  const keys = int4Array(rows, (row) => row.sensorKey)
  const instants = timestamptzArray(rows, (row) => row.measuredAtMs)
  const values = float8Array(rows, (row) => row.value)
  const [inserted] = await tx.query<{ n: number }>(
    `WITH inserted AS (
       INSERT INTO readings (sensor_key, measured_at, received_at, value, quality)
       SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::float8[], $5::smallint[])
       ON CONFLICT (sensor_key, measured_at) DO NOTHING RETURNING 1)
     SELECT count(*) AS n FROM inserted`,
    [keys, instants, timestamptzArray(rows, (row) => row.receivedAtMs), values, int2Array(rows, (row) => row.quality)])
  const outcomes = inserted?.n === rows.length ? rows.map((): SaveOutcome => 'stored') : await judge(tx, rows, [keys, instants, values])
  await raiseLatest(tx, rows.filter((_, index) => outcomes[index] === 'stored'))
  return outcomes
}

/** Some rows met others: tell the new ones (written by this very transaction) from duplicates and conflicts. */
async function judge(tx: Queryable, rows: readonly ReadingRow[], arrays: Buffer[]): Promise<SaveOutcome[]> {
  const found = await tx.query<{ ord: number; same: boolean; mine: boolean }>(
    `SELECT i.ord::int AS ord, r.value = i.value AS same,
            r.xmin::text::bigint = pg_current_xact_id()::text::bigint % 4294967296 AS mine
     FROM unnest($1::int[], $2::timestamptz[], $3::float8[]) WITH ORDINALITY AS i (sensor_key, measured_at, value, ord)
     JOIN readings r ON r.sensor_key = i.sensor_key AND r.measured_at = i.measured_at
     ORDER BY i.ord`, arrays)
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

async function raiseLatest(tx: Queryable, stored: readonly ReadingRow[]): Promise<void> {
  const newest = new Map<number, ReadingRow>()
  for (const row of stored) {
    const known = newest.get(row.sensorKey)
    if (!known || known.measuredAtMs < row.measuredAtMs) newest.set(row.sensorKey, row)
  }
  if (newest.size === 0) return
  // In the order of keys, so that two writers cannot wait for each other.
  const rows = [...newest.values()].sort((a, b) => a.sensorKey - b.sensorKey)
  await tx.query(
    `INSERT INTO sensor_latest AS l (sensor_key, measured_at, received_at, value, quality)
     SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::float8[], $5::smallint[])
     ON CONFLICT (sensor_key) DO UPDATE SET measured_at = excluded.measured_at, received_at = excluded.received_at, value = excluded.value, quality = excluded.quality
     WHERE l.measured_at < excluded.measured_at`,
    [int4Array(rows, (row) => row.sensorKey), timestamptzArray(rows, (row) => row.measuredAtMs), timestamptzArray(rows, (row) => row.receivedAtMs),
      float8Array(rows, (row) => row.value), int2Array(rows, (row) => row.quality)])
}
