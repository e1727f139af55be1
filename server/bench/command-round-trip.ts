import { setTimeout as pause } from 'node:timers/promises'
import { startPymodbusController } from '#server/drivers/modbus/testing/pymodbus-controller'
import { uniformOf } from '#server/twin/seeded'
import { BareModbus } from './bare-modbus'
import type { BenchContext } from './bench'
import { createBenchDatabase, type Engine } from './bench-database'
import { OperatorClient } from './operator-client'
import { Part } from './part-client'
import { benchLogin } from './parts/server-part'
import { median } from './percentile'

export const roundTrip = { loops: 8, commands: 60, rounds: 3 }
/** The live stream's own pace, wall ms; requests must not fall into step with it. */
const streamTickMs = 250

/** One round's samples, ms, in the order in which they were taken. */
export interface RoundTripRound {
  /** From the first byte of POST /api/commands until the stream has shown `applied`. */
  shown: number[]
  /** Until the command's own `applied_at`: the read-back has been judged. */
  readBack: number[]
  /** Stages: the answer to the POST; from `requested_at` to `sent_at`; from there to `applied_at`; from there until shown. */
  answered: number[]
  untilSent: number[]
  untilReadBack: number[]
  untilShown: number[]
  /** A bare client's write and read-back of the same block of another loop of the same device, each right after a command. */
  bare: number[]
  /** A transaction of one plain row on the server's own pool. */
  commits: number[]
}

/** Commands one after the other against a pymodbus controller in a process of its own, a bare write and read-back after each. */
export async function measureRoundTrips(engine: Engine, { tell }: BenchContext): Promise<RoundTripRound[]> {
  const device = await startPymodbusController(roundTrip.loops + 1)
  const server = new Part('server')
  const database = await createBenchDatabase(engine)
  const bare = new BareModbus()
  let operator: OperatorClient | undefined
  try {
    const { url } = await server.ask('start', { target: database.target, network: { controllers: 1, loopsEach: roundTrip.loops } })
    await server.ask('connectControllers', { c0: device.port })
    operator = new OperatorClient(url)
    await operator.signIn(benchLogin)
    await operator.watch()
    await bare.connect(device.port)
    await operator.online(1)
    const rounds: RoundTripRound[] = []
    for (let round = 0; round <= roundTrip.rounds; round++) {
      const samples = await oneRound(operator, bare, round)
      samples.commits = await server.ask('rawCommits', { count: roundTrip.commands })
      tell(`${engine} round trip ${round}/${roundTrip.rounds}: shown ${median(samples.shown).toFixed(1)} ms, read back ${median(samples.readBack).toFixed(1)}, bare ${median(samples.bare).toFixed(2)}, a commit ${median(samples.commits).toFixed(2)}`)
      if (round > 0) rounds.push(samples)
    }
    return rounds
  } finally {
    operator?.close()
    await bare.close().catch(() => {})
    await server.stop()
    await device.close()
    await database.remove()
  }
}

async function oneRound(operator: OperatorClient, bare: BareModbus, round: number): Promise<RoundTripRound> {
  const samples: RoundTripRound = { shown: [], readBack: [], answered: [], untilSent: [], untilReadBack: [], untilShown: [], bare: [], commits: [] }
  for (let index = 0; index < roundTrip.commands; index++) {
    await pause(uniformOf(`round-trip/${round}/${index}`) * streamTickMs)
    const beganMs = performance.now()
    const { commands: [command] } = await operator.command({ kind: 'loop', id: `l${index % roundTrip.loops}` })
    const answeredMs = performance.now()
    if (!command) throw new Error('the command was refused')
    const [seen] = await operator.seen([command.id], 'applied')
    const { sent_at, applied_at, requested_at } = seen!.command
    // The server's instants are of this machine's clock, in whole ms.
    const [requestedMs, sentMs, appliedMs] = [requested_at, sent_at, applied_at].map((at) => Date.parse(at ?? '') - performance.timeOrigin) as [number, number, number]
    samples.shown.push(seen!.atMs - beganMs)
    samples.readBack.push(appliedMs - beganMs)
    samples.answered.push(answeredMs - beganMs)
    samples.untilSent.push(sentMs - requestedMs)
    samples.untilReadBack.push(appliedMs - sentMs)
    samples.untilShown.push(seen!.atMs - appliedMs)
    samples.bare.push(await bare.roundTrip(roundTrip.loops))
  }
  return samples
}
