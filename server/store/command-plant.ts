import type { Queryable } from '#db/database'
import type { Loop } from '#domain/network/network'
import type { QuantityName } from '#domain/sensing/quantities'
import type { PlantController, ReadBackSensor } from './command-store'

interface ControllerRow { id: string; energy_station_id: string; host: string; port: number; unit_id: number; register_map: string }
interface LoopRow {
  id: string; name_zh: string; name_en: string; energy_station_id: string; controller_id: string; index: number; service: Loop['service']
  heat_min_c: number; heat_max_c: number; cool_min_c: number; cool_max_c: number; safe_state: Loop['safeState']
}
interface SensorRow { id: string; loop_id: string; quantity: QuantityName; cadence_s: number }

/** Controllers with their loops, and the sensors that are read back from them. */
export async function loadControlPlant(db: Queryable): Promise<{ controllers: PlantController[]; sensors: ReadBackSensor[] }> {
  const controllers = await db.query<ControllerRow>('SELECT id, energy_station_id, host, port, unit_id, register_map FROM controllers ORDER BY id')
  const loops = (await db.query<LoopRow>('SELECT * FROM loops ORDER BY controller_id, index')).map((row): Loop => ({
    id: row.id, name: { zh: row.name_zh, en: row.name_en }, energyStationId: row.energy_station_id, controllerId: row.controller_id, index: row.index, service: row.service,
    heatMinC: row.heat_min_c, heatMaxC: row.heat_max_c, coolMinC: row.cool_min_c, coolMaxC: row.cool_max_c, safeState: row.safe_state,
  }))
  const sensors = await db.query<SensorRow>("SELECT id, loop_id, quantity, cadence_s FROM sensors WHERE source = 'controller' AND loop_id IS NOT NULL ORDER BY id")
  return {
    controllers: controllers.map((row) => ({
      controller: { id: row.id, energyStationId: row.energy_station_id, host: row.host, port: row.port, unitId: row.unit_id, registerMap: row.register_map },
      loops: loops.filter((loop) => loop.controllerId === row.id),
    })),
    sensors: sensors.map((row) => ({ id: row.id, loopId: row.loop_id, quantity: row.quantity, cadenceS: row.cadence_s })),
  }
}
