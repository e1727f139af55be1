/** Weather of one place on a regular grid of instants. NaN nowhere except where said. Structure of arrays, all of length `count`. */
export interface WeatherSeries {
  /** Instant of value 0, unix ms UTC; value i stands at startMs + i * stepS * 1000. */
  startMs: number
  /** Usually 3600. */
  stepS: number
  count: number
  /** When the forecast was issued (unix ms, site time), and by whom: `age` and `source` on the screen come from here. */
  issuedAtMs: number
  source: string
  /** At 2 m, instantaneous. */
  airTemperatureC: Float64Array
  /** At 2 m, at most the air temperature. */
  dewPointC: Float64Array
  /** At windHeightM, instantaneous. */
  windSpeedMPerS: Float64Array
  /** 10 unless said. */
  windHeightM: number
  /** Station level. */
  pressurePa: Float64Array
  /** Mean over the step that ENDS at the instant (Open-Meteo's convention), mm water equivalent per hour. */
  precipitationMmPerH: Float64Array
  /** 0 rain .. 1 snow of that precipitation; NaN = unknown: derived from temperature and humidity. */
  snowFraction: Float64Array
  /** 0..1, instantaneous. */
  cloudFraction: Float64Array
  /** Global horizontal, mean over the step that ends at the instant. */
  shortwaveDownWPerM2: Float64Array
  /** Instantaneous; NaN = unknown: derived from air temperature, humidity and cloud. */
  longwaveDownWPerM2: Float64Array
}
