import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { weatherOldAfterS } from '#domain/thermal/forecast-age'
import { weatherStatusShape } from '#domain/wire/forecast'
import type { GoodWeather } from '#server/forecast/weather/weather-desk'
import { jsonAnswer } from './openapi'
import type { Services } from './services'

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** What is known of the weather that forecasts rest on: its age, what was repaired, and why the newest attempt failed if it did. */
export function weatherRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({ method: 'get', path: '/api/weather/status', summary: 'The weather source: age, repairs, refusal', responses: { 200: jsonAnswer(weatherStatusShape, 'The status') } }), (c) => {
    const { place, askedAtMs, good, refused } = services.weather.current()
    return c.json({ place, asked_at: iso(askedAtMs), good: good && goodView(good, services.clock.now().getTime()), refused }, 200)
  })
}

function goodView({ series, repairs, receivedAtMs }: GoodWeather, nowMs: number) {
  const at = (ms: number): string => new Date(ms).toISOString()
  const ageS = (nowMs - series.issuedAtMs) / 1000
  return {
    source: series.source, issued_at: at(series.issuedAtMs), received_at: at(receivedAtMs), age_s: ageS, old: ageS > weatherOldAfterS,
    from: at(series.startMs), to: at(series.startMs + (series.count - 1) * series.stepS * 1000), step_s: series.stepS,
    repairs: repairs.map(({ field, reason, fromMs, toMs, count }) => ({ field, reason, from: iso(fromMs), to: iso(toMs), count })),
  }
}
