import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import type { CommandRequest, CommandView } from '#domain/wire/commands'
import type { ControllerView } from '#domain/wire/controllers'
import { createModbusDriver } from '#server/drivers/modbus/modbus-driver'
import { startPymodbusController, type PymodbusController } from '#server/drivers/modbus/testing/pymodbus-controller'
import { seedLoops } from '#server/store/testing/seed-loops'
import type { ReadBackReading } from './control-settings'
import { createControl, type Control } from './create-control'
import { stationLimits } from '#domain/network/plant-limits'
import { calmField } from './testing/calm-field'

/** The whole way for real: database, control, Modbus TCP, a controller written by others. */
describe.each(testEngines)('control on %s with a pymodbus controller', (engine) => {
  let database: TestDatabase
  let device: PymodbusController
  let control: Control
  let told: ReadBackReading[]
  let loops: string[]
  let loop: string
  let at = -1

  const open = (): Control => createControl({
    db: database.db, clock: { now: () => new Date(), base: { siteEpochMs: 0, wallEpochMs: 0, timeScale: 1 } }, field: () => calmField(Date.now(), { station: { ...stationLimits(), compressorMinOnS: 0 } }),
    wall: { now: () => performance.now(), setTimer(work, ms) { const timer = setTimeout(work, ms); return () => clearTimeout(timer) } },
    openDriver: (controller, loops) => createModbusDriver({
      host: controller.host, port: controller.port, unitId: controller.unitId, loopIndices: loops.map((loop) => loop.index), timeoutMs: 800, backOffMs: { first: 20, longest: 100 },
    }),
    onCommand: () => {}, onController: () => {}, onReadBack: (readings) => { told.push(...readings) }, log: { info() {}, warn() {}, error(detail, words) { throw new Error(`${words}: ${JSON.stringify(detail)}`) } },
    timing: { pollMs: 25, heartbeatMs: 1000, confirmMs: 1000, settleMs: 150, queueMs: 4000, retryMs: 30 },
  })
  const until = async <T>(what: () => T | null | undefined | false | Promise<T | null | undefined | false>): Promise<T> => {
    for (const endMs = performance.now() + 10_000; performance.now() < endMs;) {
      const found = await what()
      if (found) return found
      await new Promise((resolve) => { setTimeout(resolve, 20) })
    }
    throw new Error(`waited 10 s in vain: ${what.toString()}\n${JSON.stringify(await control.list())}`)
  }
  const becomes = (id: number, state: CommandView['state']) => until(async () => (await control.list()).find((command) => command.id === id && command.state === state))
  const linkIs = (link: ControllerView['link']) => until(() => control.controllers()[0]?.link === link)
  let keys = 0
  const ask = async (body: Partial<CommandRequest>): Promise<CommandView> => {
    const answer = await control.request('op', `k${keys += 1}`, { target: { kind: 'loop', id: loop }, mode: 'heat', setpoint_c: 35, lease_s: 600, ...body }, [loop])
    if (answer.conflict || !answer.answer.commands[0]) throw new Error(JSON.stringify(answer))
    return answer.answer.commands[0]
  }

  beforeAll(async () => {
    database = await openTestDatabase(engine)
    loops = await seedLoops(database.db, 8)
  })
  afterAll(() => database.close())
  // Opening an embedded engine takes seconds: each test takes a loop of its own instead, and a device without memory.
  beforeEach(async () => {
    loop = loops[at += 1] as string
    device = await startPymodbusController(8)
    await database.db.query('UPDATE controllers SET port = $1', [device.port])
    told = []
    control = open()
    await control.start()
    await linkIs('online')
  })
  afterEach(async () => {
    await control.stop()
    await device.close()
  })

  test('request to applied, held, replaced, released; the readings follow', async () => {
    const first = await ask({})
    expect(await becomes(first.id, 'applied')).toMatchObject({ read_back: { sequence: 1, mode: 'heat', setpoint_c: 35 }, reason: null })
    await until(() => control.controllers()[0]?.loops[at]?.actual?.mode === 'heat' && control.controllers()[0]?.loops[at]?.holder.command_id === first.id)
    await until(() => told.some((reading) => reading.sensor === `${loop}.setpoint` && reading.value === 35))
    const cooler = await ask({ mode: 'cool', setpoint_c: 12 })
    await becomes(cooler.id, 'applied')
    await becomes(first.id, 'superseded')
    const release = await ask({ mode: 'release', setpoint_c: undefined })
    await becomes(release.id, 'released')
    await becomes(cooler.id, 'released')
    await expect.poll(() => device.blocks.map(({ block }) => block.slice(1, 4))).toEqual([[1, 2, 350], [2, 3, 120], [3, 0, 0x8000]])
    const events = await database.db.query('SELECT state, actor FROM command_events WHERE command_id = $1 ORDER BY id', [first.id])
    expect(events).toEqual([{ state: 'queued', actor: 'op' }, { state: 'sent', actor: 'server' }, { state: 'applied', actor: 'server' }, { state: 'superseded', actor: 'op' }])
  })

  test.each([[true, 'applied'], [false, 'failed']] as const)('a controller killed mid-command (carried out: %s) leaves it unknown, then %s by read-back', async (carry, end) => {
    await device.order({ mute: true, carry })
    const command = await ask({})
    await until(() => device.blocks.length === 1)
    await device.kill()
    expect(await becomes(command.id, 'unknown')).toMatchObject({ reason: expect.stringMatching(/timeout_after_send|link_lost/) })
    await linkIs('offline')
    expect(control.controllers()[0]?.loops[at]?.actual).toBeNull()
    await device.revive()
    const settled = await becomes(command.id, end)
    expect(settled.reason).toBe(carry ? null : 'not_carried_out')
    await expect.poll(() => device.blocks).toHaveLength(1)
  })

  test('a server killed after sending finds its command unknown, reads back, and sends nothing twice', async () => {
    const command = await ask({})
    await becomes(command.id, 'applied')
    await control.stop()
    await database.db.query("UPDATE commands SET state = 'sent', applied_at = NULL WHERE id = $1", [command.id])
    control = open()
    await control.start()
    await becomes(command.id, 'applied')
    expect((await database.db.query<{ state: string }>('SELECT state FROM command_events WHERE command_id = $1 ORDER BY id', [command.id])).map((row) => row.state)).toEqual(['queued', 'sent', 'applied', 'unknown', 'applied'])
    await expect.poll(() => device.blocks).toHaveLength(1)
  })

  test('busy is tried again, a permanent exception ends, a read-back can be asked for', async () => {
    await device.order({ exception: 6, times: 2 })
    const command = await ask({})
    await becomes(command.id, 'applied')
    await expect.poll(() => device.blocks.map(({ carried }) => carried)).toEqual([false, false, true])
    await device.order({ exception: 5, times: 1, carry: true })
    const slow = await ask({ setpoint_c: 36 })
    expect((await control.readBack(slow.id, 'op'))?.id).toBe(slow.id)
    await becomes(slow.id, 'applied')
    await device.order({ exception: 2, times: 1 })
    expect((await becomes((await ask({ setpoint_c: 37 })).id, 'rejected')).reason).toBe('device_refused')
    await device.order({ limit_dC: 300, exception: 0 })
    expect((await becomes((await ask({ setpoint_c: 38 })).id, 'rejected')).reason).toBe('device_setpoint_limits')
    expect(await control.readBack(99_999, 'op')).toBeNull()
  })

  test('an off to a dead controller ends as not sent, and is not sent later', async () => {
    await device.kill()
    await linkIs('offline')
    const off = await ask({ mode: 'off', setpoint_c: undefined })
    expect(await becomes(off.id, 'failed')).toMatchObject({ reason: 'not_sent', sent_at: null })
    await device.revive()
    await linkIs('online')
    expect(device.blocks).toEqual([])
  })
})
