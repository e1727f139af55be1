import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { startPymodbusController } from '#server/drivers/modbus/testing/pymodbus-controller'
import { leaseTiming } from '#server/store/leader-lease'
import { uniformOf } from '#server/twin/seeded'
import { AskingClient } from './asking-client'
import { judgePartition, type Cut, type Lead, type PartitionVerdict } from './judge-partition'
import { judgeSoak, type SoakVerdict } from './judge-soak'
import { startKillablePostgres } from './killable-postgres'
import { startMqttPeer } from './mqtt-peer'
import { openPartitionedSite, type SiteServer } from './partitioned-site'
import { mqttEnvironment, seedPeers } from './seed-peers'
import { hearsAll, type Launch } from './server-process'
import { effectsOf, settledCommands } from './settled-commands'
import { shownControllers } from './shown-controllers'

/** What is cut off from what: the leader from the database, from the controllers, from both; the server that stands by from the database. */
export const cutKinds = ['database', 'controllers', 'both', 'standby'] as const
export type CutKind = (typeof cutKinds)[number]
export interface PartitionOptions { kinds: readonly CutKind[]; launch: Launch; seed: string; tell(words: string): void; /** Longest time a line stays cut once there is nothing left to wait for, wall ms. */ lingerMs?: number; /** An empty database; default a cluster of its own. */ database?: { url: string; stop(): Promise<void> } }
export interface PartitionReport extends SoakVerdict, PartitionVerdict {
  rounds: number
  epochs: number
  frames: number
  /** Controllers that a server showed as heard although its last word of them was too old. */
  shownStale: number
  /** Oldest word that was shown as present, wall s. */
  oldestShownS: number
  /** Cut-off servers that did not say of themselves that they stand by because the database is out of reach. */
  mute: number
  repeated: number
  seconds: number
}

const loopCounts = { modbus: 6, mqtt: 3 }
const login = { name: 'soak', password: 'forty kills before noon' }
/** A leader may send until it stops believing in its lead; and what left then needs a moment to arrive. */
const maySendMs = leaseTiming.believedMs + 200
/** Nothing older is shown as present: `staleMs` of control after the last word, which took a second each to be told and to be looked at; and a busy machine. */
const mayShowS = 16
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })

/**
 * Two servers on one PostgreSQL and the same two controllers, asked without pause while lines between them are cut so that packets vanish and nobody is told.
 * Then everything comes to rest and is counted: at the controllers' own lines, in the database, at the clients.
 */
export async function runPartition({ kinds, launch, seed, tell, lingerMs = 0, database }: PartitionOptions): Promise<PartitionReport> {
  let drawn = 0
  const random = (): number => uniformOf(`${seed}/${drawn += 1}`)
  const began = performance.now()
  const [postgres, device, peer] = await Promise.all([database ?? startKillablePostgres('partition'), startPymodbusController(loopCounts.modbus), startMqttPeer('M', loopCounts.mqtt)])
  const site = await openPartitionedSite({ launch, databaseUrl: postgres.url, modbusPort: device.port, mqttPort: peer.port, env: { HEARTHWAY_OPERATOR: `${login.name}:${login.password}`, ...mqttEnvironment(peer.accounts) } })
  const [north, south] = site.servers
  const db = await openDatabase({ url: postgres.url })
  const leads = watchLeads(db, site.servers)
  try {
    await migrate(db)
    const loops = await seedPeers(db, site.ports, loopCounts)
    for (const { process } of site.servers) process.start()
    let [leader, other] = await roles(north, south)
    await leader.process.ready(60_000)
    await isStandby(other)
    const clients = site.servers.map((server) => new AskingClient(server.process.url, login, loops, random))
    for (const client of clients) client.start(2)
    const cuts: Cut[] = []
    let mute = 0
    const shown: { link: string; ageS: number | null }[] = []
    for (const [i, kind] of kinds.entries()) {
      await pause(300 + random() * 1000)
      const cut = kind === 'standby' ? other : leader
      const moves = kind === 'database' || kind === 'both'
      const fromMs = performance.now()
      if (kind !== 'controllers') cut.cut('database')
      if (kind === 'controllers' || kind === 'both') cut.cut('controllers')
      const looking = setInterval(() => { for (const server of site.servers) shownControllers(server.process.url).then((views) => shown.push(...views), () => {}) }, 1000)
      if (moves) await other.process.ready(30_000)
      const word = await cut.process.health()
      if (moves && (word?.database !== 'unreachable' || word.control.reason !== 'database_unreachable')) mute += 1
      await pause(moves ? random() * lingerMs : 500 + random() * lingerMs)
      clearInterval(looking)
      cut.mend()
      const toMs = performance.now()
      if (moves) {
        cuts.push({ sender: cut.name, fromMs, toMs })
        ;[leader, other] = [other, leader]
      }
      await isStandby(other)
      await leader.process.ready(60_000)
      tell(`${((performance.now() - began) / 1000).toFixed(1)} s, round ${i + 1}: ${cut.name} cut (${kind}) for ${((toMs - fromMs) / 1000).toFixed(1)} s; ${leader.name} leads; ${clients.map(({ acknowledged }) => acknowledged.length).join(' + ')} acknowledged`)
    }
    await Promise.all(clients.map((client) => client.stop()))
    const kept = await settledCommands(postgres.url)
    await leads.stop()
    const verdict = judgeSoak(clients.flatMap(({ acknowledged }) => acknowledged), kept, [...effectsOf('L', await device.effects()), ...effectsOf('M', peer.effects())])
    const present = shown.filter(({ link }) => link === 'online').map(({ ageS }) => ageS ?? Infinity)
    return {
      ...verdict, ...judgePartition(site.frames, cuts, leads.seen, maySendMs), rounds: kinds.length, epochs: leads.seen.length, frames: site.frames.length,
      shownStale: present.filter((ageS) => ageS > mayShowS).length, oldestShownS: Math.round(Math.max(0, ...present) * 10) / 10,
      mute, repeated: clients.reduce((sum, { repeated }) => sum + repeated, 0), seconds: Math.round((performance.now() - began) / 1000),
    }
  } finally {
    await leads.stop()
    await site.close()
    await db.close()
    await device.close()
    await peer.close()
    await postgres.stop()
  }
}

/** Both have found out who leads. */
async function roles(north: SiteServer, south: SiteServer): Promise<[SiteServer, SiteServer]> {
  await Promise.all([north, south].map(({ process }) => process.until(({ control: { role, reason } }) => role === 'leader' || reason === 'other_leads', 60_000)))
  return (await north.process.health())?.control.role === 'leader' ? [north, south] : [south, north]
}

const isStandby = (server: SiteServer): Promise<void> => server.process.until((health) => health.control.reason === 'other_leads' && hearsAll(health), 60_000)

/** Asks the database who leads, again and again, by a line that nobody cuts. */
function watchLeads(db: Database, servers: readonly SiteServer[]): { seen: Lead[]; stop(): Promise<void> } {
  const seen: Lead[] = []
  let stopped = false
  const watching = (async () => {
    while (!stopped) {
      const rows = await db.query<{ epoch: number; holder: string }>('SELECT epoch, holder FROM control_leadership').catch(() => [])
      const [row] = rows
      if (row && row.epoch !== seen.at(-1)?.epoch) seen.push({ epoch: row.epoch, sender: servers.find(({ process }) => row.holder.endsWith(` ${process.pid}`))?.name ?? row.holder, fromMs: performance.now() })
      await pause(50)
    }
  })()
  return { seen, async stop() { stopped = true; await watching } }
}

/** Beside `isClean` of the soak: never two senders, none too late, nothing old shown as present, and a cut-off server says what it is. */
export const isWhole = (report: PartitionReport): boolean => report.strangers + report.sentTooLate + report.shownStale + report.mute === 0
