import type { Database } from '#db/database'
import { byteaArray } from './binary-array'
import type { ForecastRun } from './forecast-run'

/**
 * Some courses of a run, each the bytes of `packCourse`, one after the other: `ends` says where each ends. They stay together down to the statement:
 * tens of thousands of small views a run would keep the garbage collector busy for longer than the server may be held up.
 */
export interface CoursePart { segmentIds: readonly string[]; bytes: Uint8Array; ends: Int32Array }

/**
 * Stores a run with its courses in one transaction: it is seen whole or not at all.
 * @param parts one statement each: some hundred courses, 80 kB, keep every turn of the event loop and the embedded engine's answers to others short; at
 * most one course per segment
 * @returns id of the run
 * @throws Error when a segment is not (or no longer) in the network; then nothing is stored
 */
export async function saveForecastRun(db: Database, run: Omit<ForecastRun, 'id'>, parts: readonly CoursePart[]): Promise<number> {
  return db.transaction(async (tx) => {
    const [made] = await tx.query<{ id: number }>(
      `INSERT INTO forecast_runs (issued_at, ready_at, weather_issued_at, weather_source, model_version, start_at, step_s, step_count, cadence_s, status)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
      [new Date(run.issuedAtMs), new Date(run.readyAtMs), new Date(run.weatherIssuedAtMs), run.weatherSource, run.modelVersion, new Date(run.startAtMs), run.stepS, run.stepCount, run.cadenceS, run.status])
    for (const { segmentIds, bytes, ends } of parts) {
      const stored = await tx.query<{ n: number }>(
        `WITH stored AS (
           INSERT INTO forecasts (run_id, segment_ordinal, packed)
           SELECT $1, s.ordinal, f.packed FROM unnest($2::text[], $3::bytea[]) AS f (id, packed) JOIN segments s ON s.id = f.id ORDER BY s.ordinal
           RETURNING 1)
         SELECT count(*)::int AS n FROM stored`, [made!.id, segmentIds, byteaArray(bytes, ends)])
      if (stored[0]!.n !== segmentIds.length) throw new Error('a forecast names a segment that is not in the network')
    }
    return made!.id
  })
}
