import type { WeatherSeries } from '../weather/weather-series'
import { diffuseFraction } from './diffuse-fraction'
import type { SkyCorrection } from './flux-correction'
import { longwaveDownWPerM2 } from './longwave-down'
import { condensationTemperatureC, specificHumidity, vapourPressureOfDewPointPa } from './moist-air'
import { snowFractionOf } from './precipitation-phase'
import { extraterrestrialWPerM2, sunPosition } from './sun-position'
import { newSurfaceForcing } from './surface-forcing'
import type { SurfaceForcing } from './surface-forcing'

/** Hours of local mean solar time between which day traffic flows (RoadSurf: its night is 19 to 4). */
const dayFromHour = 5
const dayToHour = 19
/** Open country (WMO), for a wind not measured at 10 m. */
const countryRoughnessM = 0.03
const asReckoned: SkyCorrection = { clearWPerM2: 0, coverWPerM2: 0 }

/**
 * The forcing of one weather place at `stepS`: instantaneous values interpolated linearly, precipitation constant over its interval, the
 * hour's mean radiation spread as the sun runs (same clearness within the interval, so that each interval keeps its energy).
 * Instants beyond the series take its first or last value.
 * @param sky what has been learned of the sky's infrared, none by default
 */
export function prepareForcing(
  weather: WeatherSeries, place: { lat: number; lon: number }, startMs: number, stepS: number, count: number, sky: SkyCorrection = asReckoned,
): SurfaceForcing {
  const forcing = newSurfaceForcing(startMs, stepS, count)
  const toTenMetres = weather.windHeightM === 10 ? 1 : Math.log(10 / countryRoughnessM) / Math.log(weather.windHeightM / countryRoughnessM)
  const above = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const atMs = startMs + (i + 1) * stepS * 1000
    const place01 = Math.max(0, Math.min(weather.count - 1, (atMs - weather.startMs) / 1000 / weather.stepS))
    const before = Math.min(Math.floor(place01), Math.max(0, weather.count - 2))
    const share = place01 - before
    const at = (values: Float64Array): number => (share === 0 || before + 1 >= weather.count ? values[before]! : values[before]! + share * (values[before + 1]! - values[before]!))
    const airC = at(weather.airTemperatureC)
    const vapourPa = vapourPressureOfDewPointPa(Math.min(at(weather.dewPointC), airC))
    forcing.airC[i] = airC
    forcing.windMPerS[i] = Math.max(0, at(weather.windSpeedMPerS)) * toTenMetres
    forcing.pressurePa[i] = at(weather.pressurePa)
    forcing.humidityKgPerKg[i] = specificHumidity(vapourPa, forcing.pressurePa[i]!)
    forcing.condensationC[i] = condensationTemperatureC(vapourPa)
    const longwave = at(weather.longwaveDownWPerM2)
    const cloud = at(weather.cloudFraction)
    forcing.longwaveDownWPerM2[i] = (Number.isNaN(longwave) ? longwaveDownWPerM2(airC, vapourPa, cloud) : longwave) + sky.clearWPerM2 + sky.coverWPerM2 * (Number.isNaN(cloud) ? 0.5 : cloud)
    setPrecipitation(forcing, i, weather, intervalOf(weather, atMs - stepS * 500), airC, vapourPa)
    const sun = sunPosition(atMs, place.lat, place.lon)
    forcing.sunElevationDeg[i] = sun.elevationDeg
    forcing.sunAzimuthDeg[i] = sun.azimuthDeg
    above[i] = extraterrestrialWPerM2(sun)
    const hour = ((((atMs / 3_600_000 + place.lon / 15) % 24) + 24) % 24)
    forcing.dayTraffic[i] = hour >= dayFromHour && hour < dayToHour ? 1 : 0
  }
  spreadShortwave(forcing, weather, above, place)
  return forcing
}

/** Index of the weather value whose interval (it ends at its instant) holds an instant. */
const intervalOf = (weather: WeatherSeries, atMs: number): number => Math.max(0, Math.min(weather.count - 1, Math.ceil((atMs - weather.startMs) / 1000 / weather.stepS)))

function setPrecipitation(forcing: SurfaceForcing, i: number, weather: WeatherSeries, interval: number, airC: number, vapourPa: number): void {
  const rate = Math.max(0, weather.precipitationMmPerH[interval]!) / 3600
  const given = weather.snowFraction[interval]!
  const snow = Number.isNaN(given) ? snowFractionOf(airC, Math.min(100, (100 * vapourPa) / vapourPressureOfDewPointPa(airC))) : given
  forcing.rainMmPerS[i] = rate * (1 - snow)
  forcing.snowMmPerS[i] = rate * snow
}

/** @param above extraterrestrial radiation on the horizontal per step, W/m² */
function spreadShortwave(forcing: SurfaceForcing, weather: WeatherSeries, above: Float64Array, place: { lat: number; lon: number }): void {
  const perInterval = Math.max(1, Math.round(weather.stepS / forcing.stepS))
  let interval = -1
  let meanAbove = 0
  for (let i = 0; i < forcing.count; i++) {
    const own = intervalOf(weather, forcing.startMs + (i + 0.5) * forcing.stepS * 1000)
    if (own !== interval) {
      interval = own
      meanAbove = meanOver(forcing, weather, interval, perInterval, place)
    }
    const mean = Math.max(0, weather.shortwaveDownWPerM2[interval]!)
    // Near sunrise the ratio of two small numbers would give nonsense: clearness never exceeds 1.
    const clearness = meanAbove > 0 ? Math.min(1, mean / meanAbove) : 0
    const diffuse = diffuseFraction(clearness)
    forcing.directWPerM2[i] = clearness * above[i]! * (1 - diffuse)
    forcing.diffuseWPerM2[i] = clearness * above[i]! * diffuse
  }
}

/** Mean of the extraterrestrial radiation over an interval, sampled at the same spacing as the steps. */
function meanOver(forcing: SurfaceForcing, weather: WeatherSeries, interval: number, samples: number, place: { lat: number; lon: number }): number {
  const endMs = weather.startMs + interval * weather.stepS * 1000
  let sum = 0
  for (let k = 0; k < samples; k++) sum += extraterrestrialWPerM2(sunPosition(endMs - k * forcing.stepS * 1000, place.lat, place.lon))
  return sum / samples
}
