import type { Queryable } from '#db/database'
import type { OverviewView } from '#domain/wire/network'
import { qualityCode } from '#domain/sensing/quality'

type OverviewRow = OverviewView['rows'][number]
interface StepRow { at_s: number; min_heated: number | null; mid_heated: number | null; mid_unheated: number | null; max_any: number | null; sensors: number }

/** Longest answer, so that a mistyped step cannot ask for a million rows. */
export const mostOverviewSteps = 2000

/**
 * Course of the city's measured surface temperatures for the time bar, from good readings only. Steps start at multiples of `stepS`
 * (unix time); a step without any good reading is there with nulls. The median is over sensors, each with its mean of the step, so that
 * a sensor that reports more often does not weigh more; minimum and maximum are single readings. Heated = the segment has a loop.
 * @throws RangeError when the range is empty or holds more than 2000 steps
 */
export async function loadSurfaceOverview(db: Queryable, from: Date, to: Date, stepS: number): Promise<OverviewView> {
  const firstS = Math.floor(from.getTime() / 1000 / stepS) * stepS
  const endS = to.getTime() / 1000
  const steps = Math.ceil((endS - firstS) / stepS)
  if (!(stepS > 0) || !(steps > 0)) throw new RangeError('the overview needs a step above 0 s and an end after its beginning')
  if (steps > mostOverviewSteps) throw new RangeError(`the overview would have ${steps} steps; at most ${mostOverviewSteps}`)
  // date_part computes in floats where extract computes in decimals; and no join of the two, because on a database without statistics
  // (nothing gathers them on the embedded engine) it is done row by row.
  const found = await db.query<StepRow>(
    `WITH surface AS MATERIALIZED (
       SELECT s.key, g.loop_id IS NOT NULL AS heated FROM sensors s JOIN segments g ON g.id = s.segment_id WHERE s.quantity = 'surface_temperature'),
     per_sensor AS (
       SELECT floor(date_part('epoch', r.measured_at) / $3::float8) AS step, r.sensor_key, avg(r.value) AS mean, min(r.value) AS low, max(r.value) AS high
       FROM readings r WHERE r.sensor_key = ANY (ARRAY(SELECT key FROM surface)) AND r.measured_at >= $1 AND r.measured_at < $2 AND r.quality = $4
       GROUP BY 1, 2)
     SELECT step * $3::float8 AS at_s,
            min(low) FILTER (WHERE heated) AS min_heated,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY mean) FILTER (WHERE heated) AS mid_heated,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY mean) FILTER (WHERE NOT heated) AS mid_unheated,
            max(high) AS max_any, count(*) AS sensors
     FROM (SELECT *, sensor_key = ANY (ARRAY(SELECT key FROM surface WHERE heated)) AS heated FROM per_sensor) AS named GROUP BY step`,
    [new Date(firstS * 1000), to, stepS, qualityCode('good')])
  const byStep = new Map(found.map((row) => [Math.round(row.at_s / stepS), row]))
  const rows = Array.from({ length: steps }, (_, index): OverviewRow => {
    const atS = firstS + index * stepS
    const row = byStep.get(Math.round(atS / stepS))
    return row ? [atS, row.min_heated, row.mid_heated, row.mid_unheated, row.max_any, row.sensors] : [atS, null, null, null, null, 0]
  })
  return { from: new Date(firstS * 1000).toISOString(), to: to.toISOString(), step_s: stepS, rows }
}
