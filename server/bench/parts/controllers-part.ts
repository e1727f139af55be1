import { ControllerDevice, type DeviceLoop } from '#server/twin/controller-device'
import { FieldControllers } from '#server/twin/field-controllers'
import { freshLoopCommandState } from '#server/twin/loop-command'
import { LoopPlant } from '#server/twin/loop-plant'
import { PavementModel } from '#server/twin/pavement-model'
import { commandedCity, type CommandedPlan } from '../commanded-city'

/** The twin's controllers, each on a Modbus TCP port of its own, over a plant that stands still. */
export interface ControllersPart {
  /** @param spareEach further loops behind those of the city, which the server knows nothing of. @returns the ports by controller */
  start(options: CommandedPlan & { spareEach: number }): Promise<Record<string, number>>
  /** From now on it is counted which of the city's loops carry out another block than now. */
  mark(options: null): Promise<void>
  carried(options: null): Promise<number>
}

export function createControllersPart(): { handlers: ControllersPart; end(): Promise<void> } {
  let field: FieldControllers | undefined
  let counted: DeviceLoop[] = []
  let marked: number[] = []
  const applied = (): number[] => counted.map(({ command }) => command.appliedSequence)
  return {
    handlers: {
      async start({ controllers, loopsEach, spareEach }) {
        const city = commandedCity({ controllers, loopsEach: loopsEach + spareEach })
        const pavements = new PavementModel(city.segments, 'bench', 6, -8)
        const loops = city.loops.map((loop, index): DeviceLoop => ({ loop, plant: new LoopPlant(loop, [index], pavements, 'bench'), command: freshLoopCommandState() }))
        counted = loops.filter(({ loop }) => loop.index < loopsEach)
        field = new FieldControllers(city.controllers.map(({ id, unitId }) => new ControllerDevice(id, unitId, loops.filter(({ loop }) => loop.controllerId === id), () => performance.now())))
        return field.start([])
      },
      async mark() {
        marked = applied()
      },
      carried: async () => applied().filter((sequence, index) => sequence !== marked[index]).length,
    },
    end: async () => field?.stop(),
  }
}
