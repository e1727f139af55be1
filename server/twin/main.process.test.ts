import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import ModbusRTU from 'modbus-serial'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testingNetwork } from './testing-network'
import type { TwinEvent } from './twin'
import type { TwinReading } from './sensor-bank'

let folder = ''
let server: Server
let posts: { readings: TwinReading[]; token: string | undefined }[] = []
let busy = 0
const started: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twin-process-'))
  await writeFile(join(folder, 'network.json'), JSON.stringify(testingNetwork()))
  posts = []
  busy = 0
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => { text += chunk.toString('utf8') }).on('end', () => {
      if (busy-- > 0) { response.writeHead(503, { 'retry-after': '1' }).end(); return }
      const { readings } = JSON.parse(text) as { readings: TwinReading[] }
      posts.push({ readings, token: request.headers.authorization })
      response.writeHead(202).end(JSON.stringify({ accepted: readings.length, duplicates: 0, rejected: [] }))
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
})
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  server.close()
  server.closeAllConnections()
  await rm(folder, { recursive: true })
})

const command = (): string[] => ['--import', 'tsx', 'server/twin/main.ts', '--server', `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  '--network-file', join(folder, 'network.json'), '--state-file', join(folder, 'state.json'), '--fault-port', '0']
const env = { ...process.env, HEARTHWAY_DEVICE_TOKEN: 'secret' }

class Running {
  events: TwinEvent[] = []
  stderr = ''
  readonly exit: Promise<number | null>
  constructor(readonly child: ChildProcess) {
    started.push(child)
    let rest = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString('utf8')).split('\n')
      rest = lines.pop() ?? ''
      this.events.push(...lines.map((line) => JSON.parse(line) as TwinEvent))
    })
    child.stderr?.on('data', (chunk: Buffer) => { this.stderr += chunk.toString('utf8') })
    this.exit = new Promise((resolve) => { child.once('exit', resolve) })
  }
  async until<K extends TwinEvent['event']>(event: K): Promise<Extract<TwinEvent, { event: K }>> {
    for (let i = 0; i < 400; i++) {
      const found = this.events.find((e): e is Extract<TwinEvent, { event: K }> => e.event === event)
      if (found) return found
      await sleep(50)
    }
    throw new Error(`no "${event}" within 20 s; events ${JSON.stringify(this.events)}, stderr ${this.stderr}`)
  }
}
const start = (more: string[] = []): Running => new Running(spawn(process.execPath, [...command(), ...more], { env, stdio: ['pipe', 'pipe', 'pipe'] }))

async function modbus(port: number): Promise<ModbusRTU> {
  const rtu = new ModbusRTU()
  await rtu.connectTCP('127.0.0.1', { port })
  rtu.setID(1)
  return rtu
}

test('first start: a day of readings through a busy server, then live; SIGTERM keeps everything; the second start goes on', async () => {
  busy = 1
  const first = start()
  const { ports } = await first.until('controllers')
  await first.until('ready')
  const past = posts.flatMap(({ readings }) => readings).filter(({ sensor }) => sensor === 'st1.surface')
  expect(past.length).toBeGreaterThanOrEqual(24 * 60 - 1)
  expect(posts[0]?.token).toBe('Bearer secret')
  const progress = first.events.filter((e) => e.event === 'backfill')
  expect(progress[0]).toMatchObject({ done: 0 })
  expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total)
  const rtu = await modbus(ports['c1'] ?? 0)
  await rtu.writeRegister(0, 1)
  await rtu.writeRegisters(100, [0, 42, 2, 400, 30_000])
  rtu.close(() => undefined)
  const before = posts.length
  await sleep(2500)
  // At most one request per wall second once live.
  expect(posts.length - before).toSatisfy((n: number) => n >= 1 && n <= 4)
  first.child.kill('SIGTERM')
  expect(await first.exit).toBe(0)

  const lastAt = posts.flatMap(({ readings }) => readings).filter(({ sensor }) => sensor === 'st1.surface').map(({ at }) => Date.parse(at)).sort((a, b) => a - b)
  const seen = posts.length
  const second = start(['--site-epoch-ms', String((lastAt.at(-1) ?? 0) + 60_000)])
  const again = await second.until('controllers')
  await second.until('ready')
  expect(second.events.some((e) => e.event === 'backfill')).toBe(false)
  const other = await modbus(again.ports['c1'] ?? 0)
  expect((await other.readInputRegisters(100, 3)).data).toEqual([0, 42, 2])
  other.close(() => undefined)
  await sleep(2500)
  const next = posts.slice(seen).flatMap(({ readings }) => readings).filter(({ sensor }) => sensor === 'st1.surface').map(({ at }) => Date.parse(at))
  expect(next[0]).toBe((lastAt.at(-1) ?? 0) + 60_000)
  second.child.kill('SIGINT')
  expect(await second.exit).toBe(0)
})

test('the switches of the fault port: a controller unplugged, a loop turned to local, a dead sensor, wrong words refused', async () => {
  const twin = start(['--backfill-h', '0', '--weather-port', '0'])
  const { ports } = await twin.until('controllers')
  const { port } = await twin.until('faults')
  await twin.until('ready')
  const post = async (path: string, body: unknown, type = 'application/json'): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) })).status
  expect(await post('/controllers/c1', { power: 'off' })).toBe(200)
  await expect(modbus(ports['c1'] ?? 0)).rejects.toThrow()
  expect(await post('/controllers/c1', { power: 'on' })).toBe(200)
  expect(await post('/loops/l2', { local: true })).toBe(200)
  const rtu = await modbus(ports['c1'] ?? 0)
  expect(((await rtu.readInputRegisters(131, 1)).data[0] ?? 0) & 2).toBe(2)
  rtu.close(() => undefined)
  expect(await post('/sensors/st1.surface', { fault: 'dead' })).toBe(200)
  expect(await post('/controllers/c9', { power: 'off' })).toBe(404)
  expect(await post('/controllers/c1', { power: 'maybe' })).toBe(422)
  expect(await post('/sensors/st1.surface', {})).toBe(422)
  expect(await post('/loops/l2', { local: false }, 'text/plain')).toBe(415)
  const truth = await (await fetch(`http://127.0.0.1:${port}/truth`)).json() as { surface_temperature_c: Record<string, number> }
  expect(Object.keys(truth.surface_temperature_c)).toEqual(['s1', 's2', 's3', 's4', 's5'])
  const weather = await (await fetch(`http://127.0.0.1:${(await twin.until('weather')).port}/v1/forecast`)).json() as { hourly: { time: number[] } }
  expect(weather.hourly.time).toHaveLength(75)
  twin.child.stdin?.end()
  expect(await twin.exit).toBe(0)
})

test('a parent killed without warning leaves no orphan', async () => {
  const script = `
    const { spawn } = require('node:child_process')
    const twin = spawn(process.execPath, ${JSON.stringify([...command(), '--backfill-h', '0'])}, { stdio: ['pipe', 'pipe', 'inherit'] })
    twin.stdout.on('data', (chunk) => { if (String(chunk).includes('ready')) process.stdout.write('pid ' + twin.pid + ' ') })`
  const parent = spawn(process.execPath, ['-e', script], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(parent)
  const pid = await new Promise<number>((resolve) => {
    let text = ''
    parent.stdout.on('data', (chunk: Buffer) => { text += chunk.toString('utf8'); const found = /pid (\d+) /.exec(text); if (found) resolve(Number(found[1])) })
  })
  expect(() => process.kill(pid, 0)).not.toThrow()
  parent.kill('SIGKILL')
  for (let i = 0; i < 80; i++) {
    await sleep(100)
    try { process.kill(pid, 0) } catch { return }
  }
  process.kill(pid, 'SIGKILL')
  throw new Error('the twin outlived its parent by 8 s')
})

test('a faulty start says what is wrong and ends', async () => {
  const twin = start(['--city', 'paris'])
  expect(await twin.exit).toBe(1)
  expect(twin.stderr).toContain('--city: \\"paris\\" is none of harbin, wuhan')
})
