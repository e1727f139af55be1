import type { Queryable } from '#db/database'
import type { LoopFlow } from '#domain/thermal/loop-drives'

/** How old a reading may be and still say what a loop did at an instant, ms of site time. */
const reachMs = 900_000

/** Supply and flow of a loop at an instant, by its own good readings; null when one of them is missing. */
export async function loadLoopFlowBefore(db: Queryable, loopId: string, at: Date): Promise<LoopFlow | null> {
  const rows = await db.query<{ quantity: string; value: number }>(
    `SELECT DISTINCT ON (s.quantity) s.quantity, r.value FROM sensors s JOIN readings r ON r.sensor_key = s.key
     WHERE s.id = ANY($1) AND s.retired_at IS NULL AND r.quality = 0 AND r.measured_at <= $2 AND r.measured_at > $3
     ORDER BY s.quantity, r.measured_at DESC`, [[`${loopId}.supply_temperature`, `${loopId}.flow`], at, new Date(at.getTime() - reachMs)])
  const of = (quantity: string): number | undefined => rows.find((row) => row.quantity === quantity)?.value
  const [supplyC, flowLPerMin] = [of('supply_temperature'), of('flow')]
  return supplyC === undefined || flowLPerMin === undefined ? null : { loopId, supplyC, flowLPerMin }
}
