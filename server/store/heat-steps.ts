import type { Queryable } from '#db/database'
import type { LoopStep } from '#domain/energy/heat-balance'
import { qualityCode } from '#domain/sensing/quality'

/** Good readings of the loops' thermal power by loop and step; steps are counted from `from`, which is included, `to` is not. */
export async function loadHeatSteps(db: Queryable, from: Date, to: Date, stepS: number): Promise<LoopStep[]> {
  // Keys first: on a database without statistics a join of the two would be done row by row.
  return db.query<LoopStep>(
    `WITH metered AS MATERIALIZED (SELECT key, loop_id, cadence_s FROM sensors WHERE quantity = 'thermal_power' AND loop_id IS NOT NULL),
     steps AS (
       SELECT r.sensor_key, floor((date_part('epoch', r.measured_at) - $3::float8) / $4::float8)::int AS step, avg(greatest(r.value, 0)) AS into_kw, avg(greatest(-r.value, 0)) AS out_kw, count(*)::int AS readings
       FROM readings r WHERE r.sensor_key = ANY (ARRAY(SELECT key FROM metered)) AND r.measured_at >= $1 AND r.measured_at < $2 AND r.quality = $5 GROUP BY 1, 2)
     SELECT m.loop_id AS "loopId", step, into_kw AS "intoKw", out_kw AS "outKw", readings * m.cadence_s AS "heardS" FROM steps JOIN metered m ON m.key = steps.sensor_key`,
    [from, to, from.getTime() / 1000, stepS, qualityCode('good')])
}
