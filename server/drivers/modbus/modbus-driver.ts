import { decodeCommandBlock, encodeCommandBlock } from '#domain/control/command-block'
import { decodeLoopStatus } from '#domain/control/loop-status'
import { commandBlockLength, controllerPoints, decodePoint, deviceType, encodePoint, loopAddress, loopStatusLength, loopStride, mapVersion } from '#domain/control/register-map'
import { createBackOff } from '../back-off'
import { LinkError, type ControllerAnswer, type Driver, type DriverWrite, type WriteOutcome } from '../driver'
import { ModbusException, openModbusLink, type ModbusLink, type ModbusTarget } from './modbus-link'
import { outcomeOfException } from './write-outcome'

export interface ModbusDriverOptions extends ModbusTarget {
  /** Indices of the loops that are read, in the order of the answer. */
  loopIndices: readonly number[]
  /** Wall ms for one request or one connection; default 2000. */
  timeoutMs?: number
  /** Wall ms of the first and the longest pause between connection attempts; default 500 and 15 000. */
  backOffMs?: { first: number; longest: number }
  /** Monotonic wall ms. */
  now?: () => number
}

const headLength = 6
/** Loops of one read: Modbus answers at most 125 registers, and the gaps between blocks read as 0. */
const loopsPerRead = 6

/** Driver of the register map 'hearthway-loop-1' over Modbus TCP: one client and one queue per controller. */
export function createModbusDriver(options: ModbusDriverOptions): Driver {
  const timeoutMs = options.timeoutMs ?? 2000
  const now = options.now ?? (() => performance.now())
  const backOff = createBackOff(options.backOffMs?.first ?? 500, options.backOffMs?.longest ?? 15_000)
  let link: ModbusLink | null = null
  let closed = false
  let tail: Promise<unknown> = Promise.resolve()

  const queued = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work)
    tail = done.catch(() => {})
    return done
  }
  const openLink = (): ModbusLink => {
    if (closed) throw new LinkError('closed', 'the driver is closed')
    if (!link?.alive) throw new LinkError('closed', 'not connected')
    return link
  }
  /** Runs reads; a broken link counts as a failed attempt, so that a peer which accepts and never answers is backed off from as well. */
  const reading = async <T>(work: (on: ModbusLink) => Promise<T>): Promise<T> => {
    try {
      const answer = await work(openLink())
      backOff.succeeded()
      return answer
    } catch (error) {
      if (error instanceof LinkError && error.kind === 'closed') throw error
      link?.destroy()
      backOff.failed(now())
      if (error instanceof LinkError) throw error
      throw new LinkError(error instanceof ModbusException ? 'wrongDevice' : 'silent', (error as Error).message)
    }
  }

  return {
    traits: { fenced: true, dryRun: false },
    connect: ({ now: atOnce = false } = {}) => queued(async () => {
      if (closed) throw new LinkError('closed', 'the driver is closed')
      if (link?.alive) return
      const pauseMs = backOff.remainingMs(now())
      if (pauseMs > 0 && !atOnce) throw new LinkError('unreachable', `next attempt in ${Math.ceil(pauseMs)} ms`)
      const opened = await openModbusLink(options, timeoutMs).catch((error: unknown) => {
        backOff.failed(now())
        throw error
      })
      if (closed) opened.destroy()
      link = opened
    }),
    read: () => queued(() => reading((on) => readController(on, options.loopIndices))),
    write: (what) => queued(async () => {
      const { address, words } = registersOf(what)
      try {
        await openLink().writeHolding(address, words)
        return { outcome: 'acknowledged' }
      } catch (error) {
        if (!(error instanceof LinkError && error.kind === 'closed') && !(error instanceof ModbusException)) backOff.failed(now())
        return outcomeOfFailure(error)
      }
    }),
    readBack: (loopIndex) => queued(() => reading(async (on) => {
      const address = loopAddress(loopIndex)
      const holding = decodeCommandBlock(await on.readHolding(address, commandBlockLength))
      return { holding, status: decodeLoopStatus(await on.readInput(address, loopStatusLength)) }
    })),
    async close() {
      closed = true
      link?.destroy()
      await tail
    },
  }
}

function registersOf(what: DriverWrite): { address: number; words: number[] } {
  if (what.kind === 'command') return { address: loopAddress(what.loopIndex), words: encodeCommandBlock(what.block) }
  return { address: controllerPoints.heartbeat.offset, words: [...encodePoint(controllerPoints.heartbeat, what.counter), ...encodePoint(controllerPoints.heartbeatPeriodS, what.periodS)] }
}

function outcomeOfFailure(error: unknown): WriteOutcome {
  if (error instanceof ModbusException) return outcomeOfException(error.code)
  // No connection stood: nothing left the house. Any other failure came after the bytes were handed over.
  if (error instanceof LinkError) return { outcome: error.kind === 'closed' ? 'notCarriedOut' : 'unknown', detail: error.message }
  throw error
}

async function readController(link: ModbusLink, indices: readonly number[]): Promise<ControllerAnswer> {
  const head = await link.readInput(0, headLength)
  const value = (name: 'deviceType' | 'mapVersion' | 'loopCount' | 'heartbeatSeen' | 'status'): number => decodePoint(controllerPoints[name], head) ?? 0
  if (value('deviceType') !== deviceType || value('mapVersion') !== mapVersion) throw new LinkError('wrongDevice', `device type ${value('deviceType')}, map version ${value('mapVersion')}: not the register map hearthway-loop-1`)
  const highest = Math.max(-1, ...indices)
  if (highest >= value('loopCount')) throw new LinkError('wrongDevice', `the device has ${value('loopCount')} loops, loop index ${highest} is asked for`)
  const blocks: number[][] = []
  for (let first = 0; first <= highest; first += loopsPerRead) {
    const count = Math.min(loopsPerRead, highest + 1 - first)
    const words = await link.readInput(loopAddress(first), (count - 1) * loopStride + loopStatusLength)
    for (let i = 0; i < count; i += 1) blocks.push(words.slice(i * loopStride, i * loopStride + loopStatusLength))
  }
  return { heartbeatSeen: value('heartbeatSeen'), heartbeatLost: (value('status') & 1) !== 0, loops: indices.map((index) => decodeLoopStatus(blocks[index] ?? [])) }
}
