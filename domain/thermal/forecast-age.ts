/** A forecast is overdue when it is older than this many times the distance of two runs. */
export const overdueAfterRuns = 2
/** Weather older than this no longer carries a forecast, s. */
export const weatherOldAfterS = 6 * 3600

/** Why a forecast is stale; the words travel and the screen translates them. */
export const staleReasons = ['run_overdue', 'weather_old', 'weather_superseded'] as const
export type StaleReason = (typeof staleReasons)[number]

export interface ForecastAge {
  /** Unix ms. */
  issuedAtMs: number
  weatherIssuedAtMs: number
  /** Distance of two runs that this one was made for, s. */
  cadenceS: number
}

/**
 * Why a forecast must not pass for the present one at `nowMs` (site time); empty = it may.
 * @param newestWeatherMs issue instant of the newest weather that has come in, null when that is not known
 */
export function judgeForecastAge(forecast: ForecastAge, nowMs: number, newestWeatherMs: number | null): StaleReason[] {
  const reasons: StaleReason[] = []
  if (nowMs - forecast.issuedAtMs > overdueAfterRuns * forecast.cadenceS * 1000) reasons.push('run_overdue')
  if (nowMs - forecast.weatherIssuedAtMs > weatherOldAfterS * 1000) reasons.push('weather_old')
  if (newestWeatherMs !== null && newestWeatherMs > forecast.weatherIssuedAtMs) reasons.push('weather_superseded')
  return reasons
}
