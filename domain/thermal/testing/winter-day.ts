import type { WeatherSeries } from '../../weather/weather-series'
import { extraterrestrialWPerM2, sunPosition } from '../sun-position'

/** Hourly winter weather in Harbin from 10 January 2026, 00:00 UTC: a cold night, sun, four hours of snow. */
export function winterDay(count: number): WeatherSeries {
  const startMs = Date.UTC(2026, 0, 10)
  const row = (value: (hour: number) => number): Float64Array => Float64Array.from({ length: count }, (_, hour) => value(hour))
  const meanSun = (hour: number): number => {
    let sum = 0
    for (let k = 0; k < 60; k++) sum += extraterrestrialWPerM2(sunPosition(startMs + hour * 3_600_000 - k * 60_000, 45.75, 126.63))
    return (0.6 * sum) / 60
  }
  return {
    startMs, stepS: 3600, count, issuedAtMs: startMs, source: 'test', windHeightM: 10,
    airTemperatureC: row((h) => -8 + 5 * Math.sin(((h - 1) / 12) * Math.PI)), dewPointC: row((h) => -12 + 2 * Math.sin((h / 12) * Math.PI)),
    windSpeedMPerS: row((h) => 3 + Math.sin(h)), pressurePa: row(() => 1e5),
    precipitationMmPerH: row((h) => (h % 24 >= 10 && h % 24 < 14 ? 1.5 : 0)), snowFraction: row(() => 1), cloudFraction: row(() => 0.4),
    shortwaveDownWPerM2: row(meanSun), longwaveDownWPerM2: row(() => 210),
  }
}
