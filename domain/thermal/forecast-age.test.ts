import { expect, it } from 'vitest'
import { judgeForecastAge } from './forecast-age'

const issuedAtMs = Date.parse('2026-01-15T12:00:00Z')
const forecast = { issuedAtMs, weatherIssuedAtMs: issuedAtMs - 3_600_000, cadenceS: 600 }
const minute = 60_000

it.each([
  [20 * minute, null, []], [20 * minute, forecast.weatherIssuedAtMs, []], [20 * minute + 1, null, ['run_overdue']],
  [5 * 60 * minute + 1, null, ['run_overdue', 'weather_old']], [minute, issuedAtMs, ['weather_superseded']],
])('%i ms after the run, with weather of %s: %j', (afterMs, newest, reasons) => {
  expect(judgeForecastAge(forecast, issuedAtMs + afterMs, newest)).toEqual(reasons)
})
