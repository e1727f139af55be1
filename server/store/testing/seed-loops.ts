import type { Queryable } from '#db/database'

/** One energy station E, one controller C at the given port, loops L0 ... that heat 20..45 and cool 8..22 °C, each with its read-back sensors. */
export async function seedLoops(db: Queryable, count: number, port = 1502): Promise<string[]> {
  await db.query("INSERT INTO energy_stations (id, name_zh, name_en, position) VALUES ('E', '能源站', 'Plant', ST_SetSRID(ST_MakePoint(126.6, 45.8), 4490))")
  await db.query("INSERT INTO controllers (id, energy_station_id, host, port, unit_id, register_map) VALUES ('C', 'E', '127.0.0.1', $1, 1, 'hearthway-loop-1')", [port])
  const ids = Array.from({ length: count }, (_, i) => `L${i}`)
  for (const [index, id] of ids.entries()) {
    await db.query(
      `INSERT INTO loops (id, name_zh, name_en, energy_station_id, controller_id, index, service, heat_min_c, heat_max_c, cool_min_c, cool_max_c, safe_state)
       VALUES ($1, $1, $1, 'E', 'C', $2, 'heatAndCool', 20, 45, 8, 22, 'off')`, [id, index])
    for (const quantity of ['setpoint', 'operating_mode', 'supply_temperature']) {
      await db.query("INSERT INTO sensors (id, loop_id, quantity, cadence_s, source) VALUES ($1, $2, $3, 60, 'controller')", [`${id}.${quantity}`, id, quantity])
    }
  }
  return ids
}
