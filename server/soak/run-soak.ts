import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { freePort } from '#db/testing/free-port'
import { startPymodbusController } from '#server/drivers/modbus/testing/pymodbus-controller'
import { uniformOf } from '#server/twin/seeded'
import { AskingClient } from './asking-client'
import { judgeSoak, type SoakVerdict } from './judge-soak'
import { startKillablePostgres } from './killable-postgres'
import { startMqttPeer } from './mqtt-peer'
import { mqttEnvironment, seedPeers } from './seed-peers'
import { ServerProcess, type Launch } from './server-process'
import { effectsOf, settledCommands } from './settled-commands'

export const victims = ['server', 'controller', 'database', 'broker'] as const
export type Victim = (typeof victims)[number]
export interface SoakOptions { rounds: number; launch: Launch; seed: string; tell(words: string): void }
export interface SoakReport extends SoakVerdict { rounds: number; kills: Record<Victim, number>; /** Of all effects. */ effectsOverMqtt: number; refused: number; repeated: number; seconds: number }

const loopCounts = { modbus: 8, mqtt: 4 }
const login = { name: 'soak', password: 'forty kills before noon' }
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })

/**
 * The product on a PostgreSQL of its own with a Modbus controller and an MQTT broker that others wrote, asked without pause while one of the four is killed with
 * SIGKILL at a random instant of each round and started again. Then everything comes to rest and is counted.
 */
export async function runSoak({ rounds, launch, seed, tell }: SoakOptions): Promise<SoakReport> {
  let drawn = 0
  const random = (): number => uniformOf(`${seed}/${drawn += 1}`)
  const began = performance.now()
  const kills: Record<Victim, number> = { server: 0, controller: 0, database: 0, broker: 0 }
  const postgres = await startKillablePostgres('soak')
  const device = await startPymodbusController(loopCounts.modbus)
  const peer = await startMqttPeer('M', loopCounts.mqtt)
  const port = await freePort()
  const server = new ServerProcess(launch, {
    HEARTHWAY_DATABASE_URL: postgres.url, HEARTHWAY_PORT: String(port), HEARTHWAY_PUBLIC_READ: 'on', HEARTHWAY_LOG_LEVEL: 'error', HEARTHWAY_OPERATOR: `${login.name}:${login.password}`,
    ...mqttEnvironment(peer.accounts),
  }, `http://127.0.0.1:${port}`)
  const strike: Record<Victim, () => Promise<void>> = {
    async server() { await server.kill(); server.start() },
    async controller() { await device.kill(); await pause(random() * 500); await device.revive() },
    async database() { await postgres.kill(); await postgres.revive() },
    async broker() { await peer.kill(); await pause(random() * 500); await peer.revive() },
  }
  try {
    const db = await openDatabase({ url: postgres.url })
    await migrate(db)
    const loops = await seedPeers(db, { modbus: device.port, mqtt: peer.port }, loopCounts)
    await db.close()
    server.start()
    await server.ready(60_000)
    const client = new AskingClient(server.url, login, loops, random)
    client.start(4)
    for (let round = 1; round <= rounds; round += 1) {
      const victim = victims[(round - 1) % victims.length] as Victim
      kills[victim] += 1
      await pause(100 + random() * 1200)
      await strike[victim]()
      await server.ready(60_000)
      tell(`${((performance.now() - began) / 1000).toFixed(1)} s, round ${round}: ${victim} killed; ${client.acknowledged.length} acknowledged, ${client.repeated} repeated`)
    }
    await client.stop()
    const kept = await settledCommands(postgres.url)
    const [modbus, mqtt] = [effectsOf('L', await device.effects()), effectsOf('M', peer.effects())]
    const verdict = judgeSoak(client.acknowledged, kept, [...modbus, ...mqtt])
    return { ...verdict, effectsOverMqtt: mqtt.length, rounds, kills, refused: client.refused, repeated: client.repeated, seconds: Math.round((performance.now() - began) / 1000) }
  } finally {
    await server.kill()
    await device.close()
    await peer.close()
    await postgres.stop()
  }
}
