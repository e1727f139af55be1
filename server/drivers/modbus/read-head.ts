import type { RegisterImage, RegisterRun } from '#domain/control/registers/register-image'
import type { RegisterMap } from '#domain/control/registers/register-map'
import { lengthOf, type RegisterPoint } from '#domain/control/registers/register-point'
import { LinkError } from '../driver'

/** The counter as the device has it: what it says it has seen, else what stands in the register that is written. */
const seenPoint = (map: RegisterMap): RegisterPoint | undefined => map.heartbeat?.seen ?? map.heartbeat?.counter

/** What must be read to know the device and its heartbeat watch. */
export function headRuns(map: RegisterMap): RegisterRun[] {
  const points = [...map.identity.map(({ point }) => point), map.loopCount, seenPoint(map)].filter((point) => point !== undefined)
  const lost = map.heartbeat?.lost
  return [...points.map((point) => ({ table: point.table, address: point.address, length: lengthOf(point) })), ...(lost && 'table' in lost ? [{ table: lost.table, address: lost.address, length: 1 }] : [])]
}

/** @throws LinkError 'wrongDevice' when it is another model or has too few loops */
export function readHead(map: RegisterMap, image: RegisterImage, loopIndices: readonly number[]): { heartbeatSeen: number | null; heartbeatLost: boolean } {
  const wrong = map.identity.flatMap(({ point, equals }) => {
    const value = image.value('identity', point)
    return value === equals ? [] : [`${point.table} ${point.address} is ${value}, expected ${equals}`]
  })
  if (wrong.length > 0) throw new LinkError('wrongDevice', `not the register map ${map.name}: ${wrong.join('; ')}`)
  const loopCount = map.loopCount && image.value('loopCount', map.loopCount)
  const highest = Math.max(-1, ...loopIndices)
  if (typeof loopCount === 'number' && highest >= loopCount) throw new LinkError('wrongDevice', `the device has ${loopCount} loops, loop index ${highest} is asked for`)
  const seen = seenPoint(map)
  return { heartbeatSeen: seen ? image.value('heartbeatSeen', seen) : null, heartbeatLost: map.heartbeat ? image.flag('heartbeatLost', map.heartbeat.lost) : false }
}
