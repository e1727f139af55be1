import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandModes } from './command'
import { condensationMarginK, judgeInterlocks, type InterlockInput } from './interlocks'
import { refusalReasons } from './reasons'

const good: InterlockInput = {
  loop: { service: 'heatAndCool', heatMinC: 20, heatMaxC: 45, coolMinC: 8, coolMaxC: 22 }, mode: 'heat', setpoint_c: 35, link: 'online',
  device: { local: false, fault: false }, dewPoint: { value_c: 5, atMs: 1_000_000 }, nowMs: 1_000_000,
}
const cool = { ...good, mode: 'cool' as const, setpoint_c: 12 }
const ruleOf = (input: InterlockInput): string | null => { const v = judgeInterlocks(input); return v.allowed ? null : v.rule }

describe('each rule by its own example', () => {
  test.each<[string | null, InterlockInput]>([
    [null, good],
    [null, cool],
    ['mode_not_served', { ...good, loop: { ...good.loop, service: 'cool' } }],
    ['mode_not_served', { ...cool, loop: { ...good.loop, service: 'heat' } }],
    ['mode_not_served', { ...good, mode: 'hold', setpoint_c: null, loop: { ...good.loop, service: 'none' } }],
    ['setpoint_required', { ...good, setpoint_c: null }],
    ['setpoint_forbidden', { ...good, mode: 'off' }],
    ['setpoint_outside_limits', { ...good, setpoint_c: 45.1 }],
    ['setpoint_outside_limits', { ...good, setpoint_c: NaN }],
    ['setpoint_outside_limits', { ...cool, setpoint_c: 35 }],
    ['setpoint_resolution', { ...good, setpoint_c: 35.05 }],
    ['controller_unknown', { ...good, link: 'unknown' }],
    ['controller_offline', { ...good, link: 'offline' }],
    ['controller_unknown', { ...good, device: null }],
    ['local_switch', { ...good, device: { local: true, fault: false } }],
    ['local_switch', { ...good, mode: 'release', setpoint_c: null, device: { local: true, fault: false } }],
    ['controller_fault', { ...good, device: { local: false, fault: true } }],
    [null, { ...good, mode: 'off', setpoint_c: null, link: 'offline', device: null }],
    [null, { ...good, mode: 'release', setpoint_c: null, link: 'unknown', device: null }],
    [null, { ...good, mode: 'off', setpoint_c: null, device: { local: false, fault: true } }],
    ['dew_point_unknown', { ...cool, dewPoint: null }],
    ['dew_point_stale', { ...cool, nowMs: 1_000_000 + 751_000 }],
    [null, { ...cool, nowMs: 1_000_000 + 750_000 }],
    ['condensation_guard', { ...cool, dewPoint: { value_c: 10.1, atMs: 1_000_000 } }],
    [null, { ...cool, dewPoint: { value_c: 10, atMs: 1_000_000 } }],
  ])('%s %#', (rule, input) => expect(ruleOf(input)).toBe(rule))
})

test('the refusal of a stale dew point says which input and how old', () => {
  expect(judgeInterlocks({ ...cool, nowMs: 2_000_000 })).toEqual({ allowed: false, rule: 'dew_point_stale', params: { input: 'dew_point', age_s: 1000, limit_s: 750 } })
})

const anyNumber = fc.oneof(fc.double({ min: -60, max: 90 }), fc.constantFrom(NaN, Infinity, -Infinity))
const anyInput: fc.Arbitrary<InterlockInput> = fc.record({
  loop: fc.record({ service: fc.constantFrom('none', 'heat', 'cool', 'heatAndCool'), heatMinC: anyNumber, heatMaxC: anyNumber, coolMinC: anyNumber, coolMaxC: anyNumber }),
  mode: fc.constantFrom(...commandModes), setpoint_c: fc.option(anyNumber.map((n) => Math.round(n * 10) / 10)), link: fc.constantFrom('online', 'offline', 'unknown'),
  device: fc.option(fc.record({ local: fc.boolean(), fault: fc.boolean() })), dewPoint: fc.option(fc.record({ value_c: anyNumber, atMs: fc.nat(4_000_000) })), nowMs: fc.constant(4_000_000),
})

test('no sequence of inputs talks its way past the guards', () => {
  fc.assert(fc.property(anyInput, (input) => {
    const verdict = judgeInterlocks(input)
    if (!verdict.allowed) { expect(refusalReasons).toContain(verdict.rule); return }
    expect(input.device?.local ?? false).toBe(false)
    if (input.mode === 'off' || input.mode === 'release') return
    expect(input.link).toBe('online')
    expect(input.device).toEqual({ local: false, fault: false })
    if (input.mode !== 'cool') return
    expect(input.setpoint_c! - input.dewPoint!.value_c).toBeGreaterThanOrEqual(condensationMarginK - 1e-9)
    expect(input.nowMs - input.dewPoint!.atMs).toBeLessThanOrEqual(750_499)
  }), { numRuns: 2000 })
})
