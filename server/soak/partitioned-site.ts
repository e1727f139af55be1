import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#db/testing/free-port'
import { openCuttableLine, type CuttableLine } from './cuttable-line'
import { callerProcess } from './caller-process'
import { kindOverModbus, kindOverMqtt, type SentFrame } from './sent-frames'
import { ServerProcess, type Launch } from './server-process'

/** Two servers on one database and the same controllers, each with lines of its own that can be cut. */
export interface PartitionedSite {
  readonly servers: readonly [SiteServer, SiteServer]
  /** What reached the controllers and changes something there, in order. */
  readonly frames: SentFrame[]
  /** Where the controllers are for either server. */
  readonly ports: { modbus: number; mqtt: number }
  close(): Promise<void>
}
export interface SiteServer { name: string; process: ServerProcess; cut(from: 'database' | 'controllers'): void; mend(): void }

export interface SiteOptions { launch: Launch; databaseUrl: string; modbusPort: number; mqttPort: number; env: Record<string, string> }

/** Nothing is started yet; the servers are told where everything is. */
export async function openPartitionedSite({ launch, databaseUrl, modbusPort, mqttPort, env }: SiteOptions): Promise<PartitionedSite> {
  const frames: SentFrame[] = []
  const folder = await mkdtemp(join(tmpdir(), 'hearthway-partition-'))
  const url = new URL(databaseUrl)
  const servers: SiteServer[] = []
  // The servers are told of one address per controller, as the plant file has it: which of them calls is what the system says of the socket.
  const field = async (controller: string, toPort: number, kindsOf: (bytes: Buffer) => SentFrame['kind'][]): Promise<CuttableLine> => {
    const line: CuttableLine = await openCuttableLine({
      toPort,
      nearOf: (port) => {
        const pid = callerProcess(servers.flatMap(({ process: { pid: own } }) => own ?? []), port, line.port)
        return servers.find((server) => server.process.pid === pid)?.name ?? 'stranger'
      },
      onPassed: (sender, bytes, late) => { for (const kind of kindsOf(bytes)) frames.push({ controller, sender, atMs: performance.now(), kind, late }) },
    })
    return line
  }
  const lines = [await field('C', modbusPort, kindOverModbus), await field('M', mqttPort, kindOverMqtt)] as const
  const databases: CuttableLine[] = []
  for (const name of ['north', 'south']) {
    const database = await openCuttableLine({ toPort: Number(url.port), nearOf: () => name })
    databases.push(database)
    const port = await freePort()
    const own = new URL(url)
    own.port = String(database.port)
    own.hostname = '127.0.0.1'
    const process = new ServerProcess(launch, {
      ...env, HEARTHWAY_DATABASE_URL: own.href, HEARTHWAY_PORT: String(port), HEARTHWAY_PUBLIC_READ: 'on', HEARTHWAY_LOG_LEVEL: 'error', HEARTHWAY_DATA_DIR: join(folder, name),
    }, `http://127.0.0.1:${port}`)
    servers.push({
      name, process,
      cut: (from) => { for (const line of from === 'database' ? [database] : lines) line.cut(name) },
      mend: () => { for (const line of [database, ...lines]) line.mend(name) },
    })
  }
  return {
    servers: servers as [SiteServer, SiteServer], frames, ports: { modbus: lines[0].port, mqtt: lines[1].port },
    async close() {
      for (const { process } of servers) await process.kill()
      for (const line of [...lines, ...databases]) await line.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
