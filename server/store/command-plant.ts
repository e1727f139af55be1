import type { Queryable } from '#db/database'
import type { PlantController, ReadBackSensor } from './command-store'
import { loadControllers, loadLoops } from './network-parts'

/** Controllers with their loops, and the sensors that are read back from them. */
export async function loadControlPlant(db: Queryable): Promise<{ controllers: PlantController[]; sensors: ReadBackSensor[] }> {
  const controllers = await loadControllers(db)
  const loops = await loadLoops(db)
  const sensors = await db.query<ReadBackSensor>(
    `SELECT id, loop_id AS "loopId", quantity, cadence_s AS "cadenceS" FROM sensors
     WHERE source = 'controller' AND loop_id IS NOT NULL AND retired_at IS NULL ORDER BY id`)
  return { controllers: controllers.map((controller) => ({ controller, loops: loops.filter((loop) => loop.controllerId === controller.id) })), sensors }
}
