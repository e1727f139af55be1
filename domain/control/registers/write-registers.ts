import { checkCommandBlock, type CommandBlock } from '../command-block'
import { commandValues } from './loop-registers'
import { ofLoop, type RegisterMap } from './register-map'
import { decodePoint, encodePoint, type RegisterPoint } from './register-point'

/** One request: FC16 for holding registers, FC5 for a coil. */
export interface RegisterWrite { table: 'holding' | 'coil'; address: number; words: number[] }

/** A command this model of device cannot be given; nothing has left. */
export class NotInMap extends Error {}

/**
 * The writes that carry a command block to loop `index`: one for side-by-side registers, else one each, the mode after its set-point.
 * @throws RangeError for a block that makes no sense to any device
 * @throws NotInMap for a mode the model has not, a value outside the map's limits, or one its registers cannot hold or would bend
 */
export function writesOfBlock(map: RegisterMap, index: number, block: CommandBlock): RegisterWrite[] {
  checkCommandBlock(block)
  if (map.modes[block.mode] === undefined) throw new NotInMap(`mode: ${block.mode} is not among the modes of ${map.name}`)
  return joined(commandValues(map, block).flatMap(({ name, point, value }) => {
    const words = value === null ? noValue(name, point) : exactWords(name, point, value, point.limits)
    return words ? [{ table: point.table as RegisterWrite['table'], address: ofLoop(map, point, index).address, words }] : []
  }))
}

/** The writes of a heartbeat; none when the device watches none. @throws RangeError for a counter or period that does not fit */
export function writesOfHeartbeat(map: RegisterMap, counter: number, periodS: number): RegisterWrite[] {
  if (!map.heartbeat) return []
  const { counter: counterPoint, periodS: periodPoint } = map.heartbeat
  return joined([
    { table: 'holding', address: counterPoint.address, words: encodePoint('heartbeat', counterPoint, counter) },
    ...(periodPoint ? [{ table: 'holding' as const, address: periodPoint.address, words: encodePoint('heartbeatPeriodS', periodPoint, periodS) }] : []),
  ])
}

/** A register that has no word for "none" is left as it is: 0 would be a set-point. */
function noValue(name: string, point: RegisterPoint): number[] | null {
  return point.none === undefined ? null : encodePoint(name, point, null)
}

function exactWords(name: string, point: RegisterPoint, value: number, limits?: { min: number; max: number }): number[] {
  if (limits && (value < limits.min || value > limits.max)) throw new NotInMap(`${name}: ${value} is outside the limits ${limits.min} to ${limits.max} of the register map`)
  const words = fitting(name, point, value)
  const back = decodePoint(name, point, words)
  if (back === null || Math.abs(back - value) > 1e-6 * Math.max(1, Math.abs(value))) throw new NotInMap(`${name}: the register would hold ${back} instead of ${value}`)
  return words
}

function fitting(name: string, point: RegisterPoint, value: number): number[] {
  try {
    return encodePoint(name, point, value)
  } catch (error) {
    throw new NotInMap((error as Error).message, { cause: error })
  }
}

/** One write when all the registers lie side by side, in whatever order they are declared; coils come last. */
function joined(writes: RegisterWrite[]): RegisterWrite[] {
  const registers = writes.filter(({ table }) => table === 'holding')
  const sorted = [...registers].sort((a, b) => a.address - b.address)
  const [first] = sorted
  const contiguous = sorted.every((write, i) => i === 0 || write.address === sorted[i - 1]!.address + sorted[i - 1]!.words.length)
  const one: RegisterWrite[] = first && contiguous ? [{ table: 'holding', address: first.address, words: sorted.flatMap(({ words }) => words) }] : registers
  return [...one, ...writes.filter(({ table }) => table === 'coil')]
}
