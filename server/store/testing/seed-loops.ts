import type { Queryable } from '#db/database'

/** The controller that loops are seeded under; `loops` begins their names. */
export interface SeededController { id: string; loops: string; protocol: string; registerMap: string; secretVariables: Record<string, string> | null }
const modbus: SeededController = { id: 'C', loops: 'L', protocol: 'modbusTcp', registerMap: 'hearthway-loop-1', secretVariables: null }

/** One energy station E, one controller C at the given port, loops L0 ... that heat 20..45 and cool 8..22 °C, each with its read-back sensors; called again with another controller, beside it. */
export async function seedLoops(db: Queryable, count: number, port = 1502, { id, loops, protocol, registerMap, secretVariables }: SeededController = modbus): Promise<string[]> {
  await db.query("INSERT INTO energy_stations (id, name_zh, name_en, position) VALUES ('E', '能源站', 'Plant', ST_SetSRID(ST_MakePoint(126.6, 45.8), 4490)) ON CONFLICT DO NOTHING")
  await db.query("INSERT INTO controllers (id, energy_station_id, host, port, unit_id, register_map, protocol, secret_variables) VALUES ($1, 'E', '127.0.0.1', $2, 1, $3, $4, $5)", [id, port, registerMap, protocol, secretVariables && JSON.stringify(secretVariables)])
  const ids = Array.from({ length: count }, (_, i) => `${loops}${i}`)
  for (const [index, loop] of ids.entries()) {
    await db.query(
      `INSERT INTO loops (id, name_zh, name_en, energy_station_id, controller_id, index, service, heat_min_c, heat_max_c, cool_min_c, cool_max_c, safe_state)
       VALUES ($1, $1, $1, 'E', $2, $3, 'heatAndCool', 20, 45, 8, 22, 'off')`, [loop, id, index])
    for (const quantity of ['setpoint', 'operating_mode', 'supply_temperature']) {
      await db.query("INSERT INTO sensors (id, loop_id, quantity, cadence_s, source) VALUES ($1, $2, $3, 60, 'controller')", [`${loop}.${quantity}`, loop, quantity])
    }
  }
  return ids
}
