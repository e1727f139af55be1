import { decodeCommandBlock, encodeCommandBlock } from '#domain/control/testing/first-encoder'
import { LinkError, type Driver, type WriteOutcome } from '#server/drivers/driver'
import type { FakeDevice } from './fake-device'
import type { VirtualWall } from './virtual-wall'

export type Fault = 'none' | 'dropRequest' | 'dropAnswer' | 'delay' | 'duplicate' | 'busy' | 'inProgress' | 'refused'

/** Faults of the line between server and device; shared by every driver opened on it, so that a restart meets the same line. */
export interface Line {
  /** Fault of the next exchange. */
  next(): Fault
  up: boolean
  /** Wall ms a delayed frame lingers after the time-out. */
  lingerMs: number
  /** Every command block that was handed over; `certain` when the answer said that nothing was or ever will be done. */
  frames?: { loopIndex: number; sequence: number; certain: boolean }[]
}

const timeoutMs = 2000

/** A driver over a line that loses, delays and doubles frames. `dead()` true freezes everything under way, as kill -9 does. */
export function openFaultyLine(device: FakeDevice, wall: VirtualWall, line: Line, loopCount: number, dead: () => boolean): Driver {
  const never = new Promise<never>(() => {})
  const living = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (dead()) return never
    await wall.sleep(1)
    if (dead()) return never
    const result = await work()
    return dead() ? never : result
  }
  const silent = async (): Promise<never> => {
    await wall.sleep(timeoutMs)
    return dead() ? never : Promise.reject(new LinkError('silent', 'no answer'))
  }
  const ask = <T>(answer: () => T): Promise<T> => living(() => {
    if (!line.up) throw new LinkError('unreachable', 'no route')
    const fault = line.next()
    return fault === 'dropRequest' || fault === 'dropAnswer' || fault === 'delay' ? silent() : answer()
  })
  return {
    traits: { fenced: true, dryRun: false },
    connect: () => living(() => { if (!line.up) throw new LinkError('unreachable', 'no route') }),
    read: () => ask(() => ({ heartbeatSeen: device.heartbeat, heartbeatLost: false, loops: Array.from({ length: loopCount }, (_, i) => device.status(i)) })),
    readBack: (index) => ask(() => ({ holding: decodeCommandBlock(device.holding(index)), status: device.status(index) })),
    write: (what) => living(async (): Promise<WriteOutcome> => {
      if (what.kind === 'heartbeat') {
        if (line.up) device.heartbeat = what.counter
        return { outcome: 'acknowledged' }
      }
      const words = encodeCommandBlock(what.block)
      const deliver = (): void => device.receive(what.loopIndex, words)
      if (!line.up) return { outcome: 'notCarriedOut', detail: 'not connected' }
      const fault = line.next()
      line.frames?.push({ loopIndex: what.loopIndex, sequence: what.block.sequence, certain: fault === 'busy' || fault === 'refused' })
      if (fault === 'busy') return { outcome: 'notCarriedOut', detail: 'busy' }
      if (fault === 'refused') return { outcome: 'refused', detail: 'exception 3' }
      if (fault === 'delay') wall.setTimer(deliver, timeoutMs + line.lingerMs)
      else if (fault !== 'dropRequest') deliver()
      if (fault === 'duplicate') wall.setTimer(deliver, line.lingerMs)
      if (fault === 'inProgress') return { outcome: 'unknown', detail: 'exception 5' }
      if (fault === 'none' || fault === 'duplicate') return { outcome: 'acknowledged' }
      await wall.sleep(timeoutMs)
      return { outcome: 'unknown', detail: 'no answer' }
    }),
    close: async () => {},
  }
}
