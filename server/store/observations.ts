import type { Queryable } from '#db/database'
import type { Expression } from '#domain/odata/expression'
import { observationColumns, observationFilterSql, type AddValue, type ObservationColumn } from './observation-filter'

/** Sensors and what is asked of their readings; null asks nothing. */
export interface ObservationPart { sensorIds: readonly string[]; filter: Expression | null }

export interface ObservationsAsked {
  parts: readonly ObservationPart[]
  /** First what decides first; newest first comes last in any case. */
  orderBy: readonly { column: ObservationColumn; descending: boolean }[]
  skip: number
  top: number
  /** `together`: one page over all sensors; `each`: a page of every sensor. */
  page: 'together' | 'each'
}

export interface ObservationRow { sensorId: string; measuredAtMs: number; receivedAtMs: number; value: number; quality: number }

const instantMs = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`

/**
 * A page of the readings of sensors that stand. Each sensor's newest are looked up along the index, never more than the page may need of it;
 * a filter or an order that the index does not know looks through all that are asked about, which the caller bounds.
 */
export async function loadObservations(db: Queryable, { parts, orderBy, skip, top, page }: ObservationsAsked): Promise<ObservationRow[]> {
  const asked = parts.filter(({ sensorIds }) => sensorIds.length > 0)
  if (asked.length === 0 || top === 0) return []
  const values: unknown[] = []
  const add: AddValue = (value) => `$${values.push(value)}`
  const order = (columns: readonly { column: ObservationColumn; descending: boolean }[]): string =>
    [...columns.map(({ column, descending }) => `${observationColumns[column]}${descending ? ' DESC' : ''}`), ...(columns.some(({ column }) => column === 'phenomenonTime') ? [] : ['r.measured_at DESC'])].join(', ')
  const bound = page === 'each' ? `LIMIT ${add(top)}::int OFFSET ${add(skip)}::int` : `LIMIT ${add(skip + top)}::int`
  const selects = asked.map(({ sensorIds, filter }) =>
    `SELECT s.key, s.id, r.* FROM sensors s CROSS JOIN LATERAL (
       SELECT r.measured_at, r.received_at, r.value, r.quality FROM readings r
       WHERE r.sensor_key = s.key${filter ? ` AND ${observationFilterSql(filter, add)}` : ''} ORDER BY ${order(orderBy)} ${bound}) r
     WHERE s.retired_at IS NULL AND s.id = ANY (${add(sensorIds)}::text[])`)
  // Of each sensor's rows only those of the page are worth sending.
  const outer = page === 'each' ? '' : ` LIMIT ${add(top)}::int OFFSET ${add(skip)}::int`
  return db.query<ObservationRow>(
    `SELECT s.id AS "sensorId", ${instantMs('r.measured_at')} AS "measuredAtMs", ${instantMs('r.received_at')} AS "receivedAtMs", r.value, r.quality
     FROM (${selects.join(' UNION ALL ')}) r JOIN sensors s ON s.key = r.key ORDER BY ${order(orderBy)}, r.key${outer}`, values)
}

/** How many readings each sensor has of those asked for; sensors without any are absent. */
export async function countObservations(db: Queryable, parts: readonly ObservationPart[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { sensorIds, filter } of parts) {
    const values: unknown[] = [sensorIds]
    const where = filter ? ` AND ${observationFilterSql(filter, (value) => `$${values.push(value)}`)}` : ''
    const rows = await db.query<{ id: string; n: number }>(
      `SELECT s.id, count(*) AS n FROM sensors s JOIN readings r ON r.sensor_key = s.key WHERE s.retired_at IS NULL AND s.id = ANY ($1::text[])${where} GROUP BY s.id`, values)
    for (const { id, n } of rows) counts.set(id, n)
  }
  return counts
}

/** One reading of a sensor that stands; null when there is none. */
export async function loadObservation(db: Queryable, sensorId: string, measuredAt: Date): Promise<ObservationRow | null> {
  const [row] = await db.query<ObservationRow>(
    `SELECT s.id AS "sensorId", ${instantMs('r.measured_at')} AS "measuredAtMs", ${instantMs('r.received_at')} AS "receivedAtMs", r.value, r.quality
     FROM sensors s JOIN readings r ON r.sensor_key = s.key WHERE s.retired_at IS NULL AND s.id = $1 AND r.measured_at = $2`, [sensorId, measuredAt])
  return row ?? null
}
