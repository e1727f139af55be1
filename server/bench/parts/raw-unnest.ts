import type { Database } from '#db/database'
import { float8Array, int2Array, int4Array, timestamptzArray } from '#server/store/binary-array'
import { ensurePartitions } from '#server/store/reading-partitions'

/** Readings of the first `sensors` sensors at `instants` instants one second apart. */
export interface RawRows { sensors: number; instants: number; fromMs: number; rowsPerStatement: number }

/**
 * The same rows straight into the same table: one statement and one commit per `rowsPerStatement` rows on one connection, arrays in
 * binary, the fastest way in that both engines have. No judging, no duplicates, no `sensor_latest`.
 */
export async function rawUnnest(db: Database, { sensors, instants, fromMs, rowsPerStatement }: RawRows): Promise<{ seconds: number }> {
  const keys = (await db.query<{ key: number }>('SELECT key FROM sensors ORDER BY key LIMIT $1', [sensors])).map((row) => row.key)
  await ensurePartitions(db, [fromMs, fromMs + instants * 1000])
  const nowMs = Date.now()
  const rows = Array.from({ length: keys.length * instants }, (_, index) => {
    const instant = Math.floor(index / keys.length)
    return { key: keys[index % keys.length]!, atMs: fromMs + instant * 1000, value: ((index * 7919) % 4000) / 100 - 20 }
  })
  const began = performance.now()
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const batch = rows.slice(from, from + rowsPerStatement)
    await db.query(
      'INSERT INTO readings (sensor_key, measured_at, received_at, value, quality) SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::float8[], $5::smallint[])',
      [int4Array(batch, (row) => row.key), timestamptzArray(batch, (row) => row.atMs), timestamptzArray(batch, () => nowMs), float8Array(batch, (row) => row.value), int2Array(batch, () => 0)])
  }
  return { seconds: (performance.now() - began) / 1000 }
}
