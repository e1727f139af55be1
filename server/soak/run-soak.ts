import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { freePort } from '#db/testing/free-port'
import type { CommandState } from '#domain/control/command'
import { startPymodbusController } from '#server/drivers/modbus/testing/pymodbus-controller'
import { seedLoops } from '#server/store/testing/seed-loops'
import { uniformOf } from '#server/twin/seeded'
import { AskingClient } from './asking-client'
import { judgeSoak, type KeptCommand, type SoakVerdict } from './judge-soak'
import { startKillablePostgres } from './killable-postgres'
import { ServerProcess, type Launch } from './server-process'

export const victims = ['server', 'controller', 'database'] as const
export type Victim = (typeof victims)[number]
export interface SoakOptions { rounds: number; launch: Launch; seed: string; tell(words: string): void }
export interface SoakReport extends SoakVerdict { rounds: number; kills: Record<Victim, number>; refused: number; repeated: number; seconds: number }

const loopCount = 8
const login = { name: 'soak', password: 'forty kills before noon' }
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })

/**
 * The product on a PostgreSQL of its own with a controller that others wrote, asked without pause while one of the three is killed with SIGKILL at a random
 * instant of each round and started again. Then everything comes to rest and is counted.
 */
export async function runSoak({ rounds, launch, seed, tell }: SoakOptions): Promise<SoakReport> {
  let drawn = 0
  const random = (): number => uniformOf(`${seed}/${drawn += 1}`)
  const began = performance.now()
  const kills: Record<Victim, number> = { server: 0, controller: 0, database: 0 }
  const postgres = await startKillablePostgres('soak')
  const device = await startPymodbusController(loopCount)
  const port = await freePort()
  const server = new ServerProcess(launch, {
    HEARTHWAY_DATABASE_URL: postgres.url, HEARTHWAY_PORT: String(port), HEARTHWAY_PUBLIC_READ: 'on', HEARTHWAY_LOG_LEVEL: 'error', HEARTHWAY_OPERATOR: `${login.name}:${login.password}`,
  }, `http://127.0.0.1:${port}`)
  try {
    const db = await openDatabase({ url: postgres.url })
    await migrate(db)
    const loops = await seedLoops(db, loopCount, device.port)
    await db.close()
    server.start()
    await server.ready(60_000)
    const client = new AskingClient(server.url, login, loops, random)
    client.start(4)
    for (let round = 1; round <= rounds; round += 1) {
      const victim = victims[(round - 1) % victims.length] as Victim
      kills[victim] += 1
      await pause(100 + random() * 1200)
      if (victim === 'server') { await server.kill(); server.start() } else if (victim === 'controller') { await device.kill(); await pause(random() * 500); await device.revive() } else { await postgres.kill(); await postgres.revive() }
      await server.ready(60_000)
      tell(`${((performance.now() - began) / 1000).toFixed(1)} s, round ${round}: ${victim} killed; ${client.acknowledged.length} acknowledged, ${client.repeated} repeated`)
    }
    await client.stop()
    const kept = await settledCommands(postgres.url)
    const verdict = judgeSoak(client.acknowledged, kept, await device.effects())
    return { ...verdict, rounds, kills, refused: client.refused, repeated: client.repeated, seconds: Math.round((performance.now() - began) / 1000) }
  } finally {
    await server.kill()
    await device.close()
    await postgres.stop()
  }
}

/** All commands, once none is in flight any more, or after a minute as they are. */
async function settledCommands(url: string): Promise<KeptCommand[]> {
  const db = await openDatabase({ url })
  try {
    for (let i = 0; i < 120; i += 1) {
      const [row] = await db.query<{ open: number }>("SELECT count(*)::int AS open FROM commands WHERE state IN ('queued', 'selected', 'sent', 'accepted', 'unknown')")
      if (row?.open === 0) break
      await pause(500)
    }
    const rows = await db.query<{ id: number; key: string; index: number; sequence: number; state: CommandState; applied_at: Date | null }>(
      `SELECT c.id, r.idempotency_key AS key, l.index, c.sequence, c.state, c.applied_at FROM commands c JOIN command_requests r ON r.id = c.request_id JOIN loops l ON l.id = c.loop_id`)
    return rows.map((row) => ({ id: row.id, key: row.key, loopIndex: row.index, sequence: row.sequence, state: row.state, appliedAt: row.applied_at }))
  } finally {
    await db.close()
  }
}
