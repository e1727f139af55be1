import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useTimeStore } from './time'

const start = Date.parse('2026-01-01T12:00:00Z')
const minute = 60_000

beforeEach(() => { setActivePinia(createPinia()); vi.useFakeTimers() })
afterEach(() => { useTimeStore().stop(); vi.useRealTimers() })

function running() {
  const time = useTimeStore()
  time.sync(new Date(start).toISOString())
  time.start()
  return time
}
const minutesFromStart = (at: Date | null): number | null => at && (at.getTime() - start) / minute

it('shows now, a past or a coming instant, and knows nothing later than now', () => {
  const time = running()
  time.show(new Date(start + 90 * minute))
  expect([time.isNow, minutesFromStart(time.lookingAheadAt), time.lookingBackAt, minutesFromStart(time.shownAt), minutesFromStart(time.knownAt)]).toEqual([false, 90, null, 90, 0])
  time.show(new Date(start - 90 * minute))
  expect([time.isNow, time.lookingAheadAt, minutesFromStart(time.lookingBackAt), minutesFromStart(time.shownAt), minutesFromStart(time.knownAt)]).toEqual([false, null, -90, -90, -90])
  time.show(null)
  expect([time.isNow, time.lookingAheadAt, time.lookingBackAt]).toEqual([true, null, null])
})

it('looks no further than a forecast reaches, and nowhere before the clock is known', () => {
  useTimeStore().show(new Date(start))
  expect(useTimeStore().isNow).toBe(true)
  const time = running()
  time.show(new Date(start + 4000 * minute))
  expect(minutesFromStart(time.lookingAheadAt)).toBe(2880)
})

it('stays at its instant when that has come: then it is looked back at', async () => {
  const time = running()
  time.show(new Date(start + 2 * minute))
  await vi.advanceTimersByTimeAsync(3 * minute)
  expect([time.lookingAheadAt, minutesFromStart(time.lookingBackAt), minutesFromStart(time.shownAt)]).toEqual([null, 2, 2])
})

it('steps by the grid of the forecast ahead, by ten minutes back, and stops at now', async () => {
  const time = running()
  time.step(1, false)
  time.step(1, true)
  expect(minutesFromStart(time.lookingAheadAt)).toBe(80)
  time.step(-1, true)
  expect(minutesFromStart(time.lookingAheadAt)).toBe(20)
  await vi.advanceTimersByTimeAsync(5000)
  time.step(-1, false)
  expect(time.isNow).toBe(true)
  time.step(-1, false)
  time.step(-1, false)
  expect(Math.round(minutesFromStart(time.lookingBackAt)! * 60)).toBe(5 - 20 * 60)
  time.step(1, true)
  expect(time.isNow).toBe(true)
})
