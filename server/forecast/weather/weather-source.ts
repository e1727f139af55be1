import type { ParsedWeather } from '#domain/weather/weather-report'

/** Where weather comes from. A source knows how to fetch and to read; when, and what becomes of it, is the weather desk's. */
export interface WeatherSource {
  /** For the log and the operator: where it looks, without a query that might hold a key; of a file its name. */
  readonly place: string
  /**
   * The weather around `nowMs` (site time, unix ms). What cannot be had or used comes back as refused with its reason; it never throws.
   * `null`: unchanged since the last time that it was loaded.
   */
  load(nowMs: number): Promise<ParsedWeather | null>
}
