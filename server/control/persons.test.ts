import { beforeEach, describe, expect, test } from 'vitest'
import type { CommandGroupView } from '#domain/wire/command-groups'
import type { CommandRequest } from '#domain/wire/commands'
import type { StoredCommand } from '#server/store/command-store'
import { askerOf } from './asker'
import { createControl, type Control } from './create-control'
import { calmField } from './testing/calm-field'
import { createFakeDevice, type FakeDevice } from './testing/fake-device'
import { openFaultyLine, type Fault, type Line } from './testing/faulty-line'
import { createMemoryCommandStore } from './testing/memory-command-store'
import { testPlant } from './testing/test-plant'
import { createVirtualWall, type VirtualWall } from './testing/virtual-wall'

const epochMs = Date.UTC(2026, 0, 10, 12)
const minuteMs = 60_000
const op = askerOf('op')
const ops = askerOf('ops')
let wall: VirtualWall
let device: FakeDevice
let line: Line
let faults: Fault[]
let runways: string[]
let store: ReturnType<typeof createMemoryCommandStore>
let control: Control
let keys = 0

const siteNow = (): Date => new Date(epochMs + wall.now())
const open = (): Control => createControl({
  store, wall, clock: { now: siteNow, base: { siteEpochMs: epochMs, wallEpochMs: 0, timeScale: 1 } }, openDriver: () => openFaultyLine(device, wall, line, 3, () => false),
  field: (loopId) => calmField(siteNow().getTime(), { runways: runways.includes(loopId) ? [{ runwayId: 'R1', use: { inUse: false, source: 'ops', reference: 'ATC 1', declaredAtMs: siteNow().getTime(), expiresAtMs: siteNow().getTime() + 3_600_000 } }] : [] }),
  onCommand: () => {}, onController: () => {}, onReadBack: () => {}, log: { info() {}, warn() {}, error: (detail) => { throw new Error(JSON.stringify(detail)) } },
})
const heat = (more: Partial<CommandRequest> = {}): CommandRequest => ({ target: { kind: 'loop', id: 'L0' }, mode: 'heat', setpoint_c: 35, lease_s: 600, notam_reference: 'A0123/26', ...more })
const ask = async (body: CommandRequest = heat(), loopIds = ['L0'], by = op) => {
  const answer = await control.request(by, `k${keys += 1}`, body, loopIds)
  if (answer.conflict) throw new Error('conflict')
  return answer.answer
}
const row = (id: number): StoredCommand => store.rows.get(id) as StoredCommand
const states = (): string[] => [...store.rows.values()].map((command) => command.state)
const zone = () => ask(heat({ target: { kind: 'zone', id: 'z' } }), ['L0', 'L1'])
const payloadOf = async (): Promise<string> => (await control.pendingApprovals())[0]?.group.approval?.payload_sha256 as string
const outcome = async (group: string): Promise<CommandGroupView['outcome'] | undefined> => (await control.group(group))?.outcome

beforeEach(async () => {
  wall = createVirtualWall()
  device = createFakeDevice(3, () => siteNow().getTime())
  faults = []
  line = { next: () => faults.shift() ?? 'none', up: true, lingerMs: 0 }
  store = createMemoryCommandStore(testPlant(3))
  runways = []
  control = open()
  await control.start()
  await wall.pass(3000)
})

describe('select before operate', () => {
  test('a zone is reserved and selected, and goes when the operator says so', async () => {
    const { group } = await zone()
    await wall.pass(2000)
    expect(states()).toEqual(['selected', 'selected'])
    expect(await control.group(group as string)).toMatchObject({ outcome: 'waiting', may_operate: true, counts: { selected: 2 }, loops: 2 })
    expect(device.effects).toEqual([])
    await expect(control.operate(ops, group as string)).rejects.toMatchObject({ code: 'command.not_yours' })
    await control.operate(op, group as string)
    await wall.pass(2000)
    expect(states()).toEqual(['applied', 'applied'])
    expect(await outcome(group as string)).toBe('complete')
  })

  test('a reservation nobody operates lapses whole, and nothing is ever sent', async () => {
    const { group } = await zone()
    await wall.pass(63_000)
    expect([row(1).reason, row(2).reason]).toEqual(['reservation_lapsed', 'reservation_lapsed'])
    await expect(control.operate(op, group as string)).rejects.toMatchObject({ code: 'group.lapsed' })
    await wall.pass(5000)
    expect(device.effects).toEqual([])
  })

  test('a reservation is not taken away by another request, but by an off and by a stop', async () => {
    await zone()
    await wall.pass(2000)
    expect((await ask(heat({ setpoint_c: 30 }), ['L0'], ops)).refused).toMatchObject([{ reason: 'command_in_flight' }])
    await ask(heat({ mode: 'off', setpoint_c: undefined }), ['L0'], ops)
    expect(row(1)).toMatchObject({ state: 'superseded', reason: 'stopped' })
  })

  test('what fails in a group is told beside what succeeds', async () => {
    device.setLocal(1, true)
    await wall.pass(1500)
    const { group, refused } = await zone()
    expect(refused).toMatchObject([{ loop_id: 'L1', reason: 'local_switch' }])
    await wall.pass(2000)
    await control.operate(op, group as string)
    await wall.pass(2000)
    expect(await control.group(group as string)).toMatchObject({ outcome: 'partial', loops: 2, counts: { applied: 1 }, refused: [{ loop_id: 'L1' }] })
  })
})

describe('the second person', () => {
  beforeEach(() => { runways = ['L0'] })
  const request = () => ask(heat({ mode: 'hold', setpoint_c: undefined }))

  test('a runway waits for somebody else, for exactly this payload, and then for the operator', async () => {
    const { group, commands } = await request()
    expect(commands[0]).toMatchObject({ state: 'validated', needs_operate: true, group })
    const payload_sha256 = await payloadOf()
    await expect(control.approve(op, group as string, { payload_sha256 })).rejects.toMatchObject({ code: 'approval.same_person' })
    await expect(control.approve(ops, group as string, { payload_sha256: payload_sha256.replace(/./, 'x') })).rejects.toMatchObject({ code: 'approval.payload_changed' })
    await control.approve(ops, group as string, { payload_sha256, note: 'ok' })
    await expect(control.decline(ops, group as string, { payload_sha256 })).rejects.toMatchObject({ code: 'approval.decided' })
    await wall.pass(2000)
    expect(states()).toEqual(['selected'])
    await control.operate(op, group as string)
    await wall.pass(2000)
    expect(await control.group(group as string)).toMatchObject({ outcome: 'complete', approval: { decision: 'approved', by: 'ops', note: 'ok' } })
    expect(device.effects).toHaveLength(1)
  })

  test('never in the session that asked', async () => {
    const { group } = await ask(heat({ mode: 'hold', setpoint_c: undefined }), ['L0'], { ...op, sessionSha256: 's' })
    await expect(control.approve({ ...ops, sessionSha256: 's' }, group as string, { payload_sha256: await payloadOf() })).rejects.toMatchObject({ code: 'approval.same_session' })
  })

  test('a row that was changed after the approval is not sent', async () => {
    const { group } = await request()
    await control.approve(ops, group as string, { payload_sha256: await payloadOf() })
    store.rows.set(1, { ...row(1), leaseS: 43_200 })
    await wall.pass(2000)
    expect(row(1)).toMatchObject({ state: 'rejected', reason: 'approval_payload' })
    expect(device.effects).toEqual([])
  })

  test('a row that was slipped past the second person is not sent', async () => {
    await request()
    store.rows.set(1, { ...row(1), state: 'queued', queuedAt: siteNow(), operatedAt: siteNow() })
    await wall.pass(2000)
    expect(row(1)).toMatchObject({ state: 'rejected', reason: 'approval_missing' })
  })

  test('declined, or not decided within 15 minutes, it ends', async () => {
    const { group } = await request()
    await control.decline(ops, group as string, { payload_sha256: await payloadOf() })
    expect(row(1)).toMatchObject({ state: 'rejected', reason: 'declined' })
    await request()
    await wall.pass(16 * minuteMs)
    expect(row(2)).toMatchObject({ state: 'expired', reason: 'approval_lapsed' })
    expect(await control.pendingApprovals()).toEqual([])
  })

  test('the interlocks are judged again when it is approved', async () => {
    const { group } = await request()
    device.setLocal(0, true)
    await wall.pass(1500)
    await control.approve(ops, group as string, { payload_sha256: await payloadOf() })
    expect(row(1)).toMatchObject({ state: 'rejected', reason: 'local_switch', interlocks: { step: 'approval' } })
  })
})

describe('drafts', () => {
  test('are their author\'s, are sent only when handed in, and lapse', async () => {
    const { commands: [draft] } = await ask(heat({ draft: true }))
    await wall.pass(5000)
    expect(states()).toEqual(['drafted'])
    const { requestId } = (await control.find(draft?.id as number))!
    await expect(control.submit(ops, requestId)).rejects.toMatchObject({ code: 'command.not_yours' })
    await control.submit(op, requestId)
    await wall.pass(2000)
    expect(states()).toEqual(['applied'])
    await ask(heat({ draft: true }))
    await wall.pass(16 * minuteMs)
    expect(row(2)).toMatchObject({ state: 'expired', reason: 'draft_lapsed' })
    expect(device.effects).toHaveLength(1)
  })

  test('that an interlock refuses when they are handed in are rejected with the reason', async () => {
    const { commands: [draft] } = await ask(heat({ draft: true, setpoint_c: 60 }))
    await control.submit(op, (await control.find(draft?.id as number))!.requestId)
    expect(row(1)).toMatchObject({ state: 'rejected', reason: 'setpoint_outside_limits' })
  })

  test('cancel withdraws what has not left, and nothing else', async () => {
    const { group } = await zone()
    await control.cancel(op, group as string)
    expect(states()).toEqual(['cancelled', 'cancelled'])
    await expect(control.cancel(op, group as string)).rejects.toMatchObject({ code: 'command.already_sent' })
  })
})

describe('slots', () => {
  const at = (slot: number, more: Partial<CommandRequest> = {}) => ask(heat({ slot, ...more }))

  test('a higher slot puts the holder into the second row; when it ends the rest of the lease goes on under a new sequence', async () => {
    await at(13, { lease_s: 3600 })
    await wall.pass(2000)
    await at(8, { setpoint_c: 40, lease_s: 60 })
    await wall.pass(2000)
    expect([row(1).state, row(2).state]).toEqual(['held', 'applied'])
    const slots = await control.slots('L0')
    expect(slots?.slots).toHaveLength(16)
    expect(slots?.slots[12]?.holder).toMatchObject({ who: 'op', state: 'held', setpoint_c: 35, on_device: false })
    expect(slots?.slots[7]?.holder).toMatchObject({ state: 'applied', on_device: true })
    await wall.pass(65_000)
    expect(row(2)).toMatchObject({ state: 'expired' })
    expect(row(1)).toMatchObject({ state: 'applied', sequence: 3 })
    expect(device.status(0).leaseRemainingS).toBeLessThan(3540)
    expect(device.effects.map((effect) => effect.setpoint_c)).toEqual([35, 40, 35])
  })

  test('a lower slot is not sent while a higher one holds, and its lease runs out in the second row', async () => {
    await at(8, { lease_s: 3600 })
    await wall.pass(2000)
    await at(11, { setpoint_c: 30, lease_s: 60 })
    await wall.pass(2000)
    expect(row(2)).toMatchObject({ state: 'held', reason: 'outranked' })
    await wall.pass(60_000)
    expect(row(2)).toMatchObject({ state: 'expired', reason: 'lease_ended' })
    expect(device.effects).toHaveLength(1)
  })

  test('a slot in the second row is given back without a word to the device', async () => {
    await at(8)
    await wall.pass(2000)
    await at(11, { setpoint_c: 30 })
    await wall.pass(2000)
    await at(11, { mode: 'release', setpoint_c: undefined })
    await wall.pass(2000)
    expect([row(1).state, row(2).state, row(3).state]).toEqual(['applied', 'released', 'released'])
    expect(device.effects).toHaveLength(1)
  })

  test('an automatic take-over is judged like any other sending', async () => {
    await at(13, { lease_s: 3600 })
    await wall.pass(2000)
    await at(8, { lease_s: 60 })
    await wall.pass(2000)
    device.setLocal(0, true)
    await wall.pass(70_000)
    expect(row(1).state).toBe('held')
    device.setLocal(0, false)
    await wall.pass(5000)
    expect(row(1).state).toBe('applied')
  })

  test('below a controller that has fallen silent nothing takes over, however long the higher one has been over; it does once the device is heard to be free', async () => {
    await at(13, { lease_s: 3600 })
    await wall.pass(2000)
    await at(8, { setpoint_c: 40, lease_s: 60 })
    await wall.pass(2000)
    line.up = false
    await wall.pass(120_000)
    expect(device.status(0)).toMatchObject({ mode: 'auto', leaseEnded: true })
    expect([row(1).state, row(2).state, row(2).reason]).toEqual(['held', 'applied', 'lease_passed_unread'])
    expect(store.record.filter(({ step }) => step.event === 'takeOver' || step.event === 'send')).toHaveLength(2)
    line.up = true
    await wall.pass(20_000)
    expect([row(1).state, row(2).state]).toEqual(['applied', 'expired'])
    expect(device.effects.map((effect) => effect.setpoint_c)).toEqual([35, 40, 35])
  })

  test('renewal carries the lease on without a gap', async () => {
    await at(8, { lease_s: 600 })
    await wall.pass(2000)
    const renewed = await control.renew(op, 'renewal-1', 1, { lease_s: 3600 })
    await wall.pass(2000)
    expect([row(1), row(2)]).toMatchObject([{ state: 'superseded', reason: 'renewed' }, { state: 'applied', renews: 1, slot: 8, setpointC: 35, sequence: 2 }])
    expect(device.effects.map((effect) => effect.mode)).toEqual(['heat', 'heat'])
    expect(renewed).toMatchObject({ repeated: false })
    // Asked again: the same new command, not a word about the old one that is over by now.
    expect(await control.renew(op, 'renewal-1', 1, { lease_s: 3600 })).toMatchObject({ conflict: false, repeated: true, answer: { commands: [{ id: 2 }] } })
    expect(await control.renew(op, 'renewal-1', 1, { lease_s: 7200 })).toEqual({ conflict: true })
    await expect(control.renew(op, 'renewal-2', 1, {})).rejects.toMatchObject({ code: 'command.not_holding' })
  })
})

describe('locks', () => {
  const lock = (kind: 'incident' | 'testing' | 'maintenance') => control.placeLock(ops, { target: { kind: 'loop', id: 'L0' }, kind, reason: 'burst pipe' }, ['L0'])

  test('keep others off at the request and at the sending, never their holder, never a stop', async () => {
    const { id } = await lock('maintenance')
    expect((await ask()).refused).toEqual([{ loop_id: 'L0', reason: 'locked', params: { holder: 'ops', kind: 'maintenance', reason: 'burst pipe', until: '' } }])
    expect((await ask(heat(), ['L0'], ops)).refused).toEqual([])
    await wall.pass(2000)
    await control.endLock(ops, id, false)
    faults = ['none', 'busy']
    await ask(heat({ setpoint_c: 40 }))
    await wall.pass(300)
    await lock('incident')
    await wall.pass(5000)
    expect(row(2)).toMatchObject({ state: 'rejected', reason: 'locked' })
    await control.stopAll(op, 'stop-0001', { target: { kind: 'loop', id: 'L0' }, held_ms: 2000 }, ['L0'])
    await wall.pass(2000)
    expect(device.status(0).mode).toBe('auto')
  })

  test('end by their time or by their holder', async () => {
    const { id } = await lock('testing')
    await expect(control.endLock(op, id, false)).rejects.toMatchObject({ code: 'lock.not_yours' })
    await wall.pass(5 * minuteMs)
    expect(await control.locks()).toEqual([])
    expect((await ask()).refused).toEqual([])
  })
})

describe('stop all', () => {
  const stop = (key: string, loopIds = ['L0']) => control.stopAll(ops, key, { target: { kind: 'loop', id: 'L0' }, held_ms: 2500 }, loopIds)

  test('ends every slot, what waits for approval, and what is unknown; twice is once', async () => {
    await ask(heat({ slot: 13 }))
    await wall.pass(2000)
    await ask(heat({ slot: 11, setpoint_c: 40 }))
    await wall.pass(2000)
    runways = ['L0']
    await ask(heat({ mode: 'hold', setpoint_c: undefined }))
    runways = []
    faults = ['none', 'dropAnswer', 'dropAnswer', 'dropAnswer', 'dropAnswer']
    await ask(heat({ setpoint_c: 42 }))
    await wall.pass(2500)
    expect(states()).toEqual(['held', 'applied', 'validated', 'unknown'])
    await stop('stop-0001')
    expect(states()).toEqual(['released', 'applied', 'superseded', 'superseded', 'queued'])
    expect(await stop('stop-0002')).toMatchObject({ answer: { commands: [{ id: 5 }] } })
    expect(await stop('stop-0001')).toMatchObject({ repeated: true })
    await wall.pass(12_000)
    expect(states()).not.toContain('applied')
    expect(row(5)).toMatchObject({ state: 'released', everySlot: true })
    expect(device.status(0).mode).toBe('auto')
    expect(states()).toHaveLength(5)
    await wall.pass(10_000)
    expect(device.status(0).mode).toBe('auto')
  })

  test('of a controller that does not answer ends as not sent, and says so', async () => {
    await ask()
    await wall.pass(2000)
    line.up = false
    await wall.pass(4000)
    await stop('stop-0003')
    await wall.pass(65_000)
    expect(row(2)).toMatchObject({ state: 'failed', reason: 'not_sent' })
    expect(row(1).state).toBe('applied')
  })
})
