/** A forecast run as it is stored. Instants in site time, whole unix ms. */
export interface ForecastRun {
  id: number
  issuedAtMs: number
  /** When it had been computed; storing it takes a moment more. */
  readyAtMs: number
  weatherIssuedAtMs: number
  weatherSource: string
  modelVersion: string
  /** Instant of step 0; step i stands at startAtMs + i * stepS * 1000. */
  startAtMs: number
  stepS: number
  stepCount: number
  /** Distance of two runs, s: the measure of its age. */
  cadenceS: number
  status: 'complete' | 'partial'
}

const ms = (column: string, as: string): string => `(extract(epoch FROM r.${column}) * 1000)::float8 AS "${as}"`

/** Columns of a `ForecastRun` for a SELECT over `forecast_runs r`. */
export const forecastRunColumns = `r.id, ${ms('issued_at', 'issuedAtMs')}, ${ms('ready_at', 'readyAtMs')}, ${ms('weather_issued_at', 'weatherIssuedAtMs')}, r.weather_source AS "weatherSource",
  r.model_version AS "modelVersion", ${ms('start_at', 'startAtMs')}, r.step_s AS "stepS", r.step_count AS "stepCount", r.cadence_s AS "cadenceS", r.status`
