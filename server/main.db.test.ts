import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'node:http'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '#db/database'
import { seedNetwork } from '#db/seed'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase } from '#db/testing/test-database'
import type { ControllerView } from '#domain/wire/controllers'
import { readConfig } from './config'
import { startPymodbusController } from './drivers/modbus/testing/pymodbus-controller'
import { deviceToken, testNetwork } from './http/testing/test-app'
import { startHearthway, type Running } from './main'
import { realSiteClock } from './site-clock'
import { saveDeviceToken } from './store/device-tokens'
import { saveImportReport } from './store/imports'

let opened: TestDatabase
const headFile = join(tmpdir(), `hearthway-head-${process.pid}.jsonl`)
let running: Running | null
let stall: { on(text: string): boolean; go: Promise<void> } | null

/** The database, with a chosen statement held back after it was answered. */
const slow = (db: Database): Database => new Proxy(db, {
  get(target, name) {
    if (name !== 'query') {
      const found: unknown = Reflect.get(target, name)
      return found instanceof Function ? found.bind(target) as unknown : found
    }
    return async (text: string, values?: unknown[]) => {
      const rows = await target.query(text, values)
      if (stall?.on(text)) await stall.go
      return rows
    }
  },
})
const post = (path: string, body: unknown, headers: Record<string, string>) => fetch(`${running!.localUrl}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
const start = () => startHearthway({
  config: readConfig({ HEARTHWAY_AUDIT_HEAD: headFile, HEARTHWAY_PORT: '0', HEARTHWAY_PUBLIC_READ: 'on', HEARTHWAY_OPERATOR: 'li:correct horse' }), db: slow(opened.db), log: pino({ level: 'silent' }), clock: realSiteClock(), demo: true, importCheckMs: 50,
})

beforeEach(async () => {
  opened = await openTestDatabase('postgresql')
  stall = null
  await seedNetwork(opened.db, testNetwork)
  await saveDeviceToken(opened.db, 'test', deviceToken, new Date())
  running = await start()
})
afterEach(async () => {
  await running?.stop()
  await opened.close()
  await rm(headFile, { force: true })
})

it('loses no reading that comes in while an import is taken in, and looks for one import at a time', async () => {
  let go = (): void => {}
  let loads = 0
  stall = { on: (text) => { if (text.includes('FROM sensor_latest')) loads += 1; return text.includes('FROM sensor_latest') }, go: new Promise((resolve) => { go = resolve }) }
  await opened.db.transaction((tx) => saveImportReport(tx, 'roads', new Date(), {}, { actor: 'test', role: null, address: null }))
  await expect.poll(() => loads, { timeout: 5000 }).toBeGreaterThan(0)
  const at = new Date().toISOString()
  expect((await post('/api/readings', { readings: [{ sensor: 's-a', at, value: -3.5 }] }, { authorization: `Bearer ${deviceToken}` })).status).toBe(202)
  await new Promise((resolve) => { setTimeout(resolve, 300) })
  // Looked for once at a time, however long it takes.
  expect(loads).toBe(1)
  go()
  await new Promise((resolve) => { setTimeout(resolve, 200) })
  const { features } = await (await fetch(`${running!.localUrl}/api/export/segments.geojson`)).json() as { features: { id: string; properties: Record<string, unknown> }[] }
  expect(features.find(({ id }) => id === 'a')?.properties).toMatchObject({ temperature_c: -3.5, temperature_state: 'measured' })
})

it('a controller that falls silent: the live view says so and shows nothing of it, nothing is sent to it, and the audit has one record; one more when it is back', async () => {
  const device = await startPymodbusController(1)
  try {
    await running!.connectControllers({ C1: device.port })
    const shown = async () => (await (await fetch(`${running!.localUrl}/api/commands`)).json() as { controllers: ControllerView[] }).controllers[0]
    const records = async () => (await opened.db.query<{ event: string; body: string }>("SELECT event, body FROM audit_records WHERE event LIKE 'controller.%' ORDER BY seq")).map(({ event, body }) => ({ event, ...JSON.parse(body) as { subject: string; actor: string } }))
    await expect.poll(shown, { timeout: 10_000 }).toMatchObject({ link: 'online', loops: [{ actual: { mode: 'auto' } }] })
    await device.kill()
    await expect.poll(shown, { timeout: 10_000 }).toMatchObject({ link: 'offline', seen_at: expect.any(String), loops: [{ actual: null, holder: { who: 'unknown' } }] })
    const { headers } = await post('/api/session', { name: 'li', password: 'correct horse' }, {})
    const asked = await post('/api/commands', { target: { kind: 'loop', id: 'L1' }, mode: 'heat', setpoint_c: 30, lease_s: 600 }, { cookie: (headers.get('set-cookie') ?? '').split(';')[0] as string, 'idempotency-key': 'to-a-silent-one' })
    expect(await asked.json()).toMatchObject({ refused: [{ loop_id: 'L1', reason: 'controller_offline' }] })
    await expect.poll(records).toMatchObject([{ event: 'controller.lost', actor: 'server', subject: 'controller:C1', after: { seen_at: expect.any(String) } }])
    await device.revive()
    await expect.poll(shown, { timeout: 20_000 }).toMatchObject({ link: 'online' })
    await expect.poll(async () => (await records()).map(({ event }) => event)).toEqual(['controller.lost', 'controller.regained'])
  } finally {
    await device.close()
  }
})

it('stops the door before the control room: what is asked for at the last moment is taken by a working one, and never outlives it', async () => {
  await running!.connectControllers({})
  const { headers } = await post('/api/session', { name: 'li', password: 'correct horse' }, {})
  const cookie = (headers.get('set-cookie') ?? '').split(';')[0] as string
  const off = { target: { kind: 'loop', id: 'L1' }, mode: 'off' }
  // A request whose body is still on its way when the server is told to end.
  const late = new Promise<number>((resolve) => {
    const outgoing = request(`${running!.localUrl}/api/commands`, { method: 'POST', headers: { cookie, 'content-type': 'application/json', 'idempotency-key': 'at-the-last-moment' } }, (answer) => { answer.resume(); resolve(answer.statusCode ?? 0) })
    outgoing.on('error', () => resolve(-1))
    outgoing.write(JSON.stringify(off).slice(0, 10))
    setTimeout(() => outgoing.end(JSON.stringify(off).slice(10)), 600)
  })
  await new Promise((resolve) => { setTimeout(resolve, 200) })
  const stopped = running!.stop().then(() => 'stopped')
  await new Promise((resolve) => { setTimeout(resolve, 50) })
  await expect(post('/api/commands', off, { cookie, 'idempotency-key': 'after-the-last-moment' })).rejects.toThrow()
  const status = await late
  expect(await stopped).toBe('stopped')
  const states = () => opened.db.query('SELECT state, end_reason, sent_at FROM commands')
  // Taken by a control room that still worked, and ended by the next one because it was never sent.
  expect([status, await states()]).toEqual([202, [{ state: 'queued', end_reason: null, sent_at: null }]])
  running = await start()
  await running.connectControllers({})
  expect(await states()).toEqual([{ state: 'failed', end_reason: 'not_sent', sent_at: null }])
})
