import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openPostgresTestDatabase } from '#db/testing/postgres-test-database'
import type { CommandAnswer, CommandView } from '#domain/wire/commands'
import type { ControllerView } from '#domain/wire/controllers'
import { startPymodbusController, type PymodbusController } from '#server/drivers/modbus/testing/pymodbus-controller'
import { seedLoops } from '#server/store/testing/seed-loops'
import { openSeverableLine, type SeverableLine } from '#server/store/testing/severable-line'
import type { Standing } from './create-control'
import type { ControlProcessOptions, Order } from './testing/control-process'

/** Two control rooms as processes of their own on one PostgreSQL, each with a line of its own to one controller that others wrote. */
const program = fileURLToPath(new URL('./testing/control-process.ts', import.meta.url))
const lease = { askMs: 100, believedMs: 700, silenceMs: 1200, tryMs: 50 }
const timing = { pollMs: 50, heartbeatMs: 1000, confirmMs: 1000, settleMs: 150, queueMs: 5000, retryMs: 30, staleMs: 1000, writeWithinMs: 500 }
const writesBlock = 16

let database: TestDatabase
let device: PymodbusController
let loops: string[]
const servers: Server[] = []

interface Server { child: ChildProcessWithoutNullStreams; line: SeverableLine; /** To the database. */ toDatabase: SeverableLine; /** Write requests it sent, by wall instant. */ writes: number[]; commands: Map<number, CommandView>; news: Record<string, unknown>[]; errors: string }

async function launch(): Promise<Server> {
  const writes: number[] = []
  const line = await openSeverableLine(device.port, (bytes) => { if (bytes[7] === writesBlock) writes.push(performance.now()) })
  const url = new URL((database.target as { url: string }).url)
  const toDatabase = await openSeverableLine(Number(url.port))
  url.port = String(toDatabase.port)
  const options: ControlProcessOptions = { url: url.href, port: line.port, lease, timing }
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(options)])
  const server: Server = { child, line, toDatabase, writes, commands: new Map(), news: [], errors: '' }
  child.stderr.on('data', (text: Buffer) => { server.errors += text.toString() })
  createInterface({ input: child.stdout }).on('line', (text) => {
    const news = JSON.parse(text) as Record<string, unknown>
    const command = news['command'] as CommandView | undefined
    if (command) server.commands.set(command.id, command)
    else server.news.push(news)
  })
  servers.push(server)
  await vi.waitFor(() => { expect(server.news.some((news) => 'ready' in news), server.errors).toBe(true) }, { timeout: 20_000, interval: 50 })
  return server
}
const order = (server: Server, what: Order): void => void server.child.stdin.write(`${JSON.stringify(what)}\n`)
async function told(server: Server): Promise<{ standing: Standing; controllers: ControllerView[] }> {
  const before = server.news.length
  order(server, { tell: true })
  return vi.waitFor(() => {
    const found = server.news.slice(before).find((news) => 'standing' in news)
    if (!found) throw new Error(`no news ${server.errors}`)
    return found as never
  }, { timeout: 5000, interval: 20 })
}
const becomesLeader = (server: Server, timeout: number) => vi.waitFor(async () => { expect((await told(server)).standing.role).toBe('leader') }, { timeout, interval: 50 })
const isOnline = (server: Server) => vi.waitFor(async () => { expect((await told(server)).controllers[0]?.link).toBe('online') }, { timeout: 8000, interval: 50 })
let keys = 0
async function ask(server: Server, loop: string, setpoint_c: number): Promise<number> {
  const key = `key-${keys += 1}`
  order(server, { key, loop, ask: { target: { kind: 'loop', id: loop }, mode: 'heat', setpoint_c, lease_s: 600 } })
  return vi.waitFor(() => {
    const found = server.news.find((news) => news['key'] === key) as { answer?: { answer: CommandAnswer }; error?: string } | undefined
    const command = found?.answer?.answer.commands[0]
    if (!command) throw new Error(`not taken: ${JSON.stringify(found)} ${server.errors}`)
    return command.id
  }, { timeout: 5000, interval: 20 })
}
const becomes = (id: number, state: string, timeout = 8000) => vi.waitFor(async () => {
  const [row] = await database.db.query<{ state: string; end_reason: string }>('SELECT state, end_reason FROM commands WHERE id = $1', [id])
  expect(row?.state).toBe(state)
  return row
}, { timeout, interval: 30 })
const sequences = () => device.blocks.map(({ loop, block }) => `${loop}:${((block[0] as number) << 16) | (block[1] as number)}`)

beforeEach(async () => {
  database = await openPostgresTestDatabase()
  loops = await seedLoops(database.db, 4)
  device = await startPymodbusController(4)
})
afterEach(async () => {
  for (const { child, line, toDatabase } of servers.splice(0)) {
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await line.close()
    await toDatabase.close()
  }
  await device.close()
  await database.close()
})

test('the one that stands by takes requests, shows what the leader hears, and follows within seconds when the leader is killed', async () => {
  const leader = await launch()
  await becomesLeader(leader, 5000)
  const standby = await launch()
  expect((await told(standby)).standing).toMatchObject({ role: 'standby', reason: 'other_leads', epoch: null })
  await isOnline(standby)
  const first = await ask(standby, loops[0] as string, 35)
  await becomes(first, 'applied')
  await vi.waitFor(() => { expect(standby.commands.get(first)?.state).toBe('applied') })
  await vi.waitFor(async () => { expect((await told(standby)).controllers[0]?.loops[0]).toMatchObject({ actual: { mode: 'heat', setpoint_c: 35 }, holder: { who: 'op', command_id: first } }) }, { timeout: 5000 })
  expect(standby.writes).toEqual([])

  leader.child.kill('SIGKILL')
  const killedMs = performance.now()
  // Taken while nobody leads yet, and not lost.
  const second = await ask(standby, loops[1] as string, 36)
  await becomesLeader(standby, 5000)
  const tookMs = performance.now() - killedMs
  await becomes(second, 'applied')
  expect(tookMs).toBeLessThan(3000)
  expect(new Set(sequences()).size).toBe(device.blocks.length)
  expect((await told(standby)).standing.epoch).toBe(2)
}, 60_000)

test('a leader that is stopped between claim and write, and goes on after another has taken over, sends nothing any more', async () => {
  const stopped = await launch()
  await becomesLeader(stopped, 5000)
  await isOnline(stopped)
  const next = await launch()
  await isOnline(next)
  order(stopped, { stopBeforeWrite: true })
  const claimed = await ask(stopped, loops[0] as string, 35)
  await becomes(claimed, 'sent')
  await becomesLeader(next, 6000)
  expect(await becomes(claimed, 'failed')).toMatchObject({ end_reason: 'not_carried_out' })
  // What stands by no longer hears of a leader that is stopped: it said so before it led itself.
  const after = await ask(next, loops[0] as string, 36)
  await becomes(after, 'applied')
  const resumedMs = performance.now()
  stopped.child.kill('SIGCONT')
  await vi.waitFor(async () => { expect((await told(stopped)).standing).toMatchObject({ role: 'standby', reason: 'other_leads' }) }, { timeout: 5000 })
  await new Promise((resolve) => { setTimeout(resolve, 1500) })
  expect(stopped.writes.filter((atMs) => atMs >= resumedMs)).toEqual([])
  expect(device.blocks.map(({ block }) => block[3])).toEqual([360])
  expect((await database.db.query<{ state: string }>('SELECT state FROM commands WHERE id = $1', [after]))[0]?.state).toBe('applied')
  await isOnline(stopped)
}, 60_000)

test('a leader cut off from the database, but not from the controller, falls silent within the time it may believe in its lead; what a cut-off server heard last is soon shown as unknown, with its age', async () => {
  const cut = await launch()
  await becomesLeader(cut, 5000)
  const next = await launch()
  await isOnline(next)
  await becomes(await ask(cut, loops[0] as string, 35), 'applied')
  const shows = (server: Server) => server.news.findLast((news) => 'controller' in news)?.['controller'] as ControllerView | undefined
  const isUnknown = (server: Server) => vi.waitFor(() => {
    const controller = shows(server)
    expect(controller).toMatchObject({ link: 'unknown', seen_at: expect.any(String) })
    expect(controller?.loops.map(({ actual }) => actual)).toEqual(loops.map(() => null))
  }, { timeout: 4000, interval: 50 })

  await vi.waitFor(() => { expect(shows(cut)?.loops[0]).toMatchObject({ actual: { mode: 'heat', setpoint_c: 35 } }) })
  cut.toDatabase.sever()
  const cutMs = performance.now()
  await becomesLeader(next, 5000)
  await isUnknown(cut)
  await isOnline(next)
  await becomes(await ask(next, loops[1] as string, 36), 'applied')
  await vi.waitFor(() => { expect(performance.now() - cutMs).toBeGreaterThan(lease.believedMs + 2 * timing.heartbeatMs) }, { timeout: 5000 })
  expect(cut.writes.filter((atMs) => atMs > cutMs + lease.believedMs + 100)).toEqual([])
  expect(next.writes.length).toBeGreaterThan(0)

  cut.toDatabase.mend()
  await vi.waitFor(async () => { expect((await told(cut)).standing).toMatchObject({ role: 'standby', reason: 'other_leads' }) }, { timeout: 8000 })
  await isOnline(cut)
  // As a server that stands by it hears of the controller through the database alone.
  cut.toDatabase.sever()
  await isUnknown(cut)
  expect(shows(next)?.link).toBe('online')
}, 60_000)
