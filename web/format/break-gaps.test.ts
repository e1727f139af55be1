import { expect, it } from 'vitest'
import { breakGaps } from './break-gaps'

it('breaks the line where readings are missing and nowhere else', () => {
  const line = breakGaps([[0, 1, 0], [60, 2, 0], [120, 3, 0], [1000, 4, 0], [1060, 5, 0]], 60)
  expect(line.map(([, value]) => value)).toEqual([1, 2, 3, null, 4, 5])
})
it('does not break a series that was thinned evenly', () => {
  const line = breakGaps(Array.from({ length: 20 }, (_, i) => [i * 300, i, 0] as const), 60)
  expect(line.every(([, value]) => value !== null)).toBe(true)
})
it('leaves bad values out and shows the hole they make', () => {
  const line = breakGaps([[0, 1, 0], [60, 85, 2], [120, 85, 2], [180, 85, 2], [240, 2, 0]], 60)
  expect(line.map(([, value]) => value)).toEqual([1, null, 2])
})
