import { expect, it } from 'vitest'
import { createHoldTimer } from './hold-timer'

it('is over only after the whole time without a break', () => {
  const timer = createHoldTimer(2000)
  timer.press(1000)
  expect(timer.share(2999)).toBeLessThan(1)
  timer.release()
  expect(timer.share(3001)).toBe(0)
  timer.press(3001)
  expect(timer.share(4000)).toBeLessThan(1)
  expect(timer.share(5001)).toBe(1)
})
it('a repeated press does not begin anew', () => {
  const timer = createHoldTimer(2000)
  timer.press(0)
  timer.press(1500)
  expect(timer.share(2000)).toBe(1)
})
