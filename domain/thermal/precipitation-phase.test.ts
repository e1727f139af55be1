import { expect, it } from 'vitest'
import { rainProbability, snowFractionOf } from './precipitation-phase'

it('snow in the cold, rain in the warm, both about 1 °C', () => {
  expect(snowFractionOf(-3, 90)).toBe(1)
  expect(snowFractionOf(5, 90)).toBe(0)
  expect(rainProbability((22 - 18) / 2.7, 90)).toBeCloseTo(0.5, 6)
  expect(snowFractionOf((22 - 18) / 2.7, 90)).toBeCloseTo(0.5, 6)
})
