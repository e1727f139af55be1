import type { WeatherSeries } from './weather-series'

/** The values that decide the instants from `fromMs` to `toMs` (unix ms): those between, and two more at each end. All of it when it does not reach so far. */
export function cutWeather(series: WeatherSeries, fromMs: number, toMs: number): WeatherSeries {
  const place = (ms: number): number => (ms - series.startMs) / 1000 / series.stepS
  const from = Math.max(0, Math.min(series.count - 1, Math.floor(place(fromMs)) - 2))
  const to = Math.max(from + 1, Math.min(series.count, Math.ceil(place(toMs)) + 3))
  const cut = (values: Float64Array): Float64Array => values.slice(from, to)
  return {
    ...series, startMs: series.startMs + from * series.stepS * 1000, count: to - from,
    airTemperatureC: cut(series.airTemperatureC), dewPointC: cut(series.dewPointC), windSpeedMPerS: cut(series.windSpeedMPerS), pressurePa: cut(series.pressurePa),
    precipitationMmPerH: cut(series.precipitationMmPerH), snowFraction: cut(series.snowFraction), cloudFraction: cut(series.cloudFraction),
    shortwaveDownWPerM2: cut(series.shortwaveDownWPerM2), longwaveDownWPerM2: cut(series.longwaveDownWPerM2),
  }
}
