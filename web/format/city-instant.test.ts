import { expect, it } from 'vitest'
import { cityInstant } from './city-instant'

it('reads a wall clock of the city, whatever the zone of the browser', () => {
  expect(cityInstant('Asia/Shanghai', '2026-01-10T20:00')?.toISOString()).toBe('2026-01-10T12:00:00.000Z')
  expect(cityInstant('America/New_York', '2026-07-01T00:30')?.toISOString()).toBe('2026-07-01T04:30:00.000Z')
})
it('takes the earlier of a time shown twice, and none for one that is skipped or none', () => {
  expect(cityInstant('America/New_York', '2026-11-01T01:30')?.toISOString()).toBe('2026-11-01T05:30:00.000Z')
  expect(cityInstant('America/New_York', '2026-03-08T02:30')).toBeNull()
  expect(cityInstant('Asia/Shanghai', '')).toBeNull()
  expect(cityInstant('Asia/Shanghai', '2026-02-31T10:00')).toBeNull()
})
