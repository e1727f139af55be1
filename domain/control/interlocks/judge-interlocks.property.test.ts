import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandModes } from '../command'
import { judgeInterlocks } from './judge-interlocks'
import { refusalReasons } from '../reasons'
import { leastCondensationMarginK } from './condensation'
import { knownField, knownInput, nowMs } from './testing/known-input'

const anyNumber = fc.oneof(fc.double({ min: -60, max: 90 }), fc.constantFrom(NaN, Infinity, -Infinity))
const anyReading = fc.record({ value: anyNumber, atMs: fc.oneof(fc.nat(nowMs), fc.constantFrom(nowMs, nowMs - 60_000, NaN, nowMs * 2)), quality: fc.constantFrom(0, 0, 0, 1, 2), unchangedSinceMs: fc.constant(nowMs) })
const anySensor = (sensorId: string) => fc.record({ sensorId: fc.constant(sensorId), cadenceS: fc.constant(300), reading: fc.option(anyReading) })
const anyKnown = fc.record({
  answer: fc.record({ link: fc.constantFrom('online' as const, 'offline' as const, 'unknown' as const), status: fc.option(fc.record({ local: fc.boolean(), fault: fc.boolean(), supply_c: anyNumber })) }),
  field: fc.record({ dewPoint: fc.option(anySensor('dew')), slab: fc.array(anySensor('slab'), { maxLength: 2 }), surface: fc.array(anySensor('surface'), { maxLength: 2 }) }),
  command: fc.record({
    loop: fc.record({ service: fc.constantFrom('none' as const, 'heat' as const, 'cool' as const, 'heatAndCool' as const), heatMinC: anyNumber, heatMaxC: anyNumber, coolMinC: anyNumber, coolMaxC: anyNumber }),
    mode: fc.constantFrom(...commandModes), setpoint_c: fc.option(anyNumber.map((n) => Math.round(n * 10) / 10)),
  }),
})

test('no sequence of inputs talks its way past the guards', () => {
  fc.assert(fc.property(anyKnown, (known) => {
    const verdict = judgeInterlocks(knownInput(known))
    if (!verdict.allowed) { expect(refusalReasons).toContain(verdict.rule); return }
    const { answer, field, command } = known
    expect(answer.status?.local ?? false).toBe(false)
    if (command.mode === 'off' || command.mode === 'release') return
    expect(answer.link).toBe('online')
    expect(answer.status).toMatchObject({ local: false, fault: false })
    if (command.mode !== 'cool') return
    const { reading } = field.dewPoint!
    expect(command.setpoint_c! - reading!.value).toBeGreaterThanOrEqual(leastCondensationMarginK - 1e-9)
    expect(Math.abs(nowMs - reading!.atMs)).toBeLessThanOrEqual(750_499)
    expect(command.setpoint_c!).toBeGreaterThanOrEqual(knownField.limits.coldestSupplyC)
  }), { numRuns: 500 })
})
