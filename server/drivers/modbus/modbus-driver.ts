import { readHeldBlock, readLoopStatus, heldRuns, statusRuns } from '#domain/control/registers/loop-registers'
import { planReads, RegisterImage, type RegisterRun } from '#domain/control/registers/register-image'
import { isFenced, type RegisterMap } from '#domain/control/registers/register-map'
import { NotInMap, writesOfBlock, writesOfHeartbeat, type RegisterWrite } from '#domain/control/registers/write-registers'
import { createBackOff } from '../back-off'
import { LinkError, type Driver, type DriverWrite, type WriteOutcome } from '../driver'
import { createGateway, type Gateway, type GatewayOptions } from './gateway'
import { houseMap } from '../built-in-maps'
import { ModbusException, type ModbusLink } from './modbus-link'
import { headRuns, readHead } from './read-head'
import { linkErrorOfException, outcomeOfException } from './write-outcome'

export interface ModbusDriverOptions extends Partial<GatewayOptions> {
  host: string
  port: number
  unitId: number
  /** Indices of the loops that are read, in the order of the answer. */
  loopIndices: readonly number[]
  /** Default 'hearthway-loop-1'. */
  map?: RegisterMap
  /** Shared by all units of one address; default one of its own. */
  gateway?: Gateway
}

/** Driver of one unit by its register map over Modbus TCP, alone or behind a gateway to a serial line. Default time-out 2 s, back-off 0.5 to 15 s. */
export function createModbusDriver(options: ModbusDriverOptions): Driver {
  const { map = houseMap, unitId, loopIndices } = options
  const settings: GatewayOptions = { timeoutMs: 2000, backOffMs: { first: 500, longest: 15_000 }, now: () => performance.now(), random: Math.random, ...options }
  const gateway = options.gateway ?? createGateway(settings)
  const backOff = createBackOff(settings.backOffMs, settings.random)
  let joined: ModbusLink | null = null
  let closed = false
  gateway.addUnit(map.minGapMs)

  const join = async (atOnce: boolean): Promise<ModbusLink> => {
    if (closed) throw new LinkError('closed', 'the driver is closed')
    joined = await gateway.open(atOnce)
    return joined
  }
  /** The link this unit stands on. One that another unit broke is opened anew; after a break of its own the unit waits for connect(). */
  const standing = async (): Promise<ModbusLink> => {
    if (closed) throw new LinkError('closed', 'the driver is closed')
    if (joined?.alive) return joined
    if (joined && joined.brokenBy !== null && joined.brokenBy !== unitId) return join(false)
    throw new LinkError('closed', 'not connected')
  }
  const failed = (): void => {
    joined = null
    backOff.failed(settings.now())
  }
  const load = async (on: ModbusLink, runs: readonly RegisterRun[]): Promise<RegisterImage> => {
    const image = new RegisterImage()
    for (const run of planReads(runs, map.reading)) image.put(run.table, run.address, await on.read(unitId, run))
    return image
  }
  /** A break counts as a failed attempt, so that a unit which accepts and never answers is backed off from as well. */
  const reading = async <T>(work: (on: ModbusLink) => Promise<T>): Promise<T> => {
    try {
      const answer = await work(await standing())
      backOff.succeeded()
      gateway.answered()
      return answer
    } catch (error) {
      if (error instanceof LinkError && error.kind === 'closed') throw error
      failed()
      if (error instanceof LinkError) throw error
      if (error instanceof ModbusException) throw linkErrorOfException(error.code, unitId)
      throw new LinkError('silent', (error as Error).message)
    }
  }

  return {
    traits: { fenced: isFenced(map), dryRun: false },
    connect: ({ now: atOnce = false } = {}) => gateway.queued(async () => {
      if (closed) throw new LinkError('closed', 'the driver is closed')
      if (joined?.alive) return
      const pauseMs = backOff.remainingMs(settings.now())
      if (pauseMs > 0 && !atOnce) throw new LinkError('unreachable', `next attempt in ${Math.ceil(pauseMs)} ms`)
      await join(atOnce)
    }),
    read: () => gateway.queued(() => reading(async (on) => {
      const head = readHead(map, await load(on, headRuns(map)), loopIndices)
      const image = await load(on, loopIndices.flatMap((index) => statusRuns(map, index)))
      return { ...head, loops: loopIndices.map((index) => readLoopStatus(map, index, image)) }
    })),
    write: (what) => gateway.queued(async () => {
      try {
        return await carry(writesOf(map, what), async (write) => (await standing()).write(unitId, write, what.mayLeave))
      } catch (error) {
        // Nothing has left: the map itself says no.
        if (error instanceof NotInMap) return { outcome: 'refused', detail: error.message }
        throw error
      } finally {
        if (joined && !joined.alive && joined.brokenBy === unitId) failed()
      }
    }),
    readBack: (loopIndex) => gateway.queued(() => reading(async (on) => ({
      holding: readHeldBlock(map, loopIndex, await load(on, heldRuns(map, loopIndex))),
      status: readLoopStatus(map, loopIndex, await load(on, statusRuns(map, loopIndex))),
    }))),
    async close() {
      if (closed) return
      closed = true
      gateway.removeUnit()
      await gateway.queued(async () => {})
    },
  }
}

const writesOf = (map: RegisterMap, what: DriverWrite): RegisterWrite[] => (what.kind === 'command' ? writesOfBlock(map, what.loopIndex, what.block) : writesOfHeartbeat(map, what.counter, what.periodS))

/** Sends the writes one after the other. Once one of several was taken, a later one that was not leaves the whole unknown. */
async function carry(writes: readonly RegisterWrite[], send: (write: RegisterWrite) => Promise<void>): Promise<WriteOutcome> {
  for (const [i, write] of writes.entries()) {
    const outcome = await send(write).then((): WriteOutcome => ({ outcome: 'acknowledged' }), outcomeOfFailure)
    if (outcome.outcome !== 'acknowledged') return i === 0 ? outcome : { outcome: 'unknown', detail: `write ${i + 1} of ${writes.length}: ${outcome.detail}` }
  }
  return { outcome: 'acknowledged' }
}

function outcomeOfFailure(error: unknown): WriteOutcome {
  if (error instanceof ModbusException) return outcomeOfException(error.code)
  // No connection stood: nothing left the house. Any other failure came after the bytes were handed over.
  if (error instanceof LinkError) return { outcome: error.kind === 'silent' ? 'unknown' : 'notCarriedOut', detail: error.message }
  throw error
}
