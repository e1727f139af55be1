import type { Queryable } from '#db/database'
import type { Reading } from '#domain/sensing/reading'
import { freshnessLimits } from '#domain/sensing/freshness'

/**
 * What each sensor had last measured at an instant: the newest reading not after `at` and not so old that it would count as lost
 * by the sensor's own cadence (never less than 15 min). Sensors without one are absent.
 */
export async function loadReadingsAsOf(db: Queryable, at: Date): Promise<Reading[]> {
  const cadences = await db.query<{ cadence_s: number }>('SELECT DISTINCT cadence_s FROM sensors')
  return db.query<Reading>(
    `SELECT s.id AS "sensorId", (extract(epoch FROM r.measured_at) * 1000)::float8 AS "measuredAtMs", r.value, r.quality
     FROM sensors s
     JOIN unnest($2::int[], $3::float8[]) AS lost (cadence_s, after_s) ON lost.cadence_s = s.cadence_s
     CROSS JOIN LATERAL (
       SELECT measured_at, value, quality FROM readings
       WHERE sensor_key = s.key AND measured_at <= $1 AND measured_at >= $1 - lost.after_s * interval '1 second'
       ORDER BY measured_at DESC LIMIT 1) AS r`,
    [at, cadences.map((row) => row.cadence_s), cadences.map((row) => freshnessLimits(row.cadence_s).lostAfterS)])
}
