import { expect, it } from 'vitest'
import { modelErrorK, setPercentiles, spreadOf } from './course-spread'

it('takes the 10th and 90th percentile of the members, and never turns them round', () => {
  const members = Array.from({ length: 11 }, (_, i) => Float32Array.of(i, 5 + i))
  const { belowK, aboveK } = spreadOf(Float32Array.of(5, 2), members)
  expect([...belowK]).toEqual([-4, 0])
  expect([...aboveK]).toEqual([4, 12])
})

it("begins with the start's own error and ends with the model's, with the weather's beside it", () => {
  const surface = new Float32Array(145)
  const [p10, p90] = [new Float32Array(145), new Float32Array(145)]
  setPercentiles(surface, { belowK: new Float32Array(144).fill(-3), aboveK: new Float32Array(144) }, 0.3, 1200, p10, p90)
  expect(p90[0]).toBeCloseTo(1.2816 * 0.3, 5)
  expect(p10[0]).toBeCloseTo(-1.2816 * 0.3, 5)
  expect(p90[144]).toBeCloseTo(1.2816 * modelErrorK, 3)
  expect(p10[144]).toBeCloseTo(-Math.hypot(1.2816 * modelErrorK, 3), 3)
})
