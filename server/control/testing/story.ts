import fc from 'fast-check'
import type { CommandMode } from '#domain/control/command'
import { faults, type Fault } from './faulty-line'
import type { StoryFacts } from './story-field'

export type Action =
  /** `slot` 8 unless said; `draft` keeps it back; loop 'both' reserves a group. */
  | { kind: 'ask'; loop: number | 'both'; mode: CommandMode; setpoint_c: number; leaseS: number; slot?: number; draft?: boolean }
  /** Persons' steps on the newest request that could take them: by the one who asked, or by another. */
  | { kind: 'person'; does: 'operate' | 'approve' | 'decline' | 'submit' | 'cancel' | 'renew' | 'relinquish'; own: boolean }
  | { kind: 'stop'; loop: number | 'both' }
  /** Somebody else locks a loop, or ends the lock. */
  | { kind: 'lock'; loop: number; on: boolean }
  /** From now on sensors, or those who know the runway above loop 1, say something else. */
  | { kind: 'fact'; now: Partial<Omit<StoryFacts, 'behindS'>> }
  | { kind: 'faults'; faults: Fault[]; lingerMs: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'plug'; up: boolean }
  | { kind: 'local'; loop: number; local: boolean }
  /** What the device is like from now on. */
  | { kind: 'device'; slowMs: number; limit_c: number }
  | { kind: 'reboot' }
  /** Somebody else writes to the device, with a sequence far above ours. */
  | { kind: 'foreign'; loop: number }
  /** kill -9 of the server that leads, at its n-th await from now on, and a new one. */
  | { kind: 'kill'; awaits: number }
  /** A second server seeks the lead while the first cannot ask for its own (`lease`), reaches no database (`database`), or is stopped (`pause`). */
  | { kind: 'split'; how: 'lease' | 'database' | 'pause'; ms: number }
  /** Nobody reaches the database. */
  | { kind: 'outage'; ms: number }
  /** The site clock of every server stands so far beside the true time from now on; the sensors' with it, or not. */
  | { kind: 'clock'; offsetS: number; sensorsToo: boolean }

const loop = fc.nat(1)
const both = fc.oneof({ weight: 4, arbitrary: loop }, { weight: 1, arbitrary: fc.constant('both' as const) })
const is = <K extends Action['kind']>(kind: K) => fc.constant(kind)
const fault = fc.constantFrom<Fault>('none', 'none', 'none', ...faults)
const fact = fc.oneof(
  fc.record({ dewPoint: fc.constantFrom('calm' as const, 'danger' as const, 'silent' as const, 'broken' as const) }),
  fc.record({ surface: fc.constantFrom('calm' as const, 'danger' as const, 'silent' as const) }),
  fc.record({ slab: fc.constantFrom('calm' as const, 'danger' as const, 'silent' as const, 'broken' as const) }),
  fc.record({ runway: fc.constantFrom('none' as const, 'quiet' as const, 'quiet' as const, 'inUse' as const, 'expired' as const) }),
)
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({
    kind: is('ask'), loop: both, mode: fc.constantFrom('heat', 'heat', 'cool', 'hold', 'off', 'release'), setpoint_c: fc.integer({ min: 20, max: 22 }),
    leaseS: fc.constantFrom(60, 300), slot: fc.constantFrom(8, 8, 11, 13), draft: fc.constantFrom(false, false, false, false, true),
  }) },
  { weight: 4, arbitrary: fc.record({ kind: is('person'), does: fc.constantFrom('operate', 'operate', 'operate', 'approve', 'approve', 'decline', 'submit', 'cancel', 'renew', 'relinquish'), own: fc.constantFrom(true, true, true, false) }) },
  { weight: 2, arbitrary: fc.record({ kind: is('fact'), now: fact }) },
  { weight: 1, arbitrary: fc.record({ kind: is('stop'), loop: both }) },
  { weight: 1, arbitrary: fc.record({ kind: is('lock'), loop, on: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: is('faults'), faults: fc.array(fault, { minLength: 1, maxLength: 5 }), lingerMs: fc.constantFrom(0, 500, 8000) }) },
  { weight: 6, arbitrary: fc.record({ kind: is('pass'), ms: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 100, max: 15_000 }), fc.integer({ min: 15_000, max: 90_000 })) }) },
  { weight: 2, arbitrary: fc.record({ kind: is('device'), slowMs: fc.constantFrom(0, 0, 15_000, 40_000, 100_000), limit_c: fc.constantFrom(60, 60, 21) }) },
  { weight: 1, arbitrary: fc.constantFrom<Action>({ kind: 'reboot' }, { kind: 'foreign', loop: 0 }, { kind: 'foreign', loop: 1 }) },
  { weight: 2, arbitrary: fc.record({ kind: is('plug'), up: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: is('local'), loop, local: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: is('kill'), awaits: fc.oneof(fc.constant(0), fc.nat(40)) }) },
  { weight: 1, arbitrary: fc.record({ kind: is('split'), how: fc.constantFrom('lease', 'database', 'pause'), ms: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 3000, max: 15_000 })) }) },
  { weight: 1, arbitrary: fc.record({ kind: is('outage'), ms: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 2000, max: 30_000 })) }) },
  { weight: 1, arbitrary: fc.record({ kind: is('clock'), offsetS: fc.constantFrom(0, 90, -90, 3600, -3600, 7200, -14_400), sensorsToo: fc.boolean() }) },
)

export const pass = (ms: number): Action => ({ kind: 'pass', ms })
export const person = (does: Extract<Action, { kind: 'person' }>['does'], own = true): Action => ({ kind: 'person', does, own })
export const asks = (more: Partial<Extract<Action, { kind: 'ask' }>> = {}): Action => ({ kind: 'ask', loop: 0, mode: 'heat', setpoint_c: 20, leaseS: 300, ...more })
export const fares = (now: Extract<Action, { kind: 'fact' }>['now']): Action => ({ kind: 'fact', now })

/** What chance alone seldom puts in a row: persons who do what they are there for, slots above each other, and a danger that comes in between. */
const scenes: Action[][] = [
  [asks({ loop: 'both' }), pass(1500), person('operate')],
  [fares({ runway: 'quiet' }), asks({ loop: 1, mode: 'hold' }), pass(500), person('approve'), pass(1500), person('operate'), pass(1500)],
  [asks({ draft: true }), pass(200), person('submit'), pass(1500)],
  [asks({ slot: 13 }), pass(1500), asks({ leaseS: 60 }), pass(1500)],
  [asks(), pass(1500), asks({ slot: 11, setpoint_c: 21 }), pass(1500)],
  [asks(), pass(1500), person('renew'), pass(1500)],
  [{ kind: 'faults', faults: ['none', 'duplicate'], lingerMs: 500 }, asks(), pass(1500)],
  [asks({ loop: 'both', mode: 'cool' }), pass(1500), fares({ dewPoint: 'danger' }), pass(3000), person('operate'), pass(1500)],
  [asks({ mode: 'cool' }), pass(3000), fares({ surface: 'danger' }), pass(5000)],
  [asks({ mode: 'cool' }), pass(3000), fares({ dewPoint: 'danger' }), pass(5000)],
  [asks(), pass(3000), fares({ slab: 'danger' }), pass(5000)],
  [asks(), pass(1500), asks({ mode: 'off' }), pass(13_000), asks(), pass(1500)],
  [asks(), pass(1500), asks({ mode: 'release' }), pass(8000)],
  ...(['inUse', 'expired'] as const).map((becomes) => [
    fares({ runway: 'quiet' }), asks({ loop: 1, mode: 'heat' }), pass(500), person('approve'), pass(1500), person('operate'), pass(1500), fares({ surface: 'danger' }), fares({ runway: becomes }), pass(5000),
  ]),
  [fares({ surface: 'calm' }), fares({ runway: 'quiet' }), pass(122_000), person('relinquish'), pass(3000)],
]

/** Somebody changes his mind while the command is on its way: two hands on one row within milliseconds. */
const atOnce: fc.Arbitrary<Action[]> = fc.record({ ms: fc.nat(9), then: fc.constantFrom<Action>(person('cancel'), { kind: 'stop', loop: 0 }, asks({ mode: 'off' })) })
  .map(({ ms, then }) => [asks(), pass(ms), then])

/** What happens in one run. */
export const story: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof({ weight: 10, arbitrary: action.map((one) => [one]) }, { weight: 4, arbitrary: fc.constantFrom(...scenes) }, { weight: 1, arbitrary: atOnce }), { maxLength: 22, size: 'max' },
).map((parts) => parts.flat())
