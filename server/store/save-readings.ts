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
  const columns = columnsOf(rows)
  const newest = columnsOf(newestOf(rows))
  await ensurePartitions(db, instantsOf(rows))
  try {
    return await insertOrJudge(db, rows, columns, newest)
  } catch (error) {
    if (!isPartitionMissing(error)) throw error
    forgetPartitions(db)
    await ensurePartitions(db, instantsOf(rows))
    return insertOrJudge(db, rows, columns, newest)
  }
}

/** After rows that were there already, so many saves expect more of them: a statement that fails leaves dead rows to clean up. */
const wariness = 50
const wary = new WeakMap<Database, number>()

/** Readings are new as a rule: they are inserted as such, a third cheaper than asking of each. One that is not new undoes the statement, and then each is asked. */
async function insertOrJudge(db: Database, rows: readonly ReadingRow[], columns: Columns, newest: Columns): Promise<SaveOutcome[]> {
  const waryFor = wary.get(db) ?? 0
  if (waryFor === 0) {
    try {
      await insertNew(db, columns, newest)
      return rows.map(() => 'stored')
    } catch (error) {
      if ((error as { code?: string }).code !== uniqueViolation) throw error
    }
  }
  const inserted = await insertUnknown(db, columns, newest)
  const allNew = inserted.n === rows.length
  wary.set(db, allNew ? Math.max(0, waryFor - 1) : wariness)
  return allNew ? rows.map(() => 'stored') : judge(db, rows, columns, inserted.transaction)
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

const uniqueViolation = '23505'
const insertRows = `INSERT INTO readings (sensor_key, measured_at, received_at, value, quality)
  SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[], $4::float8[], $5::smallint[])`
/**
 * `sensor_latest` is raised in the order of keys, so that two writers cannot wait for each other. Only a sensor's newest row can raise it, so the
 * others do not travel twice; a newest row that is refused as a conflict met a stored reading of its instant, and latest is at least that old already.
 */
const raiseLatest = `INSERT INTO sensor_latest AS l (sensor_key, measured_at, received_at, value, quality)
  SELECT * FROM unnest($6::int[], $7::timestamptz[], $8::timestamptz[], $9::float8[], $10::smallint[])
  ON CONFLICT (sensor_key) DO UPDATE SET measured_at = excluded.measured_at, received_at = excluded.received_at, value = excluded.value, quality = excluded.quality
  WHERE l.measured_at < excluded.measured_at`

const parameters = (...columns: Columns[]): Buffer[] => columns.flatMap(({ keys, measured, received, values, qualities }) => [keys, measured, received, values, qualities])

/** @throws an error of code 23505 when a row is not new; then none is stored */
async function insertNew(db: Queryable, columns: Columns, newest: Columns): Promise<void> {
  await db.query(`WITH newest AS (${raiseLatest}) ${insertRows}`, parameters(columns, newest))
}

/** Stores the new ones among rows that may be there already. */
async function insertUnknown(db: Queryable, columns: Columns, newest: Columns): Promise<Inserted> {
  const [inserted] = await db.query<Inserted>(
    `WITH inserted AS (${insertRows} ON CONFLICT (sensor_key, measured_at) DO NOTHING RETURNING 1), newest AS (${raiseLatest})
     SELECT count(*) AS n, pg_current_xact_id()::text AS transaction FROM inserted`, parameters(columns, newest))
  return inserted!
}

/** The newest row of each sensor, by key; of equal instants the first, which is the one that is stored. */
function newestOf(rows: readonly ReadingRow[]): ReadingRow[] {
  const newest = new Map<number, ReadingRow>()
  for (const row of rows) {
    const known = newest.get(row.sensorKey)
    if (known === undefined || known.measuredAtMs < row.measuredAtMs) newest.set(row.sensorKey, row)
  }
  return [...newest.values()].sort((a, b) => a.sensorKey - b.sensorKey)
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
