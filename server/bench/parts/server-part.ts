import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { seedNetwork } from '#db/seed'
import type { Network } from '#domain/network/network'
import type { PolygonGeometry } from '#domain/wire/zones'
import { readConfig } from '#server/config'
import { startHearthway, type Running } from '#server/main'
import { realSiteClock } from '#server/site-clock'
import { saveDeviceToken } from '#server/store/device-tokens'
import { queryZone } from '#server/store/query-zone'
import { cityNetwork } from '#server/twin/city-network'
import type { CityId } from '#server/twin/twin-options'
import { commandedCity, type CommandedPlan } from '../commanded-city'
import { syntheticCity } from '../synthetic-city'
import { rawUnnest, type RawRows } from './raw-unnest'

export interface ServerStart {
  target: { url: string } | { dataDir: string }
  network: { fixture: CityId } | { segments: number; sensors: number } | CommandedPlan
}

/** The operator that stands ready in it. */
export const benchLogin = { name: 'bench', password: 'not a secret' }

/** The product itself, as `npm start` wires it, over a bench's database; and the raw statements beside it, on the same pool. */
export interface ServerPart {
  start(options: ServerStart): Promise<{ url: string; token: string; pid: number }>
  /** Where the controllers listen: control starts only then. */
  connectControllers(ports: Record<string, number>): Promise<void>
  /** Transactions of one plain row each, one after the other, on the server's own pool. @returns ms of each */
  rawCommits(options: { count: number }): Promise<number[]>
  /** CPU time of the whole process (all threads) since it began, ms. */
  cpu(options: null): Promise<number>
  rawUnnest(options: RawRows): Promise<{ seconds: number }>
  rawZone(options: PolygonGeometry): Promise<{ ms: number; rows: number }>
}

export function createServerPart(): { handlers: ServerPart; end(): Promise<void> } {
  let db: Database | undefined
  let running: Running | undefined
  const opened = (): Database => {
    if (!db) throw new Error('start first')
    return db
  }
  return {
    handlers: {
      async start({ target, network }) {
        db = await openDatabase(target)
        await migrate(db)
        await seedNetwork(db, networkOf(network))
        const token = randomBytes(24).toString('base64url')
        await saveDeviceToken(db, 'bench', token, new Date())
        const config = readConfig({ HEARTHWAY_AUDIT_HEAD: join(await mkdtemp(join(tmpdir(), 'hearthway-bench-')), 'head.jsonl'), HEARTHWAY_PUBLIC_READ: 'on', HEARTHWAY_PORT: '0', HEARTHWAY_LOG_LEVEL: 'error', HEARTHWAY_OPERATOR: `${benchLogin.name}:${benchLogin.password}` })
        // As in a demo, control waits for controllers that nobody announces: no Modbus time-outs in the figures.
        running = await startHearthway({ config, db, log: pino({ level: config.logLevel }, pino.destination(2)), clock: realSiteClock(), demo: true })
        return { url: running.localUrl, token, pid: process.pid }
      },
      async connectControllers(ports) {
        await running?.connectControllers(ports)
      },
      async rawCommits({ count }) {
        await opened().query('CREATE TABLE IF NOT EXISTS bare (at timestamptz, body text)')
        const ms: number[] = []
        for (let index = 0; index < count; index++) {
          const began = performance.now()
          await opened().transaction((tx) => tx.query('INSERT INTO bare VALUES ($1, $2)', [new Date(), 'x'.repeat(400)]))
          ms.push(performance.now() - began)
        }
        return ms
      },
      async cpu() {
        const { user, system } = process.cpuUsage()
        return (user + system) / 1000
      },
      rawUnnest: (rows) => rawUnnest(opened(), rows),
      async rawZone(polygon) {
        const began = performance.now()
        const rows = await queryZone(opened(), polygon)
        return { ms: performance.now() - began, rows: rows.length }
      },
    },
    async end() {
      await running?.stop()
      await db?.close()
    },
  }
}

function networkOf(network: ServerStart['network']): Network {
  if ('controllers' in network) return commandedCity(network)
  if ('segments' in network) return syntheticCity(network.segments, network.sensors)
  return cityNetwork(network.fixture)
}
