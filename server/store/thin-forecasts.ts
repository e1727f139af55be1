import type { Database } from '#db/database'

/**
 * What is kept of past forecasts: every run for two days, then the first of each hour for a month, then the first of each day (UTC) for 400 days.
 * A city of 3,620 segments so keeps about 1,300 runs, 1.9 GB.
 */
export const forecastRetention = { allH: 48, hourlyDays: 30, dailyDays: 400 } as const

/** Runs deleted in one statement: others must not wait long for the embedded engine's only connection. */
const runsPerStatement = 5

/**
 * Deletes the runs that the retention no longer keeps at `now`, by the instant of issue; never the newest one.
 * @returns how many were deleted
 */
export async function thinForecasts(db: Database, now: Date, retention: { allH: number; hourlyDays: number; dailyDays: number } = forecastRetention): Promise<number> {
  const before = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000)
  const expired = await db.query<{ id: number }>(
    `WITH ranked AS (
       SELECT id, issued_at,
              row_number() OVER (PARTITION BY floor(date_part('epoch', issued_at) / 3600) ORDER BY issued_at, id) AS in_hour,
              row_number() OVER (PARTITION BY floor(date_part('epoch', issued_at) / 86400) ORDER BY issued_at, id) AS in_day,
              row_number() OVER (ORDER BY ready_at DESC, id DESC) AS from_newest
       FROM forecast_runs)
     SELECT id FROM ranked
     WHERE from_newest > 1 AND (issued_at < $1 AND in_hour > 1 OR issued_at < $2 AND in_day > 1 OR issued_at < $3)
     ORDER BY id`, [before(retention.allH), before(retention.hourlyDays * 24), before(retention.dailyDays * 24)])
  for (let from = 0; from < expired.length; from += runsPerStatement) {
    await db.query('DELETE FROM forecast_runs WHERE id = ANY ($1::bigint[])', [expired.slice(from, from + runsPerStatement).map(({ id }) => id)])
  }
  // The embedded engine has no autovacuum: without this the room of what was deleted is never used again.
  if (db.engine === 'embedded' && expired.length > 0) await db.query('VACUUM forecasts, forecast_runs')
  return expired.length
}
