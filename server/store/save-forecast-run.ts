import type { Database } from '#db/database'
import { byteaArray } from './binary-array'
import type { ForecastRun } from './forecast-run'

/** What one run says of one segment: bytes of `packCourse`. */
export interface PackedForecast { segmentId: string; packed: Uint8Array }

/** Rows sent at once: about 80 kB, which keeps every turn of the event loop and the embedded engine's answers to others short. */
const rowsPerStatement = 250

/**
 * Stores a run with its courses in one transaction: it is seen whole or not at all.
 * @param forecasts at most one per segment
 * @returns id of the run
 * @throws Error when a segment is not (or no longer) in the network; then nothing is stored
 */
export async function saveForecastRun(db: Database, run: Omit<ForecastRun, 'id'>, forecasts: readonly PackedForecast[]): Promise<number> {
  return db.transaction(async (tx) => {
    const [made] = await tx.query<{ id: number }>(
      `INSERT INTO forecast_runs (issued_at, ready_at, weather_issued_at, weather_source, model_version, start_at, step_s, step_count, cadence_s, status)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
      [new Date(run.issuedAtMs), new Date(run.readyAtMs), new Date(run.weatherIssuedAtMs), run.weatherSource, run.modelVersion, new Date(run.startAtMs), run.stepS, run.stepCount, run.cadenceS, run.status])
    for (let from = 0; from < forecasts.length; from += rowsPerStatement) {
      const part = forecasts.slice(from, from + rowsPerStatement)
      const stored = await tx.query<{ n: number }>(
        `WITH stored AS (
           INSERT INTO forecasts (run_id, segment_ordinal, packed)
           SELECT $1, s.ordinal, f.packed FROM unnest($2::text[], $3::bytea[]) AS f (id, packed) JOIN segments s ON s.id = f.id ORDER BY s.ordinal
           RETURNING 1)
         SELECT count(*)::int AS n FROM stored`, [made!.id, part.map((one) => one.segmentId), byteaArray(part, (one) => one.packed)])
      if (stored[0]!.n !== part.length) throw new Error('a forecast names a segment that is not in the network')
    }
    return made!.id
  })
}
