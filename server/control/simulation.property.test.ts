import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandStates } from '#domain/control/command'
import { judgeReadBack } from '#domain/control/judge-read-back'
import { commandEvents, nextState } from '#domain/control/life-cycle'
import { simulate, type Action, type Sabotage } from './testing/simulate'
import type { Fault } from './testing/faulty-line'

const fault = fc.constantFrom<Fault>('none', 'none', 'dropRequest', 'dropAnswer', 'delay', 'duplicate', 'busy', 'inProgress', 'refused')
const loop = fc.nat(1)
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({
    kind: fc.constant('ask' as const), loop: fc.oneof({ weight: 4, arbitrary: loop }, fc.constant('both' as const)), mode: fc.constantFrom('heat', 'heat', 'cool', 'hold', 'off', 'release'), setpoint_c: fc.integer({ min: 20, max: 22 }),
    leaseS: fc.constantFrom(60, 600), slot: fc.constantFrom(8, 8, 11, 13), draft: fc.constantFrom(false, false, false, false, true),
  }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('person' as const), does: fc.constantFrom('operate', 'operate', 'operate', 'approve', 'approve', 'decline', 'submit', 'cancel', 'renew'), own: fc.constantFrom(true, true, true, false) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('runway' as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stop' as const), loop: fc.oneof(loop, fc.constant('both' as const)) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lock' as const), loop, on: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('faults' as const), faults: fc.array(fault, { minLength: 1, maxLength: 5 }), lingerMs: fc.constantFrom(0, 500, 8000) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 100, max: 15_000 }), fc.integer({ min: 15_000, max: 90_000 })) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('device' as const), slowMs: fc.constantFrom(0, 0, 15_000, 40_000, 100_000), limit_c: fc.constantFrom(60, 60, 21) }) },
  { weight: 1, arbitrary: fc.constantFrom<Action>({ kind: 'reboot' }, { kind: 'foreign', loop: 0 }, { kind: 'foreign', loop: 1 }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('plug' as const), up: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('local' as const), loop, local: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('split' as const), ms: fc.integer({ min: 1, max: 3000 }) }) },
)
const pass = (ms: number): Action => ({ kind: 'pass', ms })
const person = (does: Extract<Action, { kind: 'person' }>['does'], own = true): Action => ({ kind: 'person', does, own })
const asks = (more: Partial<Extract<Action, { kind: 'ask' }>> = {}): Action => ({ kind: 'ask', loop: 0, mode: 'heat', setpoint_c: 20, leaseS: 600, ...more })
/** What chance alone seldom puts in a row: persons who do what they are there for, and slots above each other. */
const scenes: Action[][] = [
  [asks({ loop: 'both' }), pass(1500), person('operate')],
  [{ kind: 'runway', on: true }, asks({ loop: 1, mode: 'hold' }), pass(500), person('approve'), pass(1500), person('operate'), pass(1500)],
  [asks({ draft: true }), pass(200), person('submit'), pass(1500)],
  [asks({ slot: 13 }), pass(1500), asks({ leaseS: 60 }), pass(1500)],
  [asks(), pass(1500), asks({ slot: 11, setpoint_c: 21 }), pass(1500)],
  [asks(), pass(1500), person('renew'), pass(1500)],
]
const story = fc.array(fc.oneof({ weight: 5, arbitrary: action.map((one) => [one]) }, { weight: 2, arbitrary: fc.constantFrom(...scenes) }), { maxLength: 22, size: 'max' }).map((parts) => parts.flat())
const holds = (sabotage?: Sabotage) => fc.asyncProperty(story, async (actions) => {
  const { broken } = await simulate(actions, sabotage)
  if (broken.length > 0) throw new Error(broken.join('\n'))
})

test('whatever the line, the device and the server do: no double effect, nothing shown that no read-back has shown', async () => {
  await fc.assert(holds(), { numRuns: Number(process.env['HEARTHWAY_SIMULATIONS'] ?? 150) })
}, 300_000)

test('the simulation goes through the life cycle, not round it', async () => {
  const taken = new Set<string>()
  for (const actions of [...seldom, ...fc.sample(story, { numRuns: 300, seed: 1 })]) for (const step of (await simulate(actions)).taken) taken.add(step)
  const missing = commandStates.flatMap((state) => commandEvents.filter((event) => nextState(state, event)).map((event) => `${state} ${event}`)).filter((step) => !taken.has(step))
  // Needs a lease to end, or a stranger to write, within the few ms between two reads.
  expect(missing.filter((step) => !rare.includes(step) && !notDriven.test(step))).toEqual([])
}, 120_000)
/** Steps that no action of the simulation leads to yet. */
const notDriven = /^effective | effect$/
const rare = ['selected outranked', 'selected vacated', 'held releaseConfirmed', 'sent leaseEnded', 'accepted leaseEnded', 'sent outrun', 'sent displaced', 'sent stop', 'accepted displaced']

/** What chance seldom brings: the outcome is lost, the controller is away, and something happens meanwhile. */
const away = (meanwhile: Action[]): Action[] => [
  { kind: 'faults', faults: ['none', 'dropAnswer'], lingerMs: 0 }, { kind: 'ask', loop: 0, mode: 'heat', setpoint_c: 20, leaseS: 60 }, { kind: 'pass', ms: 100 },
  { kind: 'plug', up: false }, { kind: 'pass', ms: 3000 }, ...meanwhile, { kind: 'plug', up: true }, { kind: 'pass', ms: 5000 },
]
const heatLong = asks()
const both = asks({ loop: 'both' })
const heldBelow = [asks({ slot: 13 }), pass(1500), asks(), pass(1500)]
const seldom: Action[][] = [
  away([{ kind: 'pass', ms: 15_000 }]),
  away([{ kind: 'foreign', loop: 0 }]),
  away([{ kind: 'ask', loop: 0, mode: 'off', setpoint_c: 0, leaseS: 60 }, { kind: 'pass', ms: 70_000 }]).map((action) => (action.kind === 'ask' && action.mode === 'heat' ? heatLong : action)),
  away([{ kind: 'local', loop: 0, local: true }]).map((one) => (one.kind === 'ask' ? heatLong : one)),
  [{ kind: 'device', slowMs: 40_000, limit_c: 60 }, { kind: 'faults', faults: ['none', 'duplicate'], lingerMs: 500 }, heatLong, pass(3000)],
  [both, pass(1500), person('operate'), pass(1500)],
  [both, pass(1500), person('cancel')],
  [both, pass(1500), { kind: 'lock', loop: 0, on: true }, person('operate'), pass(2000)],
  [{ kind: 'faults', faults: ['dropAnswer', 'dropAnswer'], lingerMs: 0 }, asks({ loop: 'both', mode: 'off' }), pass(200), person('operate')],
  [{ kind: 'plug', up: false }, pass(4000), asks({ loop: 'both', mode: 'off' }), pass(61_000)],
  [asks({ loop: 0, mode: 'off' }), pass(2000), asks({ loop: 'both', slot: 11 }), pass(2000), person('operate'), pass(3000)],
  [{ kind: 'runway', on: true }, asks({ loop: 1, mode: 'hold' }), pass(500), person('decline')],
  [{ kind: 'runway', on: true }, asks({ loop: 1, mode: 'hold' }), pass(500), person('cancel')],
  [{ kind: 'runway', on: true }, asks({ loop: 1, mode: 'hold' }), pass(500), { kind: 'local', loop: 1, local: true }, pass(1500), person('approve')],
  [...heldBelow, asks({ slot: 13, mode: 'release' }), pass(2000)],
  [...heldBelow, asks({ slot: 13, setpoint_c: 21 }), pass(2000)],
  [asks({ slot: 13, leaseS: 60 }), pass(1500), asks(), pass(20_000)],
  [...heldBelow, { kind: 'faults', faults: ['none', 'dropAnswer'], lingerMs: 0 }, asks({ mode: 'release' }), pass(300), { kind: 'stop', loop: 0 }, pass(3000)],
  [{ kind: 'device', slowMs: 100_000, limit_c: 60 }, heatLong, { kind: 'pass', ms: 2000 }, { kind: 'device', slowMs: 0, limit_c: 60 }, { kind: 'foreign', loop: 0 }, { kind: 'pass', ms: 3000 }],
]

/** Takes whatever was sent for carried out, without looking at what the device says. */
const believeTheEcho: typeof judgeReadBack = (command, answer, nowMs) =>
  command.state === 'sent' || command.state === 'unknown' ? { event: command.mode === 'release' ? 'releaseConfirmed' : 'agrees', reason: null } : judgeReadBack(command, answer, nowMs)

describe('the simulation can fail: it finds', () => {
  const finds = async (sabotage: Sabotage): Promise<string> => {
    const found = await fc.check(holds(sabotage), { numRuns: 300, seed: 20_260_110, endOnFailure: true })
    return found.failed ? String(found.errorInstance) : 'nothing'
  }
  test('a device without its sequence fence', async () => expect(await finds({ deviceUnfenced: true })).toMatch(/carried out twice/), 120_000)
  test('a store without its attempt fence', async () => expect(await finds({ storeUnfenced: true })).toMatch(/not in the life cycle|sent again/), 120_000)
  test('a server that believes the echo', async () => expect(await finds({ judge: believeTheEcho })).toMatch(/shown (applied|released), never carried out/), 120_000)
  test('a server that does not wait for the operator and the second person', async () => expect(await finds({ hasty: true })).toMatch(/nobody operated it|no second person/), 120_000)
  test('a driver that sends again after a time-out', async () => expect(await finds({ resend: true })).toMatch(/sent again/), 120_000)
})
