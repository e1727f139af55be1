import { vapourPressure_pa } from './humid-air'
import type { Scenario, Weather } from './scenario'

const stefanBoltzmann = 5.670374e-8
const rad = Math.PI / 180

/**
 * Sine of the sun's elevation at an instant (unix ms) and place (degrees).
 * Declination after Spencer (1971), equation of time as two harmonics; good to about a third of a degree.
 */
export function sinSolarElevation(utcMs: number, latitude_deg: number, longitude_deg: number): number {
  const date = new Date(utcMs)
  const dayOfYear = (utcMs - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000 + 1
  const year = (2 * Math.PI * (dayOfYear - 1)) / 365
  const declination = 0.006918 - 0.399912 * Math.cos(year) + 0.070257 * Math.sin(year) - 0.006758 * Math.cos(2 * year) + 0.000907 * Math.sin(2 * year)
    - 0.002697 * Math.cos(3 * year) + 0.00148 * Math.sin(3 * year)
  const b = (2 * Math.PI * (dayOfYear - 81)) / 364
  const equationOfTime_h = (9.87 * Math.sin(2 * b) - 7.53 * Math.cos(b) - 1.5 * Math.sin(b)) / 60
  const utcHour = (utcMs % 86_400_000) / 3_600_000
  const hourAngle = (utcHour + longitude_deg / 15 + equationOfTime_h - 12) * 15 * rad
  const lat = latitude_deg * rad
  return Math.sin(lat) * Math.sin(declination) + Math.cos(lat) * Math.cos(declination) * Math.cos(hourAngle)
}

/**
 * Global short-wave on the horizontal, W/m2: clear sky after Haurwitz (1945), cloud after Kasten & Czeplak (1980).
 * Haze is an assumption of this twin: 0.4 % less for every hPa of vapour above 10 hPa, as over a humid river city.
 */
export function shortWave_wPerM2(sinElevation: number, cloudFraction: number, vapour_hpa = 0): number {
  if (sinElevation <= 0) return 0
  return 1098 * sinElevation * Math.exp(-0.057 / sinElevation) * (1 - 0.75 * cloudFraction ** 3.4) * (1 - 0.004 * Math.min(40, Math.max(0, vapour_hpa - 10)))
}

/** Long-wave from the whole sky, W/m2: clear sky after Brutsaert (1975), cloud factor 1 + 0.22 c^2.75 (Sugita & Brutsaert 1993). */
export function longWaveDown_wPerM2(air_c: number, dewPoint_c: number, cloudFraction: number): number {
  const air_k = air_c + 273.15
  const clear = 1.24 * ((vapourPressure_pa(dewPoint_c) / 100) / air_k) ** (1 / 7)
  return Math.min(1, clear * (1 + 0.22 * cloudFraction ** 2.75)) * stefanBoltzmann * air_k ** 4
}

/** Both radiation terms for the weather of an instant, W/m2. */
export function skyRadiation(scenario: Scenario, weather: Weather): { shortWave_wPerM2: number; longWave_wPerM2: number } {
  const sinElevation = sinSolarElevation(weather.scenarioMs, scenario.latitude_deg, scenario.longitude_deg)
  return {
    shortWave_wPerM2: shortWave_wPerM2(sinElevation, weather.cloudFraction, vapourPressure_pa(weather.dewPoint_c) / 100),
    longWave_wPerM2: longWaveDown_wPerM2(weather.air_c, weather.dewPoint_c, weather.cloudFraction),
  }
}
