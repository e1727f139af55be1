import { expect, it } from 'vitest'
import { cityTicks, tickLabel } from './city-ticks'
import { cityTime } from './city-time'

it.each([
  ['Asia/Shanghai', '2026-01-01T15:10:00Z', ['00', '06', '12', '18', '00', '06']],
  ['Asia/Kolkata', '2026-01-01T15:10:00Z', ['00', '06', '12', '18', '00', '06']],
  // The clock is put forward in the second night.
  ['America/New_York', '2026-03-07T22:00:00Z', ['18', '00', '06', '12', '18', '00', '06']],
])("stands on the hours of the city's clock in %s", (zone, from, hours) => {
  const format = cityTime(zone)
  const fromMs = Date.parse(from)
  expect(cityTicks(fromMs, fromMs + 36 * 3_600_000, 6, format).map((ms) => format.minutes(new Date(ms)))).toEqual(hours.map((hour) => `${hour}:00`))
})
it('names the day at midnight', () => expect(tickLabel(Date.parse('2026-01-01T16:00:00Z'), cityTime('Asia/Shanghai'))).toBe('01-02'))
