import type { Queryable } from '#db/database'
import type { Reading } from '#domain/sensing/reading'

const instantMs = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`

/** What controllers told of how their loops ran since an instant, oldest first. */
export const loadRunReadings = (db: Queryable, since: Date): Promise<Reading[]> => db.query<Reading>(
  `SELECT s.id AS "sensorId", ${instantMs('r.measured_at')} AS "measuredAtMs", r.value, r.quality
   FROM readings r JOIN sensors s ON s.key = r.sensor_key
   WHERE s.source = 'controller' AND s.quantity IN ('pump_frequency', 'thermal_power', 'supply_temperature') AND s.retired_at IS NULL AND r.measured_at >= $1
   ORDER BY r.measured_at`, [since])

/** Since when a sensor that protects a loop says exactly what it says now; at the earliest since `since`. */
export interface Unchanged { sensorId: string; value: number; atMs: number; sinceMs: number }

export const loadUnchanged = (db: Queryable, since: Date): Promise<Unchanged[]> => db.query<Unchanged>(
  `SELECT s.id AS "sensorId", l.value, ${instantMs('l.measured_at')} AS "atMs",
     ${instantMs('COALESCE((SELECT max(r.measured_at) FROM readings r WHERE r.sensor_key = s.key AND r.measured_at >= $1 AND r.value <> l.value), (SELECT min(r.measured_at) FROM readings r WHERE r.sensor_key = s.key AND r.measured_at >= $1), l.measured_at)')} AS "sinceMs"
   FROM sensors s JOIN sensor_latest l ON l.sensor_key = s.key LEFT JOIN segments g ON g.id = s.segment_id
   WHERE s.retired_at IS NULL AND (s.quantity = 'dew_point' OR (s.quantity IN ('slab_temperature', 'surface_temperature') AND g.loop_id IS NOT NULL))`, [since])
