import type { Queryable } from '#db/database'
import type { SensorSource } from '#domain/sensing/parse-reading'
import type { QuantityName } from '#domain/sensing/quantities'

/** What ingest must know of a sensor. `key` is the surrogate in the readings table and never leaves the server. */
export interface CataloguedSensor {
  key: number
  id: string
  quantity: QuantityName
  source: SensorSource
  /** Of the loop it sits at. */
  controllerId: string | null
}

/** All sensors that stand, by id. */
export async function loadSensorCatalogue(db: Queryable): Promise<Map<string, CataloguedSensor>> {
  const rows = await db.query<CataloguedSensor>('SELECT s.key, s.id, s.quantity, s.source, l.controller_id AS "controllerId" FROM sensors s LEFT JOIN loops l ON l.id = s.loop_id WHERE s.retired_at IS NULL')
  return new Map(rows.map((row) => [row.id, row]))
}
