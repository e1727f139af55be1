import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseReading, type ReadingRules, type SensorSource } from './parse-reading'

const nowMs = Date.parse('2026-01-15T12:00:00Z')
interface TestSensor { id: string; source: SensorSource }
const device: TestSensor = { id: 's1', source: 'device' }
const rules: ReadingRules<TestSensor> = {
  sensors: new Map<string, TestSensor>([['s1', device], ['c1', { id: 'c1', source: 'controller' }]]), source: 'device', nowMs, retentionDays: 400,
}
const good = { sensor: 's1', at: '2026-01-15T20:00:00+08:00', value: -3.25 }

describe('parseReading', () => {
  it('takes a good reading', () => {
    expect(parseReading(good, rules)).toEqual({ sensor: device, measuredAtMs: nowMs, value: -3.25 })
    expect(Object.is((parseReading({ ...good, value: -0 }, rules) as { value: number }).value, 0)).toBe(true)
  })

  it.each<[unknown, string, RegExp]>([
    [null, '', /object/], [[], '', /object/], ['x', '', /object/], [7, '', /object/],
    [{ ...good, unit: 'degF' }, 'unit', /unknown field/], [{ ...good, 'a\u0000': 1 }, '', /unknown field/], [JSON.parse('{"__proto__": 1, "sensor": "s1"}'), '__proto__', /unknown field/],
    [{ at: good.at, value: 1 }, 'sensor', /missing/], [{ ...good, sensor: 7 }, 'sensor', /string/], [{ ...good, sensor: 's2' }, 'sensor', /unknown sensor/],
    [{ ...good, sensor: 's1\u0000' }, 'sensor', /unknown sensor/], [{ ...good, sensor: '\ud800' }, 'sensor', /unknown sensor/], [{ ...good, sensor: 'x'.repeat(100_000) }, 'sensor', /80/],
    [{ ...good, sensor: 'c1' }, 'sensor', /controller/], [{ ...good, sensor: '__proto__' }, 'sensor', /unknown/],
    [{ sensor: 's1', value: 1 }, 'at', /missing/], [{ ...good, at: nowMs }, 'at', /RFC 3339/], [{ ...good, at: '2026-01-15T12:00:00' }, 'at', /offset/],
    [{ ...good, at: '2026-01-15T12:05:00.001Z' }, 'at', /ahead/], [{ ...good, at: '2024-12-01T00:00:00Z' }, 'at', /retention/],
    [{ sensor: 's1', at: good.at }, 'value', /missing/], [{ ...good, value: '1' }, 'value', /number/], [{ ...good, value: null }, 'value', /number/], [{ ...good, value: true }, 'value', /number/],
    [JSON.parse('{"sensor":"s1","at":"2026-01-15T12:00:00Z","value":1e999}'), 'value', /finite/], [{ ...good, value: Number.NaN }, 'value', /finite/],
  ])('refuses %j at %j', (item, field, reason) => {
    const outcome = parseReading(item, rules)
    expect(outcome).toHaveProperty('field', field)
    expect((outcome as { reason: string }).reason).toMatch(reason)
  })

  it('takes what lies exactly on the limits', () => {
    expect(parseReading({ ...good, at: '2026-01-15T12:05:00Z' }, rules)).toHaveProperty('value')
    expect(parseReading({ ...good, at: new Date(nowMs - 400 * 86_400_000).toISOString() }, rules)).toHaveProperty('value')
  })

  it('never throws and never lets anything but a finite value of a known sensor through', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ sensor: fc.oneof(fc.constant('s1'), fc.string({ unit: 'binary' })), at: fc.oneof(fc.constant(good.at), fc.string()), value: fc.oneof(fc.double(), fc.anything()) }, { requiredKeys: [] })), (item) => {
      const outcome = parseReading(item, rules)
      if ('reason' in outcome) return
      expect(outcome.sensor).toBe(device)
      expect(Number.isFinite(outcome.value)).toBe(true)
    }), { numRuns: 3000 })
  })
})
