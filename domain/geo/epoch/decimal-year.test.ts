import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimalYear } from './decimal-year'

it('is the year at its beginning and half past in its middle, in leap years too', () => {
  expect(['2000-01-01T00:00:00Z', '2026-07-02T12:00:00Z', '2024-07-02T00:00:00Z', '2026-04-02T06:00:00Z'].map((text) => decimalYear(Date.parse(text)))).toEqual([2000, 2026.5, 2024.5, 2026.25])
})

it('never runs backwards', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e9 }), (atMs, laterMs) => { expect(decimalYear(atMs + laterMs)).toBeGreaterThanOrEqual(decimalYear(atMs)) }))
})
