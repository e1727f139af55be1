import { closeGaps } from './close-gaps'
import { humidityOf } from './humidity'
import type { TimeAxis } from './time-axis'
import { WeatherRefusal, words, type WeatherRepair } from './weather-report'
import type { WeatherSeries } from './weather-series'

/** Columns on the grid of the axis, in the units of `WeatherSeries`; NaN = missing. Keys are the source's names, for the reasons. */
export interface WeatherColumns {
  airTemperatureC: Float64Array
  dewPointC: Float64Array
  windSpeedMPerS: Float64Array
  pressurePa: Float64Array
  precipitationMmPerH: Float64Array
  cloudFraction: Float64Array
  shortwaveDownWPerM2: Float64Array
  /** May be unknown. */
  snowFraction: Float64Array
  longwaveDownWPerM2: Float64Array
}
type Name = keyof WeatherColumns
const mayBeUnknown: readonly Name[] = ['snowFraction', 'longwaveDownWPerM2']

/** How far a dew point may lie above the air temperature and still be the rounding or mixing of a model, K. */
const mostDewExcessK = 2

export interface SeriesOrigin { issuedAtMs: number; source: string; /** The instant the series must contain, unix ms. */ needMs: number; names: Record<Name, string> }

/**
 * The last door of every parser: closes gaps, cuts to the stretch around the present, holds every value within what physics allows.
 * @throws WeatherRefusal
 */
export function buildSeries(columns: WeatherColumns, axis: TimeAxis, origin: SeriesOrigin, repairs: WeatherRepair[]): WeatherSeries {
  const required = (Object.keys(columns) as Name[]).filter((name) => !mayBeUnknown.includes(name))
  const stretch = closeGaps(Object.fromEntries(required.map((name) => [origin.names[name], columns[name]])), axis, origin.needMs, repairs)
  const cut = (name: Name): Float64Array => columns[name].slice(stretch.from, stretch.to)
  const startMs = axis.startMs + stretch.from * axis.stepS * 1000
  const clamp = (name: Name, values: Float64Array, low: number, high: number | Float64Array): Float64Array => {
    const outside: number[] = []
    const held = values.map((value, i) => {
      const top = typeof high === 'number' ? high : high[i] as number
      if (Number.isNaN(value) || (value >= low && value <= top)) return value
      outside.push(i)
      return value < low ? low : top
    })
    const [first] = outside
    if (first !== undefined) {
      const instant = (i: number): number => startMs + i * axis.stepS * 1000
      const bound = typeof high === 'number' ? words(`略超出 ${low} 到 ${high}，已取界值`, `a little outside ${low} to ${high}; held at the bound`) : words('露点略高于气温，已取气温', 'a little above the air temperature; held at it')
      repairs.push({ field: origin.names[name], reason: bound, fromMs: instant(first), toMs: instant(outside.at(-1) as number), count: outside.length })
    }
    return held
  }
  const airTemperatureC = cut('airTemperatureC')
  const dew = cut('dewPointC')
  if (dew.some((value, i) => value > (airTemperatureC[i] as number) + mostDewExcessK)) {
    throw new WeatherRefusal(origin.names.dewPointC, `露点高于气温超过 ${mostDewExcessK} K：两列的单位或位置有误`, `the dew point lies more than ${mostDewExcessK} K above the air temperature: a wrong unit, or columns exchanged`)
  }
  return {
    startMs, stepS: axis.stepS, count: stretch.to - stretch.from, issuedAtMs: origin.issuedAtMs, source: origin.source, windHeightM: 10,
    airTemperatureC,
    dewPointC: clamp('dewPointC', dew, -100, airTemperatureC),
    windSpeedMPerS: cut('windSpeedMPerS'),
    pressurePa: cut('pressurePa'),
    precipitationMmPerH: cut('precipitationMmPerH'),
    snowFraction: cut('snowFraction'),
    cloudFraction: clamp('cloudFraction', cut('cloudFraction'), 0, 1),
    shortwaveDownWPerM2: clamp('shortwaveDownWPerM2', cut('shortwaveDownWPerM2'), 0, 1500),
    longwaveDownWPerM2: cut('longwaveDownWPerM2'),
  }
}

/**
 * Air temperature, dew point and humidity given together must agree: a temperature in another unit than it says does not. Over ice or over
 * water is a difference of up to 30 % in hard frost, so only a gross contradiction counts.
 */
export function checkHumidity(air: Float64Array, dew: Float64Array, humidity: Float64Array): void {
  const differences = Array.from(humidity, (value, i) => Math.abs(value - humidityOf(air[i] as number, dew[i] as number))).filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const middle = differences[Math.floor(differences.length / 2)] ?? 0
  if (middle > 35) throw new WeatherRefusal('relative_humidity_2m', '气温、露点与相对湿度互相矛盾：检查温度单位（°C 还是 °F）', 'air temperature, dew point and humidity contradict each other: check the units of the temperatures (°C or °F)')
}
