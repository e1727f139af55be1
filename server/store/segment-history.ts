import type { Queryable } from '#db/database'
import { quantitySpec, type QuantityName } from '#domain/sensing/quantities'
import type { HistoryView } from '#domain/wire/network'

/** Two extremes per slice and quality: about 500 points a sensor. */
const slices = 240
const mostRawPoints = 500

interface SensorRow { key: number; id: string; quantity: QuantityName; depth_m: number | null; source: HistoryView['series'][number]['source'] }
type Point = HistoryView['series'][number]['points'][number]

/**
 * Course of everything measured at a segment from `from` (inclusive) to `to` (exclusive): its own sensors, those of the stations on it, and its loop's.
 * A sensor with more than 500 readings is thinned to the lowest and the highest of each of 240 slices, kept apart by quality so that
 * a failed probe cannot push out a good extreme, plus its first and last reading. No value is averaged or invented.
 * @returns null when there is no such segment
 */
export async function loadSegmentHistory(db: Queryable, segmentId: string, from: Date, to: Date): Promise<HistoryView | null> {
  const [segment] = await db.query<{ loop_id: string | null }>('SELECT loop_id FROM segments WHERE id = $1', [segmentId])
  if (!segment) return null
  const sensors = await db.query<SensorRow>(
    `SELECT s.key, s.id, s.quantity, s.depth_m, s.source FROM sensors s LEFT JOIN stations st ON st.id = s.station_id
     WHERE s.segment_id = $1 OR st.segment_id = $1 OR s.loop_id = $2 ORDER BY s.quantity, s.depth_m, s.id`, [segmentId, segment.loop_id])
  const points = new Map<number, Point[]>(sensors.map((sensor) => [sensor.key, []]))
  for (const row of await loadThinnedReadings(db, sensors.map((sensor) => sensor.key), from, to)) {
    points.get(row.sensor_key)?.push([row.at_s, row.value, row.quality])
  }
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    series: sensors.map((sensor) => ({
      sensor_id: sensor.id, quantity: sensor.quantity, unit: quantitySpec(sensor.quantity).unit, depth_m: sensor.depth_m, source: sensor.source,
      points: points.get(sensor.key) ?? [],
    })),
  }
}

interface ThinnedRow { sensor_key: number; at_s: number; value: number; quality: number }

async function loadThinnedReadings(db: Queryable, keys: number[], from: Date, to: Date): Promise<ThinnedRow[]> {
  const sliceS = Math.max(1, (to.getTime() - from.getTime()) / 1000 / slices)
  return db.query<ThinnedRow>(
    `WITH wanted AS MATERIALIZED (
       SELECT sensor_key, extract(epoch FROM measured_at)::float8 AS at_s, value, quality FROM readings
       WHERE sensor_key = ANY ($1::int[]) AND measured_at >= $2 AND measured_at < $3),
     extent AS (SELECT sensor_key, count(*) AS n, min(at_s) AS first_s, max(at_s) AS last_s FROM wanted GROUP BY sensor_key),
     ranked AS (
       SELECT w.*, row_number() OVER (lowest) AS from_low, row_number() OVER (highest) AS from_high
       FROM wanted w JOIN extent e USING (sensor_key) WHERE e.n > $5
       WINDOW lowest AS (PARTITION BY sensor_key, floor(at_s / $4::float8), quality ORDER BY value, at_s),
              highest AS (PARTITION BY sensor_key, floor(at_s / $4::float8), quality ORDER BY value DESC, at_s))
     SELECT r.sensor_key, r.at_s, r.value, r.quality FROM ranked r JOIN extent e USING (sensor_key)
       WHERE r.from_low = 1 OR r.from_high = 1 OR r.at_s IN (e.first_s, e.last_s)
     UNION ALL
     SELECT w.sensor_key, w.at_s, w.value, w.quality FROM wanted w JOIN extent e USING (sensor_key) WHERE e.n <= $5
     ORDER BY sensor_key, at_s`, [keys, from, to, sliceS, mostRawPoints])
}
