import { forecastErrors, growing } from './forecast-errors'
import { vapourPressure_pa } from './humid-air'
import { weatherAt, type Scenario } from './scenario'
import { shortWave_wPerM2, sinSolarElevation } from './sky'

const hourMs = 3_600_000
const pastH = 24
const aheadH = 50
/** Points in the hour over which sums and means are taken. */
const perHour = 6

/** Hours in the shape of Open-Meteo's answer, with the instant of issue and the name of the source beside them. */
export interface ServiceForecast {
  latitude: number
  longitude: number
  utc_offset_seconds: 0
  issued_at: string
  source: string
  hourly_units: Record<string, string>
  hourly: Record<string, number[]>
}

/** Instant of the newest issue, unix ms: the service issues at every full hour of site time. */
export const newestIssueMs = (siteMs: number): number => Math.floor(siteMs / hourMs) * hourMs

/**
 * What a weather service would have issued at `issueMs`: the past day nearly as it was, then 50 h whose errors grow with the lead time (air 0.3 K at
 * +1 h, 1.5 K at +48 h; wind 8 to 30 %; cloud 0.05 to 0.25; precipitation early or late by up to hours and off in amount). It knows the city's weather and
 * nothing of its segments. The same seed and instant give the same forecast.
 */
export function weatherForecast(scenario: Scenario, seed: string, issueMs: number): ServiceForecast {
  const issueH = issueMs / hourMs
  const fromH = issueH - pastH
  const hours = Array.from({ length: pastH + aheadH + 1 }, (_, i) => fromH + i)
  const error = (quantity: string, at1h: number, at48h: number): ((validH: number) => number) => {
    const deviations = forecastErrors(seed, quantity, issueH, fromH, hours.length)
    // An hour that is past was observed: what is left is the difference between a station and the city.
    return (validH) => (deviations[validH - fromH] as number) * (validH <= issueH ? at1h / 3 : growing(validH - issueH, at1h, at48h))
  }
  const errors = {
    air: error('air', 0.3, 1.5), dew: error('dew', 0.3, 1), wind: error('wind', 0.08, 0.3), cloud: error('cloud', 0.05, 0.25), pressure: error('pressure', 0.2, 2),
    timingH: error('timing', 0.2, 2), amount: error('amount', 0.1, 0.5),
  }
  const cloudAt = (siteMs: number, validH: number): number => clamp(weatherAt(scenario, siteMs).cloudFraction + errors.cloud(validH), 0, 1)
  const within = (validH: number, of: (siteMs: number) => number): number => {
    let sum = 0
    for (let k = 0; k < perHour; k++) sum += of((validH - (k + 0.5) / perHour) * hourMs)
    return sum / perHour
  }
  const hourly: ServiceForecast['hourly'] = {
    time: [], temperature_2m: [], dew_point_2m: [], relative_humidity_2m: [], wind_speed_10m: [], surface_pressure: [], precipitation: [], snowfall: [], cloud_cover: [], shortwave_radiation: [],
  }
  for (const validH of hours) {
    const weather = weatherAt(scenario, validH * hourMs)
    const air_c = round(weather.air_c + errors.air(validH), 1)
    const dewPoint_c = Math.min(air_c, round(weather.dewPoint_c + 0.7 * errors.air(validH) + errors.dew(validH), 1))
    const shiftMs = errors.timingH(validH) * hourMs
    const precipitation_mm = round(within(validH, (siteMs) => weatherAt(scenario, siteMs - shiftMs).precipitation_mmPerH) * Math.exp(errors.amount(validH)), 1)
    hourly['time']!.push((validH * hourMs) / 1000)
    hourly['temperature_2m']!.push(air_c)
    hourly['dew_point_2m']!.push(dewPoint_c)
    hourly['relative_humidity_2m']!.push(round((100 * vapourPressure_pa(dewPoint_c)) / vapourPressure_pa(air_c), 0))
    hourly['wind_speed_10m']!.push(round(3.6 * weather.wind_mPerS * Math.exp(errors.wind(validH)), 1))
    hourly['surface_pressure']!.push(round(weather.pressure_hpa + errors.pressure(validH), 1))
    hourly['precipitation']!.push(precipitation_mm)
    // All snow at 0 °C and below, all rain from 2 °C; 7 cm of snow are 10 mm.
    hourly['snowfall']!.push(round(precipitation_mm * clamp((2 - air_c) / 2, 0, 1) * 0.7, 2))
    hourly['cloud_cover']!.push(round(100 * cloudAt(validH * hourMs, validH), 0))
    hourly['shortwave_radiation']!.push(round(within(validH, (siteMs) => {
      const sun = sinSolarElevation(weatherAt(scenario, siteMs).scenarioMs, scenario.latitude_deg, scenario.longitude_deg)
      return shortWave_wPerM2(sun, cloudAt(siteMs, validH), vapourPressure_pa(dewPoint_c) / 100)
    }), 0))
  }
  return {
    latitude: scenario.latitude_deg, longitude: scenario.longitude_deg, utc_offset_seconds: 0, issued_at: new Date(issueMs).toISOString(), source: `demo weather service (${scenario.city})`,
    hourly_units: {
      time: 'unixtime', temperature_2m: '°C', dew_point_2m: '°C', relative_humidity_2m: '%', wind_speed_10m: 'km/h', surface_pressure: 'hPa', precipitation: 'mm', snowfall: 'cm', cloud_cover: '%',
      shortwave_radiation: 'W/m²',
    },
    hourly,
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
/** To the digits that a service prints; never -0, which JSON cannot say. */
const round = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0
