import type { Queryable } from '#db/database'
import { qualityCode } from '#domain/sensing/quality'

/** Surface temperatures that were: one row of the given sensors, in their order, an instant; °C, NaN where nothing good was read shortly before it, since the instant before. */
export interface SurfaceHistory { atMs: Float64Array; surfaceC: Float32Array }

/** A reading stands for an instant that follows it by no more, s. */
const standsForS = 600

/**
 * What the given sensors last read before each multiple of `stepS` (unix time) from `from` to before `to`; good readings only, none older than ten
 * minutes at its instant.
 */
export async function loadSurfaceHistory(db: Queryable, sensorIds: readonly string[], from: Date, to: Date, stepS: number): Promise<SurfaceHistory> {
  const firstS = Math.ceil(from.getTime() / 1000 / stepS) * stepS
  const count = Math.max(0, Math.ceil((to.getTime() / 1000 - firstS) / stepS))
  const place = new Map(sensorIds.map((id, index) => [id, index]))
  const atMs = Float64Array.from({ length: count }, (_, row) => (firstS + row * stepS) * 1000)
  const surfaceC = new Float32Array(count * sensorIds.length).fill(Number.NaN)
  const rows = await db.query<{ id: string; step: number; value: number }>(
    `WITH surface AS MATERIALIZED (SELECT key, id FROM sensors WHERE id = ANY ($1::text[])),
     near AS (
       SELECT sensor_key, measured_at, value, ceil(date_part('epoch', measured_at) / $4::float8) AS step FROM readings
       WHERE sensor_key = ANY (ARRAY(SELECT key FROM surface)) AND measured_at > $2 AND measured_at < $3 AND quality = $6)
     SELECT DISTINCT ON (near.sensor_key, near.step) surface.id, near.step, near.value FROM near JOIN surface ON surface.key = near.sensor_key
     WHERE near.step * $4::float8 - date_part('epoch', near.measured_at) <= $5::float8
     ORDER BY near.sensor_key, near.step, near.measured_at DESC`,
    [sensorIds, new Date((firstS - standsForS) * 1000 - 1), to, stepS, standsForS, qualityCode('good')])
  for (const { id, step, value } of rows) {
    const row = Math.round(step - firstS / stepS)
    if (row >= 0 && row < count) surfaceC[row * sensorIds.length + place.get(id)!] = value
  }
  return { atMs, surfaceC }
}
