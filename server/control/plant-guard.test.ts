import { beforeEach, describe, expect, test } from 'vitest'
import type { LoopField } from '#domain/control/interlocks/loop-field'
import type { CommandRequest } from '#domain/wire/commands'
import { askerOf } from './asker'
import { createControl, type Control } from './create-control'
import { calmField, sensorAt } from './testing/calm-field'
import { createFakeDevice, type FakeDevice } from './testing/fake-device'
import { openFaultyLine, type Line } from './testing/faulty-line'
import { createMemoryCommandStore } from './testing/memory-command-store'
import { testPlant } from './testing/test-plant'
import { createVirtualWall, type VirtualWall } from './testing/virtual-wall'

const epochMs = Date.UTC(2026, 0, 10, 12)
let wall: VirtualWall
let device: FakeDevice
let control: Control
let store: ReturnType<typeof createMemoryCommandStore>
/** What the field is like from now on. */
let field: (nowMs: number) => Partial<LoopField>
let keys = 0

const siteNow = (): Date => new Date(epochMs + wall.now())
const open = (): Control => {
  const line: Line = { next: () => 'none', up: true, lingerMs: 0 }
  return createControl({
    store, wall, clock: { now: siteNow, base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale: 1 } }, openDriver: () => openFaultyLine(device, wall, line, 1, () => false),
    field: () => calmField(siteNow().getTime(), field(siteNow().getTime())), onCommand: () => {}, onController: () => {}, onReadBack: () => {}, log: { info() {}, warn() {}, error(detail) { throw new Error(JSON.stringify(detail)) } },
  })
}
const ask = (body: Partial<CommandRequest>) => control.request(askerOf('op'), `k${keys += 1}`, { target: { kind: 'loop', id: 'L0' }, mode: 'cool', ...body } as CommandRequest, ['L0'])
const rows = () => [...store.rows.values()].map(({ actor, slot, mode, state, reasonText }) => [actor, slot, mode, state, reasonText])
const doing = () => { const { mode, setpoint_c } = device.status(0); return setpoint_c === null ? mode : `${mode} ${setpoint_c}` }
const dew = (value: number) => { field = (nowMs) => ({ dewPoint: sensorAt('dew', value, nowMs) }) }

beforeEach(async () => {
  wall = createVirtualWall()
  device = createFakeDevice(1, () => siteNow().getTime())
  store = createMemoryCommandStore(testPlant(1))
  field = () => ({})
  control = open()
  await control.start()
  await wall.pass(3000)
})

describe('the guard', () => {
  const cooled = async (): Promise<void> => {
    await ask({ setpoint_c: 12, lease_s: 7200 })
    await wall.pass(2000)
    expect(doing()).toBe('cool 12')
  }

  test('ends a cooling that would condense, in the slot of critical equipment, and keeps the one who cooled below it', async () => {
    await cooled()
    dew(11)
    await wall.pass(4000)
    expect(doing()).toBe('off')
    expect(rows()).toEqual([['op', 8, 'cool', 'held', null], ['guard', 5, 'off', 'applied', 'condensation_guard']])
    expect(store.rows.get(2)?.interlocks?.results.find(({ allowed }) => !allowed)).toMatchObject({ rule: 'condensation', params: { dew_point_c: 11, input: 'dew' } })
  })

  test('gives the slot back when it has been safe for ten site minutes, and no earlier; the one below takes over', async () => {
    await cooled()
    dew(11)
    await wall.pass(4000)
    dew(5)
    await wall.pass(300_000)
    dew(11)
    await wall.pass(10_000)
    dew(5)
    await wall.pass(595_000)
    expect(doing()).toBe('off')
    await wall.pass(15_000)
    expect(doing()).toBe('cool 12')
    expect(rows()).toEqual([['op', 8, 'cool', 'applied', null], ['guard', 5, 'off', 'released', 'condensation_guard'], ['guard', 5, 'release', 'released', 'safe_again']])
  })

  test('a cooling whose dew point is not known any more is ended, a heating whose slab is not known goes on', async () => {
    await cooled()
    field = () => ({ dewPoint: null })
    await wall.pass(4000)
    expect(doing()).toBe('off')
    await control.stopAll(askerOf('op'), 'stop', { target: { kind: 'loop', id: 'L0' }, held_ms: 2000 } as never, ['L0'])
    field = () => ({})
    await wall.pass(4000)
    await ask({ mode: 'heat', setpoint_c: 35, lease_s: 7200 })
    await wall.pass(3000)
    field = () => ({ slab: [] })
    await wall.pass(10_000)
    expect(doing()).toBe('heat 35')
    field = (nowMs) => ({ slab: [sensorAt('slab', -11, nowMs)] })
    await wall.pass(4000)
    expect([doing(), rows().at(-1)]).toEqual(['off', ['guard', 5, 'off', 'applied', 'supply_slab']])
  })

  test('leaves it to an off that is under way', async () => {
    await cooled()
    device.slowMs = 20_000
    await ask({ mode: 'off', lease_s: 7200 })
    dew(11)
    await wall.pass(8000)
    expect([doing(), rows().map(([actor]) => actor)]).toEqual(['cool 12', ['op', 'op']])
    await wall.pass(20_000)
    expect([doing(), rows().map(([actor]) => actor)]).toEqual(['off', ['op', 'op']])
  })

  test('is not kept off by a lock, and does not trip at a single look', async () => {
    await cooled()
    await control.placeLock(askerOf('chen'), { kind: 'maintenance', target: { kind: 'loop', id: 'L0' }, reason: 'pump' } as never, ['L0'])
    dew(11)
    await wall.pass(900)
    dew(5)
    await wall.pass(4000)
    expect(rows()).toHaveLength(1)
    dew(11)
    await wall.pass(4000)
    expect(rows().at(-1)).toEqual(['guard', 5, 'off', 'applied', 'condensation_guard'])
  })

  test('a new server goes on guarding, and forgets nothing but the minutes that were safe', async () => {
    await cooled()
    dew(11)
    await wall.pass(4000)
    await control.stop()
    dew(5)
    control = open()
    await control.start()
    await wall.pass(590_000)
    expect(doing()).toBe('off')
    await wall.pass(20_000)
    expect(doing()).toBe('cool 12')
  })
})
