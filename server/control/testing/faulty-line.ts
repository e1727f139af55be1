import { decodeCommandBlock, encodeCommandBlock } from '#domain/control/testing/first-encoder'
import { LinkError, type Driver, type WriteOutcome } from '#server/drivers/driver'
import type { FakeDevice } from './fake-device'
import type { VirtualWall } from './virtual-wall'

/**
 * What happens to an exchange: request or answer is lost, or late; the request comes twice; `reorder`: it arrives after the next one, or the answer to an
 * earlier one comes first; `garble`: the answer is broken; `stray`: in its place comes a whole answer, to another transaction; or the device answers by an exception.
 */
export const faults = ['dropRequest', 'dropAnswer', 'delay', 'duplicate', 'reorder', 'garble', 'stray', 'busy', 'inProgress', 'refused'] as const
export type Fault = 'none' | (typeof faults)[number]

/** A frame that leaves for the device; `certain` when the answer said that nothing was or ever will be done. */
export type LeavingFrame = { kind: 'heartbeat' } | { kind: 'command'; loopIndex: number; sequence: number; certain: boolean }

/** Faults of the line between server and device; shared by every driver opened on it, so that a restart meets the same line. */
export interface Line {
  /** Fault of the next exchange. */
  next(): Fault
  up: boolean
  /** Wall ms a delayed frame lingers after the time-out. */
  lingerMs: number
  /** A block that waits to be overtaken by the next one. */
  held?: () => void
  /** Newest answers by what was asked for, of whichever loop: what a stray one says. */
  answers?: Map<string, Frame<unknown>>
  transaction?: number
}
interface Frame<T> { transaction: number; answer: T }

/** What a server's process adds to the line that its drivers are opened on. */
export interface LineEnd {
  /** Waits of the process itself; frames under way do not end with it. */
  sleep?(ms: number): Promise<void>
  leaves?(frame: LeavingFrame): void
  /** Takes an answer to any transaction for its own, to prove that a test notices. */
  anyFrame?: boolean
}

const timeoutMs = 2000

/** A driver over a line that loses, delays, doubles, swaps and breaks frames. `dead()` true freezes everything under way, as kill -9 does. */
export function openFaultyLine(device: FakeDevice, wall: VirtualWall, line: Line, loopCount: number, dead: () => boolean, { sleep = wall.sleep, leaves = () => {}, anyFrame = false }: LineEnd = {}): Driver {
  const never = new Promise<never>(() => {})
  const answers = line.answers ??= new Map()
  const living = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (dead()) return never
    await sleep(1)
    if (dead()) return never
    const result = await work()
    return dead() ? never : result
  }
  const silent = async (): Promise<never> => {
    await sleep(timeoutMs)
    throw new LinkError('silent', 'no answer')
  }
  /** Of the frames that come in, the one that answers this transaction. */
  const ask = <T>(what: 'status' | 'block', answer: () => T): Promise<T> => living(() => {
    if (!line.up) throw new LinkError('unreachable', 'no route')
    const fault = line.next()
    const transaction = line.transaction = (line.transaction ?? 0) + 1
    const earlier = answers.get(what) as Frame<T> | undefined
    const frame = { transaction, answer: answer() }
    if (fault === 'garble') throw new LinkError('silent', 'a broken frame')
    if (fault === 'dropRequest' || fault === 'dropAnswer' || fault === 'delay') return silent()
    answers.set(what, frame)
    const coming = fault === 'stray' ? [earlier] : fault === 'reorder' ? [earlier, frame] : [frame]
    const own = coming.find((come) => come && (anyFrame || come.transaction === transaction))
    return own ? own.answer : silent()
  })
  const receive = (loopIndex: number, words: readonly number[]): void => {
    device.receive(loopIndex, words)
    const { held } = line
    delete line.held
    held?.()
  }
  return {
    traits: { fenced: true, dryRun: false },
    connect: () => living(() => { if (!line.up) throw new LinkError('unreachable', 'no route') }),
    read: () => ask('status', () => ({ heartbeatSeen: device.heartbeat, heartbeatLost: false, loops: Array.from({ length: loopCount }, (_, i) => device.status(i)) })),
    readBack: (index) => ask('block', () => ({ holding: decodeCommandBlock(device.holding(index)), status: device.status(index) })),
    write: (what) => living(async (): Promise<WriteOutcome> => {
      if (what.mayLeave?.() === false) return { outcome: 'notCarriedOut', detail: 'it may not leave any more' }
      if (what.kind === 'heartbeat') {
        leaves({ kind: 'heartbeat' })
        if (line.up) device.heartbeat = what.counter
        return { outcome: 'acknowledged' }
      }
      const words = encodeCommandBlock(what.block)
      const deliver = (): void => receive(what.loopIndex, words)
      if (!line.up) return { outcome: 'notCarriedOut', detail: 'not connected' }
      const fault = line.next()
      leaves({ kind: 'command', loopIndex: what.loopIndex, sequence: what.block.sequence, certain: fault === 'busy' || fault === 'refused' })
      if (fault === 'busy') return { outcome: 'notCarriedOut', detail: 'busy' }
      if (fault === 'refused') return { outcome: 'refused', detail: 'exception 3' }
      if (fault === 'delay') wall.setTimer(deliver, timeoutMs + line.lingerMs)
      else if (fault === 'reorder') {
        const swapped = (): void => { if (line.held === swapped) delete line.held; device.receive(what.loopIndex, words) }
        line.held?.()
        line.held = swapped
        wall.setTimer(() => { if (line.held === swapped) swapped() }, timeoutMs + line.lingerMs)
      } else if (fault !== 'dropRequest') deliver()
      if (fault === 'duplicate') wall.setTimer(deliver, line.lingerMs)
      if (fault === 'inProgress') return { outcome: 'unknown', detail: 'exception 5' }
      if (fault === 'garble') return { outcome: 'unknown', detail: 'a broken frame' }
      if (fault === 'none' || fault === 'duplicate') return { outcome: 'acknowledged' }
      await sleep(timeoutMs)
      return { outcome: 'unknown', detail: 'no answer' }
    }),
    close: async () => {},
  }
}
