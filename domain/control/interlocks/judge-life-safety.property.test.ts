import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLifeSafe, judgeLifeSafety } from './judge-life-safety'
import { cleared, cool, hold, knownField, knownInput, nowMs, off, release, runway, sensor, type Known } from './testing/known-input'

const snow = { surface: [sensor('surface', -3)] }
const danger = (known: Known, accepts = false): string => judgeLifeSafety(knownInput(known), accepts).danger

test.each<[string, Known, boolean?]>([
  ['none', {}],
  ['none', { field: snow }],
  ['none', { field: { ...runway(), ...snow } }],
  ['certain', { field: { ...runway({ inUse: true }), ...snow } }],
  ['certain', { command: { ...hold, authority: cleared }, field: { ...runway({ inUse: true }), ...snow } }],
  ['none', { field: { ...runway({ inUse: true }), ...snow } }, true],
  ['none', { field: { ...runway({ inUse: true }), surface: [sensor('surface', 4.1)] } }],
  // In use for certain, but nobody knows what lies on it.
  ['possible', { field: { ...runway({ inUse: true }), surface: [] } }],
  ['possible', { field: { ...runway(null), ...snow } }],
  ['possible', { field: { ...runway({ expiresAtMs: nowMs }), ...snow } }],
  ['none', { command: off, field: { ...runway({ inUse: true }), ...snow } }],
  ['none', { command: release, field: { ...runway({ inUse: true }), ...snow } }],
  ['none', { command: cool }],
  ['certain', { command: cool, field: { surface: [sensor('surface', 2.9)] } }],
  ['certain', { command: cool, field: { surface: [sensor('silent', 9, 5000), sensor('surface', 2.9)] } }],
  ['possible', { command: cool, field: { surface: [sensor('silent', 9, 5000), sensor('surface', 9)] } }],
  ['possible', { command: cool, field: { surface: [] } }],
])('%s %#', (expected, known, accepts) => expect(danger(known, accepts)).toBe(expected))

test('what is kept names the rules, their sources and their ages', () => {
  const { results } = judgeLifeSafety(knownInput({ field: { ...runway({ inUse: true }), ...snow } }))
  expect(results).toMatchObject([{ rule: 'runway_use', allowed: false, reason: 'runway_in_use', inputs: [{ source: 'feed T1', age_s: 60 }] }, { rule: 'runway_code', inputs: [{ source: 'surface', value: -3 }] }])
})

const rank = { none: 0, possible: 1, certain: 2 }
const anyKnown = fc.record({
  mode: fc.constantFrom('heat' as const, 'hold' as const, 'cool' as const), surfaces: fc.array(fc.record({ value_c: fc.integer({ min: -20, max: 20 }), ageS: fc.constantFrom(0, 0, 0, 5000) }), { maxLength: 3 }),
  use: fc.option(fc.record({ inUse: fc.boolean(), expiresAtMs: fc.constantFrom(nowMs + 600_000, nowMs - 1) })), under: fc.boolean(),
})
const inputOf = ({ mode, surfaces, use, under }: typeof anyKnown extends fc.Arbitrary<infer T> ? T : never) => knownInput({
  command: { mode, setpoint_c: mode === 'hold' ? null : mode === 'cool' ? 12 : 35, authority: cleared },
  field: { ...(under ? runway(use) : knownField), surface: surfaces.map(({ value_c, ageS }, i) => sensor(`surface${i}`, value_c, ageS)) },
})

test('whoever forgets something never finds it safer, and a certain danger needs something that is certainly so', () => {
  fc.assert(fc.property(anyKnown, fc.constantFrom('surfaces' as const, 'use' as const), (known, lost) => {
    const before = judgeLifeSafety(inputOf(known)).danger
    const after = judgeLifeSafety(inputOf({ ...known, ...(lost === 'use' ? { use: null } : { surfaces: known.surfaces.map((one) => ({ ...one, ageS: 5000 })) }) })).danger
    expect(rank[after] > 0 || rank[before] === 0).toBe(true)
    expect(after).not.toBe(before === 'certain' ? 'none' : lost === 'use' && known.mode !== 'cool' ? 'certain' : 'impossible')
  }), { numRuns: 300 })
})

test('what is safe again would not trip by the same cause at once', () => {
  fc.assert(fc.property(anyKnown, (known) => {
    const input = inputOf(known)
    const reason = known.mode === 'cool' ? 'cooling_near_freezing' : 'runway_in_use'
    if (isLifeSafe(input, reason)) expect(judgeLifeSafety(input).danger).toBe('none')
  }), { numRuns: 300 })
})
