import type { Queryable } from '#db/database'
import type { Reading } from '#domain/sensing/reading'

/** The newest reading of every standing sensor that ever reported, by instant of measurement. */
export async function loadLatestReadings(db: Queryable): Promise<Reading[]> {
  return db.query<Reading>(
    `SELECT s.id AS "sensorId", (extract(epoch FROM l.measured_at) * 1000)::float8 AS "measuredAtMs", l.value, l.quality
     FROM sensor_latest l JOIN sensors s ON s.key = l.sensor_key WHERE s.retired_at IS NULL`)
}
