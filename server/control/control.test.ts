import { beforeEach, describe, expect, test } from 'vitest'
import { encodeCommandBlock } from '#domain/control/testing/first-encoder'
import type { SensorState } from '#domain/control/interlocks/loop-field'
import type { CommandRequest, CommandView } from '#domain/wire/commands'
import type { ControllerView } from '#domain/wire/controllers'
import { askerOf } from './asker'
import { ControlStopped, createControl, type Control } from './create-control'
import type { ReadBackReading } from './control-settings'
import { calmField, sensorAt } from './testing/calm-field'
import { createFakeDevice, type FakeDevice } from './testing/fake-device'
import { openFaultyLine, type Fault, type Line } from './testing/faulty-line'
import { createMemoryCommandStore } from './testing/memory-command-store'
import { testPlant } from './testing/test-plant'
import { createVirtualWall, type VirtualWall } from './testing/virtual-wall'

const epochMs = Date.UTC(2026, 0, 10, 12)
let wall: VirtualWall
let device: FakeDevice
let line: Line
let faults: Fault[]
let control: Control
let store: ReturnType<typeof createMemoryCommandStore>
let controllers: ControllerView[]
let told: ReadBackReading[]
let dew: SensorState | null
let commands: CommandView[]

const siteNow = (): Date => new Date(epochMs + wall.now())
const open = (onError = (words: string): void => { throw new Error(words) }): Control => createControl({
  store, wall, clock: { now: siteNow, base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale: 1 } }, openDriver: () => openFaultyLine(device, wall, line, 2, () => false), field: () => calmField(siteNow().getTime(), { dewPoint: dew }),
  onCommand: (view) => commands.push(view), onController: (view) => controllers.push(view), onReadBack: (readings) => { told.push(...readings) }, log: { info() {}, warn() {}, error: (detail) => onError(JSON.stringify(detail)) },
})
const heat: CommandRequest = { target: { kind: 'loop', id: 'L0' }, mode: 'heat', setpoint_c: 35, lease_s: 600 }
let keys = 0
const ask = async (body: CommandRequest = heat, loopIds = ['L0']) => {
  const answer = await control.request('op', `k${keys += 1}`, body, loopIds)
  if (answer.conflict) throw new Error('conflict')
  return answer.answer
}
const command = (id: number): CommandView['state'] | undefined => store.rows.get(id)?.state
const latest = (): ControllerView => controllers.at(-1) as ControllerView

beforeEach(async () => {
  wall = createVirtualWall()
  device = createFakeDevice(2, () => siteNow().getTime())
  faults = []
  line = { next: () => faults.shift() ?? 'none', up: true, lingerMs: 0 }
  store = createMemoryCommandStore(testPlant(2))
  controllers = []
  commands = []
  told = []
  dew = null
  control = open()
  await control.start()
  await wall.pass(3000)
})

describe('a command', () => {
  test('goes from request to applied by read-back, and the device does it once', async () => {
    const { commands, refused } = await ask()
    expect(refused).toEqual([])
    expect(commands[0]).toMatchObject({ state: 'queued', sequence: 1, slot: 8, group: null })
    await wall.pass(1000)
    expect(command(1)).toBe('applied')
    expect(device.effects).toMatchObject([{ loopIndex: 0, sequence: 1, mode: 'heat', setpoint_c: 35 }])
    expect(store.rows.get(1)?.readBack).toMatchObject({ sequence: 1, mode: 'heat', setpoint_c: 35 })
    expect(latest().loops[0]?.holder).toMatchObject({ who: 'op', slot: 8, command_id: 1 })
    expect(store.record.map((entry) => entry.step.state)).toEqual(['sent', 'applied'])
  })

  test('whose answer is lost is unknown, is never sent again, and is settled by the read-back', async () => {
    faults = ['none', 'dropAnswer', 'dropAnswer', 'dropAnswer']
    await ask()
    await wall.pass(2500)
    expect(command(1)).toBe('unknown')
    expect(latest().loops[0]?.actual).not.toBe(undefined)
    await wall.pass(15_000)
    expect(command(1)).toBe('applied')
    expect(device.effects).toHaveLength(1)
  })

  test('that never arrived is failed after the read-back, not retried', async () => {
    faults = ['none', 'dropRequest']
    await ask()
    await wall.pass(10_000)
    expect(store.rows.get(1)).toMatchObject({ state: 'failed', reason: 'not_carried_out' })
    expect(device.effects).toEqual([])
  })

  test('that a lingering frame carries out after it was given up is found and shown as applied', async () => {
    faults = ['none', 'delay']
    line.lingerMs = 20_000
    await ask()
    await wall.pass(12_000)
    expect(command(1)).toBe('failed')
    await wall.pass(15_000)
    expect(store.rows.get(1)).toMatchObject({ state: 'applied', reason: 'late_effect' })
  })

  test('to a busy device waits and tries again; a refused one ends', async () => {
    faults = ['none', 'busy']
    await ask()
    await wall.pass(500)
    expect(store.rows.get(1)).toMatchObject({ state: 'queued', reason: 'retry_device_busy' })
    await wall.pass(3000)
    expect(command(1)).toBe('applied')
    faults = ['none', 'refused']
    await ask({ ...heat, setpoint_c: 36 })
    await wall.pass(3000)
    expect(store.rows.get(2)).toMatchObject({ state: 'rejected', reason: 'device_refused' })
    expect(command(1)).toBe('applied')
  })

  test('that the device refuses is rejected with its reason', async () => {
    device.limit_c = 30
    await ask()
    await wall.pass(2000)
    expect(store.rows.get(1)).toMatchObject({ state: 'rejected', reason: 'device_setpoint_limits' })
  })

  test('that comes twice to a slow device, which refuses the second as old and carries the first out later, is unknown and then applied, never rejected', async () => {
    device.slowMs = 15_000
    faults = ['none', 'duplicate']
    await ask()
    await wall.pass(2000)
    expect(device.status(0)).toMatchObject({ seenSequence: 1, appliedSequence: 0, rejectCode: 1 })
    await wall.pass(10_000)
    expect(store.rows.get(1)).toMatchObject({ state: 'unknown', reason: 'device_old_sequence' })
    await wall.pass(5000)
    expect(command(1)).toBe('applied')
    expect(device.effects).toHaveLength(1)
  })

  test('that a device refuses as old and never carries out is unknown until its lease is over', async () => {
    device.slowMs = 1e9
    faults = ['none', 'duplicate']
    await ask({ ...heat, lease_s: 60 })
    await wall.pass(50_000)
    expect(command(1)).toBe('unknown')
    await wall.pass(15_000)
    expect(store.rows.get(1)).toMatchObject({ state: 'failed', reason: 'not_carried_out' })
  })

  test('whose resend a device refuses for good, having said that it was busy at first, is unknown until it is read back: the first may still be carried out', async () => {
    faults = ['none', 'busy', 'none', 'refused', 'none']
    await ask()
    // The device was not so busy after all.
    await wall.pass(500)
    wall.setTimer(() => device.receive(0, encodeCommandBlock({ sequence: 1, mode: 'heat', setpoint_c: 35, leaseS: 600 })), 8000)
    await wall.pass(3000)
    expect(store.rows.get(1)).toMatchObject({ state: 'unknown', reason: 'device_refused' })
    await wall.pass(4000)
    expect(store.rows.get(1)).toMatchObject({ state: 'failed', reason: 'not_carried_out' })
    await wall.pass(5000)
    expect(store.rows.get(1)).toMatchObject({ state: 'applied', reason: 'late_effect' })
  })

  test('ends as expired when the device says its lease is over, in site time', async () => {
    await ask({ ...heat, lease_s: 60 })
    await wall.pass(50_000)
    expect(command(1)).toBe('applied')
    await wall.pass(15_000)
    expect(store.rows.get(1)).toMatchObject({ state: 'expired', reason: 'lease_ended' })
    expect(latest().loops[0]?.holder.who).toBe('auto')
  })

  test('is released by writing auto with lease 0 under a new sequence', async () => {
    await ask()
    await wall.pass(301_000)
    await ask({ ...heat, mode: 'release', setpoint_c: undefined })
    await wall.pass(2000)
    expect([command(1), command(2)]).toEqual(['released', 'released'])
    expect(device.effects.at(-1)).toMatchObject({ loopIndex: 0, sequence: 2, mode: 'auto', setpoint_c: null })
  })

  test('is judged again when it is sent: a dew point that rose meanwhile stops a cooling that waited', async () => {
    dew = sensorAt('dew', 5, siteNow().getTime())
    faults = ['none', 'busy']
    await ask({ ...heat, mode: 'cool', setpoint_c: 12 })
    await wall.pass(500)
    expect(command(1)).toBe('queued')
    dew = sensorAt('dew', 11, siteNow().getTime())
    await wall.pass(3000)
    expect(store.rows.get(1)).toMatchObject({ state: 'rejected', reason: 'condensation_guard' })
    expect(store.record.at(-1)?.step.detail).toMatchObject({ params: { dew_point_c: 11, setpoint_c: 12, margin_k: 2 } })
    expect(device.effects).toEqual([])
  })

  test('takes the place of the holder of its slot', async () => {
    await ask()
    await wall.pass(2000)
    await ask({ ...heat, setpoint_c: 40 })
    await wall.pass(2000)
    expect([command(1), command(2)]).toEqual(['superseded', 'applied'])
  })
})

describe('a controller', () => {
  test('is unknown before it answers, offline without a connection, and never shows an old value', async () => {
    await control.stop()
    line.up = false
    control = open()
    controllers.length = 0
    await control.start()
    expect(control.controllers()[0]).toMatchObject({ link: 'unknown' })
    await wall.pass(2000)
    expect(latest()).toMatchObject({ link: 'offline', loops: [{ actual: null, holder: { who: 'unknown' } }, { actual: null }] })
    line.up = true
    await wall.pass(2000)
    expect(latest()).toMatchObject({ link: 'online', loops: [{ actual: { mode: 'auto' } }, {}] })
    line.up = false
    await wall.pass(2000)
    expect(latest().loops.map((loop) => loop.actual)).toEqual([null, null])
  })

  test('that is switched off mid-command leaves it unknown until it returns', async () => {
    faults = ['none', 'dropAnswer']
    await ask()
    await wall.pass(100)
    line.up = false
    await wall.pass(30_000)
    expect(command(1)).toBe('unknown')
    expect((await ask({ ...heat, setpoint_c: 40 })).refused[0]?.reason).toBe('controller_offline')
    line.up = true
    await wall.pass(5000)
    expect(command(1)).toBe('applied')
    expect(device.effects).toHaveLength(1)
  })

  test('that is silent locks nobody out: a release outranks the unknown command', async () => {
    faults = ['none', 'dropAnswer']
    await ask()
    await wall.pass(2500)
    line.up = false
    await wall.pass(5000)
    expect((await ask({ ...heat, mode: 'release', setpoint_c: undefined })).commands).toHaveLength(1)
    expect(command(1)).toBe('superseded')
    line.up = true
    await wall.pass(5000)
    expect(command(2)).toBe('released')
    expect(latest().loops[0]?.actual?.mode).toBe('auto')
  })

  test('that stays away lets a queued release end as not sent', async () => {
    line.up = false
    await wall.pass(3000)
    await ask({ ...heat, mode: 'off', setpoint_c: undefined })
    await wall.pass(70_000)
    expect(store.rows.get(1)).toMatchObject({ state: 'failed', reason: 'not_sent', sentAt: null })
    line.up = true
    await wall.pass(20_000)
    expect(device.effects).toEqual([])
  })

  test('hears a heartbeat that changes every period', async () => {
    const first = device.heartbeat
    await wall.pass(10_000)
    const second = device.heartbeat
    await wall.pass(10_000)
    expect(new Set([first, second, device.heartbeat]).size).toBe(3)
  })
})

test('a zone makes one command per loop, refuses the others with the reason, and answers a repeat with its commands as they are now', async () => {
  const body: CommandRequest = { ...heat, target: { kind: 'zone', id: 'z' } }
  device.setLocal(1, true)
  await wall.pass(1500)
  const first = await control.request('op', 'same', body, ['L0', 'L1', 'nowhere'])
  if (first.conflict) throw new Error('conflict')
  expect(first.answer.commands.map((c) => c.loop_id)).toEqual(['L0'])
  expect(first.answer.commands[0]?.group).toMatch(/^group-/)
  expect(first.answer.refused).toEqual([{ loop_id: 'L1', reason: 'local_switch', params: {} }, { loop_id: 'nowhere', reason: 'loop_not_found' }])
  await wall.pass(2000)
  await control.operate(askerOf('op'), first.answer.group as string)
  await wall.pass(2000)
  expect(await control.request('op', 'same', body, ['L0', 'L1', 'nowhere'])).toMatchObject({ repeated: true, answer: { commands: [{ id: first.answer.commands[0]?.id, state: 'applied', attempt: 4 }], refused: first.answer.refused } })
  expect(await control.request('op', 'same', { ...body, setpoint_c: 36 }, ['L0'])).toEqual({ conflict: true })
  expect(store.rows.size).toBe(1)
})

test('a restart makes unknown what was sent, and asks the device', async () => {
  const frozen = { ...((await ask()).commands[0]) }
  await wall.pass(2000)
  const row = store.rows.get(frozen.id as number)!
  await control.stop()
  store.rows.set(row.id, { ...row, state: 'sent' })
  control = open()
  await control.start()
  expect(store.rows.get(row.id)).toMatchObject({ state: 'unknown', reason: 'server_restarted' })
  await wall.pass(2000)
  expect(command(row.id)).toBe('applied')
  expect(device.effects).toHaveLength(1)
})

test('before the start every loop is unknown, not missing', async () => {
  await control.stop()
  control = open()
  expect((await ask()).refused).toEqual([{ loop_id: 'L0', reason: 'controller_unknown' }])
})

describe('a command that waits when the server ends', () => {
  test('is never sent by the next one, and the operator is told', async () => {
    line.up = false
    await wall.pass(3000)
    await ask({ ...heat, mode: 'off', setpoint_c: undefined })
    await wall.pass(2000)
    expect(command(1)).toBe('queued')
    await control.stop()
    line.up = true
    control = open()
    await control.start()
    expect(store.rows.get(1)).toMatchObject({ state: 'failed', reason: 'not_sent', sentAt: null })
    expect(commands.at(-1)).toMatchObject({ id: 1, state: 'failed', reason: 'not_sent' })
    await wall.pass(20_000)
    expect(device.effects).toEqual([])
  })

  test.each([['long ago', -61_000], ['later than now', 61_000]])('is not sent from a restored backup either: requested %s', async (_, offsetMs) => {
    await ask()
    await wall.pass(2000)
    const row = store.rows.get(1)!
    store.rows.set(1, { ...row, state: 'queued', sentAt: null, sequence: 7, requestedAt: new Date(siteNow().getTime() + offsetMs), queuedAt: new Date(siteNow().getTime() + offsetMs) })
    await wall.pass(2000)
    expect(store.rows.get(1)).toMatchObject({ state: 'failed', reason: 'not_sent', sentAt: null })
    expect(device.effects).toHaveLength(1)
  })
})

test('a control that stops takes no request, and waits for the one under way', async () => {
  const said: string[] = []
  const { saveRequest } = store
  store.saveRequest = async (request) => {
    await wall.sleep(50)
    return saveRequest(request)
  }
  const asked = ask().then(() => said.push('answered'))
  const stopped = control.stop().then(() => said.push('stopped'))
  await expect(ask()).rejects.toThrow(ControlStopped)
  await wall.pass(100)
  await Promise.all([asked, stopped])
  expect(said).toEqual(['answered', 'stopped'])
  expect(device.effects).toEqual([])
})

describe('while the database', () => {
  const heartbeats = async (): Promise<number> => {
    const seen = new Set<number>()
    for (let i = 0; i < 4; i += 1) {
      await wall.pass(10_000)
      seen.add(device.heartbeat)
    }
    return seen.size
  }

  test('is down, a controller that goes away is shown as away, and holders are unknown rather than old', async () => {
    await ask()
    await wall.pass(2000)
    expect(latest().loops[0]?.holder.who).toBe('op')
    const errors: string[] = []
    await control.stop()
    control = open((words) => errors.push(words))
    await control.start()
    await wall.pass(2000)
    store.loadOpen = async () => { throw new Error('no database') }
    await wall.pass(2000)
    expect(latest()).toMatchObject({ link: 'online', loops: [{ actual: { mode: 'heat' }, holder: { who: 'unknown' } }, { holder: { who: 'auto' } }] })
    line.up = false
    await wall.pass(3000)
    expect(latest()).toMatchObject({ link: 'offline', loops: [{ actual: null }, { actual: null }] })
    expect(errors.length).toBeGreaterThan(0)
  })

  test('hangs, no figure grows old on screen, nothing is sent on an old answer, and heartbeats go on', async () => {
    const { loadOpen } = store
    let answer = (): void => {}
    store.loadOpen = (loopIds) => new Promise((resolve) => { answer = () => resolve(loadOpen(loopIds)) })
    await wall.pass(2000)
    await ask()
    expect(await heartbeats()).toBe(4)
    expect(latest()).toMatchObject({ link: 'unknown', loops: [{ actual: null }, { actual: null }] })
    store.loadOpen = loadOpen
    const row = store.rows.get(1)!
    store.rows.set(1, { ...row, requestedAt: siteNow(), queuedAt: siteNow() })
    device.setLocal(0, true)
    answer()
    await wall.pass(2000)
    expect(latest()).toMatchObject({ link: 'online', loops: [{ actual: { local: true } }, {}] })
    expect(store.record.map(({ step }) => [step.event, step.reason])).toEqual([['blocked', 'local_switch']])
  })
})
