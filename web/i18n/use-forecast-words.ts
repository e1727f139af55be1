import type { StaleReason } from '#domain/thermal/forecast-age'
import type { ForecastRunView } from '#domain/wire/forecast'
import type { CityTime } from '../format/city-time'
import { formatAgeShort } from '../format/format-age'
import { staleSinceMs } from '../stores/forecast-state'
import { useWords } from './use-words'

/** Sentences about a forecast run in the chosen language. */
export function useForecastWords() {
  const { t } = useWords()
  const age = (at: string, nowMs: number): string => formatAgeShort((nowMs - Date.parse(at)) / 1000) ?? t('state.unknown')
  /** How old the run and its weather are at `nowMs`. */
  const runLine = (run: ForecastRunView, nowMs: number): string => t('forecast.run', { age: age(run.issued_at, nowMs), weather_age: age(run.weather_issued_at, nowMs) })
  /** Why a run is stale, each reason with the instant since when. */
  const staleLine = (run: ForecastRunView, reasons: readonly StaleReason[], newestWeatherMs: number | null, format: CityTime, today: Date): string =>
    reasons.map((reason) => {
      const sinceMs = staleSinceMs(run, reason, newestWeatherMs)
      return t(`forecast_stale.${reason}`) + (sinceMs === null ? '' : t('forecast.since', { at: format.short(new Date(sinceMs), today) }))
    }).join(t('list_joint'))
  return { age, runLine, staleLine }
}
