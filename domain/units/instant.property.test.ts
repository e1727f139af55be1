import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInstant } from './instant'

describe('parseInstant', () => {
  it('reads what Date writes, in any offset', () => {
    fc.assert(fc.property(fc.date({ min: new Date('0001-01-03T00:00:00Z'), max: new Date('9998-12-29T00:00:00Z'), noInvalidDate: true }), fc.integer({ min: -1439, max: 1439 }), (date, offsetMin) => {
      expect(parseInstant(date.toISOString())).toBe(date.getTime())
      const size = Math.abs(offsetMin)
      const offset = `${offsetMin < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
      expect(parseInstant(new Date(date.getTime() + offsetMin * 60_000).toISOString().replace('Z', offset))).toBe(date.getTime())
    }), { numRuns: 2000 })
  })

  it('never takes for an instant what Date.parse refuses, and agrees with it where both read', () => {
    const part = fc.stringMatching(/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,12})?(Z|z|[+-]\d{2}:\d{2})?$/)
    fc.assert(fc.property(part, (text) => {
      const ours = parseInstant(text)
      if (Number.isNaN(ours)) return
      expect(ours).toBe(Date.parse(text.toUpperCase().replace(/(\.\d{3})\d+/, '$1')))
    }), { numRuns: 5000 })
  })

  it.each([
    '2026-01-15T12:00:00', '2026-01-15', '2026-02-29T00:00:00Z', '2026-01-15T24:00:00Z', '2026-01-15T12:00:60Z', '2026-01-15 12:00:00Z',
    '2026-01-15T12:00:00.Z', '2026-01-15T12:00:00+0800', '2026-01-15T12:00:00+08:00 ', '20260115T120000Z', '2026-01-15T12:00:00Zx', '１026-01-15T12:00:00Z', '+02026-01-15T12:00:00Z', '',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNaN()
  })

  it('cuts digits below the millisecond off', () => {
    expect(parseInstant('2026-01-15T12:00:00.123999999Z')).toBe(Date.parse('2026-01-15T12:00:00.123Z'))
    expect(parseInstant('1969-12-31T23:59:59.5Z')).toBe(-500)
  })
})
