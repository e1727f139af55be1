import { beforeEach, describe, expect, test } from 'vitest'
import type { LoopField, RunwayUse } from '#domain/control/interlocks/loop-field'
import type { CommandRequest } from '#domain/wire/commands'
import { askerOf } from './asker'
import { createControl, type Control } from './create-control'
import { Refused } from './refused'
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
let field: (nowMs: number) => Partial<LoopField>
let keys = 0

let offsetMs = 0
const siteNow = (): Date => new Date(epochMs + wall.now() + offsetMs)
const open = (safeState: 'off' | 'holdFreezeProtection' = 'off', kept?: typeof store): Control => {
  const line: Line = { next: () => 'none', up: true, lingerMs: 0 }
  const [controller] = testPlant(1)
  store = kept ?? createMemoryCommandStore([{ ...controller!, loops: controller!.loops.map((loop) => ({ ...loop, safeState })) }])
  return createControl({
    store, wall, clock: { now: siteNow, base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale: 1 } }, openDriver: () => openFaultyLine(device, wall, line, 1, () => false),
    field: () => calmField(siteNow().getTime(), field(siteNow().getTime())), onCommand: () => {}, onController: () => {}, onReadBack: () => {}, log: { info() {}, warn() {}, error(detail) { throw new Error(JSON.stringify(detail)) } },
  })
}
const ask = (body: Partial<CommandRequest>, who = 'op') => control.request(askerOf(who), `k${keys += 1}`, { target: { kind: 'loop', id: 'L0' }, mode: 'heat', notam_reference: 'A1/26', ...body } as CommandRequest, ['L0'])
const rows = () => [...store.rows.values()].map(({ actor, slot, mode, state, reason }) => [actor, slot, mode, state, reason])
const doing = () => device.status(0).mode
const trip = () => [...store.rows.values()].findLast(({ slot, mode }) => slot === 2 && mode !== 'release')!
/** A runway with snow on it. */
const runway = (use: Partial<RunwayUse> | null, surface_c = -3) => {
  field = (nowMs) => ({
    surface: [sensorAt('surface', surface_c, nowMs)],
    runways: [{ runwayId: 'R', use: use && { inUse: false, source: 'operations', reference: 'T1', declaredAtMs: nowMs - 60_000, expiresAtMs: nowMs + 600_000, ...use } }],
  })
}
/** Two persons melt on the runway as it is. */
const melted = async (): Promise<void> => {
  await ask({ setpoint_c: 30, lease_s: 43_200 })
  const { requestId } = [...store.rows.values()].at(-1)!
  const payload_sha256 = (await store.loadRequest(requestId))!.approval!.payloadSha256
  await control.approve(askerOf('second'), requestId, { payload_sha256 })
  await wall.pass(1500)
  await control.operate(askerOf('op'), requestId)
  await wall.pass(2000)
  expect(doing()).toBe('heat')
}
const relinquish = (id = trip().id) => control.relinquish(askerOf('op'), `k${keys += 1}`, id, { reason: 'swept' })
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'taken', (error: unknown) => (error instanceof Refused ? error.code : String(error)))

const begin = async (safeState?: 'off' | 'holdFreezeProtection'): Promise<void> => {
  control = open(safeState)
  await control.start()
  await wall.pass(2000)
}
beforeEach(async () => {
  wall = createVirtualWall()
  device = createFakeDevice(1, () => siteNow().getTime())
  offsetMs = 0
  runway({})
  await begin()
})

describe('an interlock trip', () => {
  test('ends melting on a runway that has come into use, in the slot of automatic life safety, with what it looked at', async () => {
    await melted()
    runway({ inUse: true })
    await wall.pass(4000)
    expect(doing()).toBe('off')
    expect(rows()).toEqual([['op', 8, 'heat', 'superseded', 'life_safety_trip'], ['interlock', 2, 'off', 'applied', null]])
    expect(trip()).toMatchObject({ reasonText: 'runway_in_use', interlocks: { results: [{ rule: 'runway_use', inputs: [{ value: 'inUse', source: 'operations T1', age_s: 60 }] }, { rule: 'runway_code', inputs: [{ value: -3, source: 'surface' }] }] } })
    expect((await control.slots('L0'))?.slots[1]).toMatchObject({ purpose: 'automatic_life_safety', holder: { who: 'interlock', mode: 'off', reason: 'runway_in_use', on_device: true } })
  })

  test('lets a runway be melted whose cover can no longer melt, or that was in use when two persons gave the command', async () => {
    await melted()
    runway({ inUse: true }, 5)
    await wall.pass(10_000)
    expect(doing()).toBe('heat')
    runway({ inUse: true })
    await wall.pass(4000)
    expect(doing()).toBe('off')
    await control.stopAll(askerOf('op'), 'stop', { target: { kind: 'loop', id: 'L0' }, held_ms: 2000 } as never, ['L0'])
    await wall.pass(310_000)
    await melted()
    await wall.pass(300_000)
    expect(doing()).toBe('heat')
  })

  test('takes a runway of which nobody knows for one in use, after two minutes and no earlier', async () => {
    await melted()
    runway({ expiresAtMs: 0 })
    await wall.pass(60_000)
    runway({})
    await wall.pass(5000)
    runway(null)
    await wall.pass(115_000)
    expect(doing()).toBe('heat')
    await wall.pass(10_000)
    expect([doing(), trip().reasonText]).toEqual(['off', 'runway_use_unknown'])
  })

  test('counts what nobody knows when the clock has gone back behind its beginning', async () => {
    offsetMs = 7_200_000
    await wall.pass(1000)
    await melted()
    runway(null)
    await wall.pass(3000)
    offsetMs = 7_140_000
    await wall.pass(5000)
    expect([doing(), trip().reasonText]).toEqual(['off', 'runway_use_unknown'])
  })

  test('stays until its cause has been gone for ten minutes and a person gives it back; then nothing begins by itself', async () => {
    await melted()
    runway({ inUse: true })
    await wall.pass(4000)
    expect(await refusal(relinquish())).toBe('trip.not_safe')
    runway({})
    await wall.pass(300_000)
    runway({ inUse: true })
    await wall.pass(5000)
    runway({})
    await wall.pass(595_000)
    expect([trip().reason, await refusal(relinquish())]).toEqual([null, 'trip.not_safe'])
    await wall.pass(10_000)
    expect(trip()).toMatchObject({ state: 'applied', reason: 'awaits_acknowledgement' })
    await wall.pass(3_600_000)
    expect(doing()).toBe('off')
    expect(await refusal(relinquish(1))).toBe('trip.none')
    await relinquish()
    await wall.pass(5000)
    expect([doing(), trip().state]).toEqual(['auto', 'released'])
    expect(rows().at(-1)).toEqual(['op', 2, 'release', 'released', 'released'])
    const again = await control.relinquish(askerOf('op'), `k${keys}`, trip().id, { reason: 'swept' })
    expect(again).toMatchObject({ conflict: false, repeated: true, answer: { commands: [{ mode: 'release', slot: 2, state: 'released' }] } })
    expect(await control.relinquish(askerOf('op'), `k${keys}`, trip().id, { reason: 'another' })).toEqual({ conflict: true })
    await wall.pass(60_000)
    expect(doing()).toBe('auto')
    expect(await refusal(relinquish())).toBe('trip.none')
  })

  test('is not given back when the danger comes again between word and deed', async () => {
    await melted()
    runway({ inUse: true })
    await wall.pass(4000)
    runway({})
    await wall.pass(605_000)
    expect(trip().reason).toBe('awaits_acknowledgement')
    await relinquish()
    runway({ inUse: true })
    await wall.pass(3000)
    expect(rows().at(-1)).toEqual(['op', 2, 'release', 'rejected', 'trip_not_safe'])
    expect([doing(), trip().state, trip().reason]).toEqual(['off', 'applied', null])
  })

  test('lets nothing begin or wait below it that would begin, and is not carried on, renewed or kept off by a lock', async () => {
    await melted()
    await control.placeLock(askerOf('chen'), { kind: 'maintenance', target: { kind: 'loop', id: 'L0' }, reason: 'pump' } as never, ['L0'])
    runway({ inUse: true })
    await wall.pass(4000)
    expect(doing()).toBe('off')
    await control.endLock(askerOf('chen'), 1, true)
    field = () => ({ runways: [] })
    await ask({ setpoint_c: 30 })
    await wall.pass(2000)
    expect(rows().at(-1)).toEqual(['op', 8, 'heat', 'rejected', 'life_safety_trip'])
    await ask({ mode: 'off', setpoint_c: undefined })
    await wall.pass(2000)
    expect(rows().at(-1)).toEqual(['op', 8, 'off', 'held', 'outranked'])
    expect(await refusal(control.renew(askerOf('op'), `k${keys += 1}`, trip().id, {}))).toBe('command.not_askable')
  })

  test('outlasts its own lease, a restart of the server, and a stop ends it', async () => {
    await melted()
    runway({ inUse: true })
    await wall.pass(4000)
    await wall.pass(7 * 3_600_000)
    expect([...store.rows.values()].filter(({ slot }) => slot === 2).map(({ state }) => state)).toEqual(['superseded', 'applied'])
    expect(doing()).toBe('off')
    await control.stopAll(askerOf('op'), 'stop', { target: { kind: 'loop', id: 'L0' }, held_ms: 2000 } as never, ['L0'])
    await wall.pass(4000)
    expect([doing(), trip().state]).toEqual(['auto', 'released'])
  }, 20_000)

  test('holds freeze protection where the plant file makes that the safe state', async () => {
    await control.stop()
    await begin('holdFreezeProtection')
    await melted()
    runway({ inUse: true })
    await wall.pass(4000)
    expect([doing(), rows().at(-1)]).toEqual(['hold', ['interlock', 2, 'hold', 'applied', null]])
    await wall.pass(300_000)
    expect(store.rows.size).toBe(2)
  })

  test('ends a cooling that measured surfaces show to make ice; where nobody knows, the guard does', async () => {
    field = () => ({})
    await ask({ mode: 'cool', setpoint_c: 12, lease_s: 7200 })
    await wall.pass(2000)
    field = (nowMs) => ({ surface: [sensorAt('surface', 2.9, nowMs)] })
    await wall.pass(4000)
    expect(rows()).toEqual([['op', 8, 'cool', 'superseded', 'life_safety_trip'], ['interlock', 2, 'off', 'applied', null]])
    await control.stopAll(askerOf('op'), 'stop', { target: { kind: 'loop', id: 'L0' }, held_ms: 2000 } as never, ['L0'])
    field = () => ({})
    await wall.pass(310_000)
    await ask({ mode: 'cool', setpoint_c: 12, lease_s: 7200 })
    await wall.pass(2000)
    field = () => ({ surface: [] })
    await wall.pass(4000)
    expect(rows().at(-1)).toEqual(['guard', 5, 'off', 'applied', null])
  })
})

describe('a minimum of machines', () => {
  beforeEach(async () => {
    field = () => ({})
    await ask({ setpoint_c: 30, lease_s: 7200 })
    await wall.pass(10_000)
    expect(doing()).toBe('heat')
  })
  const lastRow = () => [...store.rows.values()].at(-1)!

  test.each(['off', 'release'] as const)('keeps an early %s waiting, says until when in slot 6, and lets it go by itself', async (mode) => {
    await ask({ mode, setpoint_c: undefined, lease_s: mode === 'off' ? 7200 : undefined } as never)
    await wall.pass(200_000)
    expect([doing(), lastRow().state, lastRow().reason]).toEqual(['heat', 'queued', 'compressor_min_on'])
    const holder = (await control.slots('L0'))?.slots[5]?.holder
    expect(holder).toMatchObject({ who: 'minimum_on_off', command_id: null, mode: 'heat', setpoint_c: 30, reason: 'compressor_min_on', on_device: true })
    const untilMs = Date.parse(holder!.until!) - epochMs
    expect(Math.abs(untilMs - 302_000)).toBeLessThan(3000)
    await wall.pass(untilMs - wall.now() - 2000)
    expect(doing()).toBe('heat')
    await wall.pass(5000)
    expect([doing(), lastRow().state]).toEqual(mode === 'off' ? ['off', 'applied'] : ['auto', 'released'])
    expect((await control.slots('L0'))?.slots[5]?.holder).toBeNull()
  })

  test('never puts off a stop of every slot, and no end of a danger', async () => {
    await ask({ mode: 'off', setpoint_c: undefined, lease_s: 7200 })
    await wall.pass(3000)
    await control.stopAll(askerOf('op'), 'stop', { target: { kind: 'loop', id: 'L0' }, held_ms: 2000 } as never, ['L0'])
    await wall.pass(2000)
    expect(doing()).toBe('auto')
    await wall.pass(320_000)
    await ask({ setpoint_c: 30, lease_s: 7200 })
    await wall.pass(3000)
    await ask({ mode: 'off', setpoint_c: undefined, lease_s: 7200 })
    await wall.pass(10_000)
    expect(doing()).toBe('heat')
    // What waits goes at once; the guard has nothing left to do.
    field = (nowMs) => ({ slab: [sensorAt('slab', -15, nowMs)] })
    await wall.pass(5000)
    expect([doing(), lastRow().actor]).toEqual(['off', 'op'])
  })

  test('a new server goes on waiting', async () => {
    await ask({ mode: 'off', setpoint_c: undefined, lease_s: 7200 })
    await wall.pass(100_000)
    await control.stop()
    control = open('off', store)
    await control.start()
    await wall.pass(100_000)
    expect([doing(), lastRow().state]).toEqual(['heat', 'queued'])
    await wall.pass(100_000)
    expect([doing(), lastRow().state]).toEqual(['off', 'applied'])
  })

  test('a start too soon after a stop waits; one that nobody can tell of is refused when the wait is over', async () => {
    const ranUntil = siteNow().getTime()
    field = (nowMs) => ({ stationRuns: [Array.from({ length: 41 }, (_, i) => nowMs - (40 - i) * 60_000).map((atMs) => ({ atMs, flowing: atMs < ranUntil, power_kw: atMs < ranUntil ? 200 : 0, supply_c: 16 }))] })
    await control.stopAll(askerOf('op'), 'stop', { target: { kind: 'loop', id: 'L0' }, held_ms: 2000 } as never, ['L0'])
    await wall.pass(60_000)
    await ask({ setpoint_c: 30, lease_s: 7200 })
    await wall.pass(120_000)
    expect([doing(), lastRow().reason]).toEqual(['auto', 'compressor_min_off'])
    await wall.pass(180_000)
    expect([doing(), lastRow().state]).toEqual(['heat', 'applied'])
    await control.stopAll(askerOf('op'), 'stop2', { target: { kind: 'loop', id: 'L0' }, held_ms: 2000 } as never, ['L0'])
    field = (nowMs) => ({ station: { ...calmField(nowMs).station, reversalDwellS: 0, compressorStartsPerH: 1000 }, stationRuns: [[]] })
    await wall.pass(2000)
    await ask({ setpoint_c: 30, lease_s: 7200 })
    await wall.pass(290_000)
    expect(lastRow().state).toBe('queued')
    await wall.pass(20_000)
    expect([doing(), lastRow().state, lastRow().reason]).toEqual(['auto', 'rejected', 'compressor_min_off'])
  })
})
