import { expect, it } from 'vitest'
import { atLeast, atMost, benchResult } from './bench'
import { median, percentile, rounded } from './percentile'

it('takes the nearest rank, whatever the order', () => {
  const samples = [5, 1, 4, 2, 3, 10, 9, 8, 7, 6]
  expect([percentile(samples, 0.5), percentile(samples, 0.95), percentile(samples, 1), percentile(samples, 0), median([3, 1, 2])]).toEqual([5, 10, 10, 1, 2])
  expect(() => percentile([], 0.5)).toThrow(RangeError)
})

it('shows no more digits than it knows', () => {
  expect([rounded(0.123456), rounded(12.345), rounded(123_456.7)]).toEqual([0.123, 12.3, 123_457])
})

it('calls an unmeasured aim neither met nor missed', () => {
  const empty = { name: 'x', how: '', figures: {}, ratios: {}, notes: [] }
  expect(benchResult({ ...empty, aims: { a: atMost(1, 0.5), b: atLeast(1, 1) } }).met).toBe(true)
  expect(benchResult({ ...empty, aims: { a: atMost(1, null), b: atLeast(1, 1) } }).met).toBeNull()
  expect(benchResult({ ...empty, aims: { a: atMost(1, null), b: atLeast(1, 0.9) } }).met).toBe(false)
})
