import type { Queryable } from '#db/database'
import { forecastRunColumns, type ForecastRun } from './forecast-run'

/** Of two runs that were ready at one instant the one stored later counts. */
const newestFirst = 'ORDER BY r.ready_at DESC, r.id DESC LIMIT 1'

/** The newest run that was ready at `asOf`: what was known then. Null when there was none. */
export async function loadForecastRun(db: Queryable, asOf: Date): Promise<ForecastRun | null> {
  const [run] = await db.query<ForecastRun>(`SELECT ${forecastRunColumns} FROM forecast_runs r WHERE r.ready_at <= $1 ${newestFirst}`, [asOf])
  return run ?? null
}

/** What a run says of a segment, packed; null when it says nothing of it. */
export async function loadForecast(db: Queryable, runId: number, segmentId: string): Promise<Uint8Array | null> {
  const [found] = await db.query<{ packed: Buffer }>(
    'SELECT f.packed FROM forecasts f JOIN segments s ON s.ordinal = f.segment_ordinal WHERE f.run_id = $1 AND s.id = $2', [runId, segmentId])
  return found?.packed ?? null
}

/** Everything a run says, packed, by segment. */
export async function loadForecasts(db: Queryable, runId: number): Promise<Map<string, Uint8Array>> {
  const rows = await db.query<{ id: string; packed: Buffer }>(
    'SELECT s.id, f.packed FROM forecasts f JOIN segments s ON s.ordinal = f.segment_ordinal WHERE f.run_id = $1', [runId])
  return new Map(rows.map(({ id, packed }) => [id, packed]))
}
