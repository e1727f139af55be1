import { judgeForecastAge, overdueAfterRuns, type StaleReason, staleReasons, weatherOldAfterS } from '#domain/thermal/forecast-age'
import type { ForecastRunView } from '#domain/wire/forecast'

/**
 * Why a run must not pass for the present one at `nowMs`: what the server said when it was asked, and what has come since by our own clock.
 * @param newestWeatherMs issue instant of the newest weather that is known to have come in, or null
 */
export function staleNow(run: ForecastRunView, nowMs: number, newestWeatherMs: number | null = null): StaleReason[] {
  const age = { issuedAtMs: Date.parse(run.issued_at), weatherIssuedAtMs: Date.parse(run.weather_issued_at), cadenceS: run.cadence_s }
  const since = Number.isFinite(nowMs) ? judgeForecastAge(age, nowMs, newestWeatherMs) : []
  return staleReasons.filter((reason) => run.stale.includes(reason) || since.includes(reason))
}

/** How a forecast may be drawn: as one, as a stale one, or not at all. */
export type ForecastTrust = 'forecast' | 'stale' | 'withheld'
export const trustOf = (stale: readonly StaleReason[]): ForecastTrust => (isWithheld(stale) ? 'withheld' : stale.length > 0 ? 'stale' : 'forecast')
/** The same of a run, as it stands at `nowMs`; without a run there is nothing to draw. */
export const forecastTrust = (run: ForecastRunView | null, nowMs: number, newestWeatherMs: number | null): ForecastTrust => (run ? trustOf(staleNow(run, nowMs, newestWeatherMs)) : 'withheld')

/** An overdue run and one on old weather are not drawn at all; one that newer weather is about to replace is drawn as stale. */
export const isWithheld = (stale: readonly StaleReason[]): boolean => stale.some((reason) => reason !== 'weather_superseded')

/** Since when a reason holds, unix ms; null where it is not known. */
export function staleSinceMs(run: ForecastRunView, reason: StaleReason, newestWeatherMs: number | null): number | null {
  if (reason === 'run_overdue') return Date.parse(run.issued_at) + overdueAfterRuns * run.cadence_s * 1000
  if (reason === 'weather_old') return Date.parse(run.weather_issued_at) + weatherOldAfterS * 1000
  return newestWeatherMs
}
