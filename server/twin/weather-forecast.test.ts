import { expect, test } from 'vitest'
import { parseOpenMeteo } from '#domain/weather/parse-open-meteo'
import type { WeatherSeries } from '#domain/weather/weather-series'
import { cityScenario } from './city-network'
import { scenarioStartMs, weatherAt } from './scenario'
import { newestIssueMs, weatherForecast } from './weather-forecast'
import { openWeatherPort } from './weather-port'

const hourMs = 3_600_000
const cities = ['harbin', 'wuhan'] as const
const issue = (city: (typeof cities)[number], hour: number, seed = 'hearthway') => weatherForecast(cityScenario(city), seed, newestIssueMs(scenarioStartMs(cityScenario(city))) + hour * hourMs)
function read(city: (typeof cities)[number], hour: number): WeatherSeries {
  const nowMs = newestIssueMs(scenarioStartMs(cityScenario(city))) + hour * hourMs
  const parsed = parseOpenMeteo(issue(city, hour), { nowMs: nowMs + 1800_000, issuedAtMs: 0, source: '' })
  if ('refused' in parsed) throw new Error(parsed.refused.reason.en)
  expect(parsed.repairs).toEqual([])
  return parsed.series
}
const spread = (values: number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)

test.each(cities)('%s: every issue is read without a repair, for a day back and 50 h ahead, also after the weather has begun to repeat', (city) => {
  for (let hour = 0; hour < 200; hour += 7) expect(read(city, hour)).toMatchObject({ count: 75, stepS: 3600, issuedAtMs: newestIssueMs(scenarioStartMs(cityScenario(city))) + hour * hourMs })
})

test('errors grow with the lead time from about 0.3 to about 1.5 K, and the past is nearly what it was', () => {
  const scenario = cityScenario('harbin')
  const errors = (leadH: number): number[] => Array.from({ length: 240 }, (_, hour) => {
    const series = read('harbin', hour)
    return series.airTemperatureC[24 + leadH]! - weatherAt(scenario, series.startMs + (24 + leadH) * hourMs).air_c
  })
  expect(spread(errors(-12))).toBeLessThan(0.2)
  expect(spread(errors(1))).toBeGreaterThan(0.2)
  expect(spread(errors(1))).toBeLessThan(0.4)
  expect(spread(errors(48))).toBeGreaterThan(1)
  expect(spread(errors(48))).toBeLessThan(2)
})

test('deterministic for an instant of issue, another for another seed; neighbouring issues agree more than distant ones', () => {
  expect(issue('harbin', 5)).toEqual(issue('harbin', 5))
  expect(issue('harbin', 5, 'other').hourly['temperature_2m']).not.toEqual(issue('harbin', 5).hourly['temperature_2m'])
  const change = (apartH: number): number => spread(Array.from({ length: 60 }, (_, hour) => issue('harbin', hour).hourly['temperature_2m']![24 + 40]! - issue('harbin', hour + apartH).hourly['temperature_2m']![24 + 40 - apartH]!))
  expect(change(1)).toBeGreaterThan(0)
  expect(change(1)).toBeLessThan(change(24))
})

test('the snow that is coming is forecast, early or late, as snow; night has no sun', () => {
  const series = read('harbin', 0)
  const ahead = Array.from(series.precipitationMmPerH).slice(24, 24 + 16)
  expect(Math.max(...ahead)).toBeGreaterThan(0.3)
  expect(series.snowFraction.some((part) => part > 0.9)).toBe(true)
  expect(series.shortwaveDownWPerM2[24 + 6]).toBe(0)
  expect(Math.max(...series.shortwaveDownWPerM2)).toBeGreaterThan(50)
})

test('the port answers the newest issue, says when it is unchanged, and knows nothing else', async () => {
  const scenario = cityScenario('harbin')
  let siteMs = scenarioStartMs(scenario) + 59 * 60_000
  const port = await openWeatherPort(0, scenario, 'hearthway', () => siteMs)
  try {
    const ask = (path: string, headers: Record<string, string> = {}) => fetch(`http://127.0.0.1:${port.port}${path}`, { headers })
    const first = await ask('/v1/forecast?latitude=1')
    expect(await first.json()).toEqual(JSON.parse(JSON.stringify(weatherForecast(scenario, 'hearthway', scenarioStartMs(scenario)))))
    const etag = first.headers.get('etag')!
    expect((await ask('/v1/forecast', { 'if-none-match': etag })).status).toBe(304)
    siteMs += 60_000
    expect((await ask('/v1/forecast', { 'if-none-match': etag })).status).toBe(200)
    expect((await ask('/truth')).status).toBe(404)
  } finally {
    await port.close()
  }
})
