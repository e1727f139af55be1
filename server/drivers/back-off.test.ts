import { expect, test } from 'vitest'
import { createBackOff } from './back-off'

test('pauses double up to the longest, shortened by chance to no less than half, and end with an answer', () => {
  let chance = 1
  const backOff = createBackOff({ first: 100, longest: 500 }, () => chance)
  expect(backOff.remainingMs(0)).toBe(0)
  const pauses = [1, 1, 1, 1, 0, 0.5].map((next) => {
    chance = next
    backOff.failed(1000)
    return backOff.remainingMs(1000)
  })
  expect(pauses).toEqual([100, 200, 400, 500, 250, 375])
  expect(backOff.remainingMs(1300)).toBe(75)
  backOff.succeeded()
  expect(backOff.remainingMs(1000)).toBe(0)
  backOff.failed(1000)
  expect(backOff.remainingMs(1000)).toBe(75)
})
