import type { Queryable } from '#db/database'
import { quantitySpec, type QuantityName } from '#domain/sensing/quantities'
import { qualityOf, type Quality } from '#domain/sensing/quality'

export interface ExportSensor { key: number; id: string; segmentId: string | null; stationId: string | null; loopId: string | null; quantity: QuantityName; depthM: number | null; source: string }
export interface StoredReading { measuredAt: Date; value: number; quality: Quality }

/** Rows of one question: a whole month of a sensor is never held at once. */
const rowsPerPage = 5000

/** Sensors at the given segments, at stations standing on them and in their loops; by id. `null`: all sensors. */
export async function loadExportSensors(db: Queryable, segmentIds: readonly string[] | null): Promise<ExportSensor[]> {
  return db.query<ExportSensor>(
    `SELECT s.key, s.id, s.segment_id AS "segmentId", s.station_id AS "stationId", s.loop_id AS "loopId", s.quantity, s.depth_m AS "depthM", s.source
     FROM sensors s LEFT JOIN stations st ON st.id = s.station_id
     WHERE $1::text[] IS NULL OR s.segment_id = ANY ($1) OR st.segment_id = ANY ($1) OR s.loop_id IN (SELECT loop_id FROM segments WHERE id = ANY ($1)) ORDER BY s.id`, [segmentIds])
}

export async function countReadings(db: Queryable, sensors: readonly ExportSensor[], from: Date, to: Date): Promise<number> {
  const [row] = await db.query<{ count: number }>('SELECT count(*)::float8 AS count FROM readings WHERE sensor_key = ANY ($1::int[]) AND measured_at >= $2 AND measured_at < $3', [sensors.map(({ key }) => key), from, to])
  return row!.count
}

/** A sensor's readings from `from` (inclusive) to `to` (exclusive), the oldest first, loaded as they are asked for. */
export async function* loadReadingsOf(db: Queryable, { key }: ExportSensor, from: Date, to: Date): AsyncGenerator<StoredReading> {
  let [first, isFirst] = [from, true]
  for (;;) {
    const page = await db.query<{ at: Date; value: number; quality: number }>(
      `SELECT measured_at AS at, value, quality FROM readings WHERE sensor_key = $1 AND (measured_at > $2 OR ($5 AND measured_at = $2)) AND measured_at < $3 ORDER BY measured_at LIMIT $4`, [key, first, to, rowsPerPage, isFirst])
    for (const { at, value, quality } of page) yield { measuredAt: at, value, quality: qualityOf(quality) }
    if (page.length < rowsPerPage) return
    ;[first, isFirst] = [page.at(-1)!.at, false]
  }
}

export const unitOf = ({ quantity }: ExportSensor): string => quantitySpec(quantity).unit
