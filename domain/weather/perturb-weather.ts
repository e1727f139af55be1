import type { WeatherSeries } from './weather-series'

/** Uniform number in 0..1; seeded by whoever calls. */
export type Chance = () => number

/**
 * How far a forecast of the weather is off: standard deviations at the instant of issue and two days later, growing with the square root
 * of the lead. Our own choice within what services publish of their 2 m temperature (0.5-1 K at first, about 2 K after two days); that the
 * band they give holds 80 % has not been shown.
 */
const atIssue = { temperatureK: 0.4, dewPointK: 0.5, windFactor: 0.12, cloud: 0.08, shortwaveFactor: 0.08, precipitationFactor: 0.2 }
const afterTwoDays = { temperatureK: 1.8, dewPointK: 1.8, windFactor: 0.35, cloud: 0.25, shortwaveFactor: 0.3, precipitationFactor: 0.8 }
const twoDaysS = 48 * 3600
/** Time over which an error remembers itself, s. */
const memoryS = 8 * 3600
/** Standard deviation of the shift of a front, steps per two days of lead. */
const shiftSteps = 2

/** One other weather that the same forecast might turn out as. Values before the instant of issue are what was observed and stay. */
export function perturbWeather(series: WeatherSeries, chance: Chance): WeatherSeries {
  const { count, stepS } = series
  const keep = Math.exp(-stepS / memoryS)
  const fresh = Math.sqrt(1 - keep * keep)
  const errors = { temperature: gauss(chance), wind: gauss(chance), cloud: gauss(chance), wet: gauss(chance), dew: gauss(chance) }
  const copy: WeatherSeries = {
    ...series, airTemperatureC: series.airTemperatureC.slice(), dewPointC: series.dewPointC.slice(), windSpeedMPerS: series.windSpeedMPerS.slice(),
    precipitationMmPerH: series.precipitationMmPerH.slice(), cloudFraction: series.cloudFraction.slice(), shortwaveDownWPerM2: series.shortwaveDownWPerM2.slice(),
    longwaveDownWPerM2: series.longwaveDownWPerM2.slice(),
  }
  const shift = gauss(chance) * shiftSteps
  for (let i = 0; i < count; i++) {
    const leadS = (series.startMs - series.issuedAtMs) / 1000 + i * stepS
    if (leadS < 0) continue
    const grown = Math.min(1, Math.sqrt(leadS / twoDaysS))
    const size = (name: keyof typeof atIssue): number => atIssue[name] + (afterTwoDays[name] - atIssue[name]) * grown
    for (const name of Object.keys(errors) as (keyof typeof errors)[]) errors[name] = keep * errors[name] + fresh * gauss(chance)
    copy.airTemperatureC[i] = series.airTemperatureC[i]! + size('temperatureK') * errors.temperature
    const dew = series.dewPointC[i]! + size('temperatureK') * errors.temperature * 0.8 + size('dewPointK') * errors.dew * 0.6
    copy.dewPointC[i] = Math.min(dew, copy.airTemperatureC[i]!)
    copy.windSpeedMPerS[i] = series.windSpeedMPerS[i]! * Math.exp(size('windFactor') * errors.wind)
    copy.cloudFraction[i] = Math.max(0, Math.min(1, series.cloudFraction[i]! + size('cloud') * errors.cloud))
    // More cloud, less sun and more infrared from the sky: one error moves all three (a full cover adds about 60 W/m² to a clear winter sky).
    copy.shortwaveDownWPerM2[i] = series.shortwaveDownWPerM2[i]! * Math.max(0.2, 1 - size('shortwaveFactor') * errors.cloud)
    copy.longwaveDownWPerM2[i] = series.longwaveDownWPerM2[i]! + 60 * size('cloud') * errors.cloud + 4 * size('temperatureK') * errors.temperature
    const from = Math.max(0, Math.min(count - 1, Math.round(i - shift * grown)))
    copy.precipitationMmPerH[i] = series.precipitationMmPerH[from]! * Math.exp(size('precipitationFactor') * errors.wet - size('precipitationFactor') ** 2 / 2)
  }
  return copy
}

/** Standard normal number (Box & Muller 1958). */
export function gauss(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
}
