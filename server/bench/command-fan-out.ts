import { setTimeout as pause } from 'node:timers/promises'
import type { PolygonGeometry } from '#domain/wire/zones'
import { BareModbus } from './bare-modbus'
import type { BenchContext } from './bench'
import { createBenchDatabase, type Engine } from './bench-database'
import { OperatorClient } from './operator-client'
import { Part } from './part-client'
import { benchLogin } from './parts/server-part'
import { median, percentile } from './percentile'

export const fanOut = { controllers: 20, loopsEach: 10, rounds: 3 }
export const fanOutLoops = fanOut.controllers * fanOut.loopsEach
const everything: PolygonGeometry = { type: 'Polygon', coordinates: [[[126.5, 45.66], [126.76, 45.66], [126.76, 45.86], [126.5, 45.86], [126.5, 45.66]]] }
const idleMs = 3000

/** Wall ms, but for the counts. */
export interface FanOutRound {
  /** From POST /api/commands until the stream has shown every loop selected: reserved, and its controller freshly read. */
  selected: number
  /** From the operator's word until the stream has shown every loop applied, and until the last `applied_at`. */
  shown: number
  readBack: number
  /** Bare clients, one per controller at once, each writing and reading back its loops one after the other. */
  bare: number
  /** A transaction of one plain row on the server's own pool, median. */
  commit: number
  /** GET of one segment: while nothing is commanded, and from the request until all is shown. */
  idleGets: number[]
  busyGets: number[]
  /** How often the group was asked how it fares, and saw some applied and some not. */
  partial: number
}

/** A zone over 200 loops commanded at once, on the twin's controllers in a process of their own. */
export async function measureFanOut(engine: Engine, { tell }: BenchContext): Promise<FanOutRound[]> {
  const [server, field, load] = [new Part('server'), new Part('controllers'), new Part('load')]
  const database = await createBenchDatabase(engine)
  let operator: OperatorClient | undefined
  const bare: BareModbus[] = []
  try {
    const ports = await field.ask('start', { controllers: fanOut.controllers, loopsEach: fanOut.loopsEach, spareEach: fanOut.loopsEach })
    const { url } = await server.ask('start', { target: database.target, network: { controllers: fanOut.controllers, loopsEach: fanOut.loopsEach } })
    await server.ask('connectControllers', ports)
    operator = new OperatorClient(url)
    await operator.signIn(benchLogin)
    await operator.watch()
    await operator.online(fanOut.controllers)
    const zone = await operator.saveZone('bench', everything)
    for (const port of Object.values(ports)) {
      const client = new BareModbus()
      await client.connect(port)
      bare.push(client)
    }
    const rounds: FanOutRound[] = []
    for (let round = 0; round <= fanOut.rounds; round++) {
      await load.ask('ask', { url: `${url}/api/segments/g0`, pauseMs: 5 })
      await pause(idleMs)
      const idleGets = await load.ask('stopAsking', null)
      await load.ask('ask', { url: `${url}/api/segments/g0`, pauseMs: 5 })
      const commanded = await commandZone(operator, zone.id, field)
      const busyGets = await load.ask('stopAsking', null)
      const measured = { ...commanded, bare: await bareFanOut(bare), commit: median(await server.ask('rawCommits', { count: 100 })), idleGets, busyGets }
      tell(`${engine} ${fanOutLoops} loops ${round}/${fanOut.rounds}: selected ${Math.round(measured.selected)} ms, shown ${Math.round(measured.shown)} ms after the word, read back ${Math.round(measured.readBack)}, bare ${Math.round(measured.bare)}; GET p99 ${percentile(idleGets, 0.99).toFixed(1)} -> ${percentile(busyGets, 0.99).toFixed(1)} ms; ${measured.partial} partial views`)
      if (round > 0) rounds.push(measured)
    }
    return rounds
  } finally {
    operator?.close()
    await Promise.all(bare.map((client) => client.close().catch(() => {})))
    await Promise.all([server.stop(), field.stop(), load.stop()])
    await database.remove()
  }
}

async function commandZone(operator: OperatorClient, zoneId: string, field: Part<'controllers'>): Promise<Pick<FanOutRound, 'selected' | 'shown' | 'readBack' | 'partial'>> {
  await field.ask('mark', null)
  const beganMs = performance.now()
  const { group, commands, refused } = await operator.command({ kind: 'zone', id: zoneId })
  if (group === null || commands.length !== fanOutLoops) throw new Error(`${commands.length} of ${fanOutLoops} loops were commanded; refused: ${JSON.stringify(refused[0])}`)
  const ids = commands.map(({ id }) => id)
  await operator.seen(ids, 'selected')
  const selected = performance.now() - beganMs
  const wordMs = performance.now()
  await operator.operate(group)
  let all = false
  const looks = lookAtGroup(operator, group, field, () => all)
  const seen = await operator.seen(ids, 'applied')
  all = true
  const shown = Math.max(...seen.map(({ atMs }) => atMs)) - wordMs
  const readBack = Math.max(...seen.map(({ command }) => Date.parse(command.applied_at ?? ''))) - performance.timeOrigin - wordMs
  const partial = await looks
  const { counts, outcome } = await operator.group(group)
  const carried = await field.ask('carried', null)
  if (counts.applied !== fanOutLoops || outcome !== 'complete' || carried !== fanOutLoops) throw new Error(`all were shown applied, the group says ${JSON.stringify(counts)} ${outcome}, the devices ${carried}`)
  return { selected, shown, readBack, partial }
}

/**
 * How the group fares meanwhile, as an operator's page asks. @returns how many answers told of a part
 * @throws Error when an answer does not add up, tells of more applied than the devices had carried out right after it, or calls a part the whole
 */
async function lookAtGroup(operator: OperatorClient, group: string, field: Part<'controllers'>, isOver: () => boolean): Promise<number> {
  let partial = 0
  while (!isOver()) {
    const { counts, outcome } = await operator.group(group)
    const carried = await field.ask('carried', null)
    const applied = counts.applied ?? 0
    const sum = Object.values(counts).reduce((total, count) => total + count, 0)
    if (sum !== fanOutLoops || applied > carried || (applied < fanOutLoops && outcome === 'complete')) throw new Error(`the group says ${JSON.stringify(counts)} ${outcome}, the devices had carried out ${carried}`)
    if (applied > 0 && applied < fanOutLoops) partial++
    await pause(50)
  }
  return partial
}

async function bareFanOut(clients: readonly BareModbus[]): Promise<number> {
  const began = performance.now()
  await Promise.all(clients.map(async (client) => { for (let loop = 0; loop < fanOut.loopsEach; loop++) await client.roundTrip(fanOut.loopsEach + loop) }))
  return performance.now() - began
}
