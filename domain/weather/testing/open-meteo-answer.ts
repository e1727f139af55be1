export type Hourly = Record<string, (number | string | null)[]>
export interface OpenMeteoAnswer { utc_offset_seconds?: number; elevation?: number; issued_at?: string | number; source?: string; hourly_units?: Record<string, string>; hourly: Hourly }

export const answerStartMs = Date.parse('2026-01-15T00:00:00Z')
const localText = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16)

/** A winter day and two after it as Open-Meteo answers: local time of UTC+8, hourly, °C, km/h, hPa. */
export function openMeteoAnswer(hours = 72): OpenMeteoAnswer {
  const column = (of: (h: number) => number, digits = 1): number[] => Array.from({ length: hours }, (_, h) => Number(of(h).toFixed(digits)))
  return {
    utc_offset_seconds: 28_800, elevation: 142, issued_at: '2026-01-15T00:00:00Z', source: 'test',
    hourly_units: {
      time: 'iso8601', temperature_2m: '°C', dew_point_2m: '°C', wind_speed_10m: 'km/h', surface_pressure: 'hPa', precipitation: 'mm', snowfall: 'cm', cloud_cover: '%', shortwave_radiation: 'W/m²',
    },
    hourly: {
      time: Array.from({ length: hours }, (_, h) => localText(answerStartMs + h * 3_600_000)),
      temperature_2m: column((h) => -8 + 4 * Math.sin(h / 4)), dew_point_2m: column((h) => -13 + 3 * Math.sin(h / 4)), wind_speed_10m: column((h) => 12 + 5 * Math.sin(h / 7)),
      surface_pressure: column((h) => 1005 + 3 * Math.sin(h / 20)), precipitation: column((h) => (h > 20 && h < 30 ? 0.7 : 0)), snowfall: column((h) => (h > 20 && h < 30 ? 0.49 : 0), 2),
      cloud_cover: column((h) => 50 + 40 * Math.sin(h / 9), 0), shortwave_radiation: column((h) => Math.max(0, 300 * Math.sin(((h - 1) * Math.PI) / 12))),
    },
  }
}
