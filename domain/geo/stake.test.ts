import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseStake, writeStake } from './stake'

it('reads stakes as they stand at the road, and nothing else', () => {
  expect(['K12+345', 'K0+000', 'K12+345.6', 'K0+5'].map(parseStake)).toEqual([12_345, 0, 12_345.6, 5])
  expect(['12+345', 'K12+3456', 'K12', 'k12+345', 'K12+345.6789', 'K-1+000', ''].map(parseStake)).toEqual(Array(7).fill(null))
})

it('writes a measure so that it is read as the same millimetre', () => {
  expect([0, 345.5, 12_345, 999.9996].map(writeStake)).toEqual(['K0+000', 'K0+345.5', 'K12+345', 'K1+000'])
  fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), (mm) => { expect(parseStake(writeStake(mm / 1000))).toBeCloseTo(mm / 1000, 6) }))
})
