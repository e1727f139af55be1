import { expect, it } from 'vitest'
import { isUnattended, noteAttendance } from './attended'

it('a page is unattended a minute after it was last touched, and attended again at the next touch', () => {
  const page = new EventTarget()
  let nowMs = 1000
  const end = noteAttendance(page, () => nowMs)
  expect([isUnattended(1000), isUnattended(61_000), isUnattended(61_001)]).toEqual([false, false, true])
  nowMs = 70_000
  page.dispatchEvent(new Event('keydown'))
  expect([isUnattended(130_000), isUnattended(130_001)]).toEqual([false, true])
  end()
  nowMs = 200_000
  page.dispatchEvent(new Event('pointermove'))
  expect(isUnattended(200_000)).toBe(true)
})
