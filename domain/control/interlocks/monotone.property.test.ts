import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { QuantityFact, StateFact } from './fact'
import type { Facts, InterlockInput } from './interlock-input'
import { builtRules, presentRules } from './judge-interlocks'
import type { LoopField, SensorState } from './loop-field'
import { endsHeatFlow, type Rule } from './rule'
import { cleared, knownField, knownInput, nowMs, rested, sensor, type Known } from './testing/known-input'

const rules: Rule[] = [...builtRules, ...presentRules]
const refusing = (input: InterlockInput): string[] => rules.filter((rule) => !rule.judge(input).allowed).map(({ name }) => name)
const lost = (before: InterlockInput, after: InterlockInput): string[] => refusing(before).filter((name) => !refusing(after).includes(name))

/** Machines that keep their own limits: every run and every rest lasts five minutes or more. */
const anyRuns = fc.array(fc.record({ minutes: fc.integer({ min: 5, max: 60 }), power_kw: fc.constantFrom(0, 0, 0.1, 100, -100), supply_c: fc.integer({ min: 5, max: 45 }) }), { minLength: 1, maxLength: 8 }).map((spells) => {
  const each = spells.flatMap(({ minutes, ...rest }) => Array.from({ length: minutes }, () => rest))
  return rested.map(({ atMs }, i) => {
    const { power_kw, supply_c } = each[i % each.length]!
    return { atMs, flowing: power_kw !== 0, power_kw, supply_c }
  })
})
const anySensor = (id: string, min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => sensor(id, value))
const anyCommand = fc.oneof(
  fc.integer({ min: 150, max: 500 }).map((tenths) => ({ mode: 'heat' as const, setpoint_c: tenths / 10 })), fc.integer({ min: 50, max: 300 }).map((tenths) => ({ mode: 'cool' as const, setpoint_c: tenths / 10 })),
  fc.constant({ mode: 'hold' as const, setpoint_c: null }))
const anyKnown = fc.record({
  command: fc.tuple(anyCommand, fc.boolean()).map(([command, automatic]) => ({ ...command, authority: { ...cleared, automatic } })),
  field: fc.record({
    slab: fc.array(anySensor('slab', -30, 50), { minLength: 1, maxLength: 3 }), surface: fc.array(anySensor('surface', -30, 60), { minLength: 1, maxLength: 3 }), dewPoint: anySensor('dew', -20, 30),
    runs: anyRuns, stationRuns: fc.array(anyRuns, { minLength: 1, maxLength: 3 }),
    runways: fc.array(fc.boolean().map((inUse) => ({ runwayId: 'R', use: { inUse, source: 'feed', reference: 'T', declaredAtMs: nowMs, expiresAtMs: nowMs + 1 } })), { maxLength: 2 }),
  }),
  answer: fc.record({ link: fc.constantFrom('online' as const, 'offline' as const), status: fc.record({ local: fc.boolean(), fault: fc.boolean(), supply_c: fc.double({ min: -30, max: 60, noNaN: true }) }) }),
}) satisfies fc.Arbitrary<Known>

/** Everything that can befall an input on its way here. */
type Harm = (known: Required<Known> & { field: Partial<LoopField> }) => Known
const spoil = (change: (reading: NonNullable<SensorState['reading']>) => SensorState['reading']) => (state: SensorState): SensorState => ({ ...state, reading: state.reading && change(state.reading) })
const spoilings = [
  spoil(() => null), spoil((reading) => ({ ...reading, value: NaN })), spoil((reading) => ({ ...reading, value: Infinity })), spoil((reading) => ({ ...reading, quality: 2 })), spoil((reading) => ({ ...reading, quality: 1 })),
  spoil((reading) => ({ ...reading, atMs: nowMs - 3_600_000, unchangedSinceMs: 0 })), spoil((reading) => ({ ...reading, atMs: nowMs + 3_600_000 })), spoil((reading) => ({ ...reading, atMs: NaN })), spoil((reading) => ({ ...reading, unchangedSinceMs: nowMs - 86_400_000 })),
]
const inField = (change: (field: Partial<LoopField>) => Partial<LoopField>): Harm => (known) => ({ ...known, field: { ...known.field, ...change(known.field) } })
const some = (list: readonly SensorState[] | undefined, which: number, how: (state: SensorState) => SensorState): SensorState[] => (list ?? []).map((state, i, all) => (i === which % all.length ? how(state) : state))
const cut = (runs: LoopField['runs'] | undefined, minutes: number): LoopField['runs'] => (runs ?? []).filter(({ atMs }) => atMs < nowMs - minutes * 60_000)
const anyHarm: fc.Arbitrary<Harm> = fc.oneof(
  fc.tuple(fc.constantFrom('slab' as const, 'surface' as const), fc.nat(2), fc.constantFrom(...spoilings)).map(([name, which, how]) => inField((field) => ({ [name]: some(field[name], which, how) }))),
  fc.constantFrom('slab' as const, 'surface' as const).map((name) => inField(() => ({ [name]: [] }))),
  fc.constantFrom(...spoilings).map((how) => inField((field) => ({ dewPoint: field.dewPoint ? how(field.dewPoint) : null }))), fc.constant(inField(() => ({ dewPoint: null }))),
  fc.constantFrom(5, 30, 90, 1000).map((minutes) => inField((field) => ({ stationRuns: (field.stationRuns ?? []).map((runs) => cut(runs, minutes)) }))),
  fc.constantFrom(5, 30, 1000).map((minutes) => inField((field) => ({ runs: cut(field.runs, minutes) }))), fc.constant(inField(() => ({ stationRuns: [] }))),
  fc.constantFrom('gone', 'expired').map((what) => inField((field) => ({ runways: (field.runways ?? []).map(({ runwayId, use }) => ({ runwayId, use: what === 'gone' || !use ? null : { ...use, expiresAtMs: nowMs - 1 } })) }))),
  fc.constant<Harm>((known) => ({ ...known, answer: { ...known.answer, link: 'unknown' } })), fc.constant<Harm>((known) => ({ ...known, answer: { ...known.answer, status: null } })),
  fc.constantFrom(null, NaN).map((supply_c): Harm => (known) => ({ ...known, answer: { ...known.answer, status: known.answer.status ? { ...known.answer.status, supply_c } : null } })),
)

test('no order and no combination of stale, bad, stuck, absurd and missing inputs ever turns a refusal into an allowance', () => {
  fc.assert(fc.property(anyKnown, fc.array(anyHarm, { minLength: 1, maxLength: 4 }), (known, harms) => {
    let harmed: Known = known
    for (const harm of harms) harmed = harm(harmed as Parameters<Harm>[0])
    expect(lost(knownInput(known), knownInput(harmed))).toEqual([])
  }), { numRuns: 300 })
})

/** Makes more of every fact possible, by chance. */
function widened(facts: Facts, by: () => number): Facts {
  const quantity = (fact: QuantityFact): QuantityFact => ({ ...fact, possible: { min: fact.possible.min - (by() < 0.5 ? 0 : by() * 40), max: fact.possible.max + (by() < 0.5 ? 0 : by() * 40) } })
  const state = <S extends string>(fact: StateFact<S>, every: readonly S[]): StateFact<S> => ({ ...fact, possible: every.filter((one) => fact.possible.includes(one) || by() < 0.3) })
  return {
    link: state(facts.link, ['online', 'offline']), local: state(facts.local, ['local', 'remote']), fault: state(facts.fault, ['fault', 'sound']), compressor: state(facts.compressor, ['stopped', 'heating', 'cooling']),
    runwayUse: facts.runwayUse.map((use) => state(use, ['inUse', 'notInUse'])), slab: facts.slab.map(quantity), surface: facts.surface.map(quantity), supply: facts.supply.map(quantity),
    dewPoint: quantity(facts.dewPoint), recentSupply: quantity(facts.recentSupply), stoppedFor: quantity(facts.stoppedFor), runningFor: quantity(facts.runningFor), starts: quantity(facts.starts), sinceHeating: quantity(facts.sinceHeating), sinceCooling: quantity(facts.sinceCooling),
  }
}

test('the more is possible, the less is allowed: for every rule by itself', () => {
  fc.assert(fc.property(anyKnown, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (known, chances) => {
    const input = knownInput(known)
    expect(lost(input, { ...input, facts: widened(input.facts, () => chances.next().value as number) })).toEqual([])
  }), { numRuns: 300 })
})

test('whatever is not known, off and release are let through', () => {
  fc.assert(fc.property(anyKnown, fc.constantFrom('off' as const, 'release' as const), fc.array(anyHarm, { maxLength: 4 }), (known, mode, harms) => {
    let harmed: Known = { ...known, command: { ...known.command, mode, setpoint_c: null } }
    for (const harm of harms) harmed = harm(harmed as Parameters<Harm>[0])
    const input = knownInput(harmed)
    expect(endsHeatFlow(mode)).toBe(true)
    expect(rules.filter((rule) => rule.severity === 'refuse' && !rule.judge(input).allowed).map(({ name }) => name)).toEqual(harmed.answer?.status?.local ? ['local_switch'] : [])
  }), { numRuns: 150 })
  expect(knownField.slab).toHaveLength(1)
})
