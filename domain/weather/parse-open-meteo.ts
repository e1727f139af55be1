import { parseInstant } from '../units/instant'
import { buildSeries, checkHumidity } from './build-series'
import { columnRules, type ColumnName } from './column-rules'
import { dewPointOf, stationPressureOf } from './humidity'
import { judgeUnit } from './judge-unit'
import { placeColumn, readTimeAxis, reportDoubles, type TimeAxis } from './time-axis'
import { refusable, WeatherRefusal, words, type ParsedWeather, type WeatherRepair } from './weather-report'

export interface OpenMeteoReading {
  /** Site time, unix ms: the series must contain it. */
  nowMs: number
  /** Issue instant to go by when the file does not state one (`issued_at`, which Open-Meteo leaves out): when it was fetched or written, unix ms. */
  issuedAtMs: number
  /** Name of the source when the file does not state one (`source`). */
  source: string
}

/** Furthest an issue instant may lie ahead of site time, ms. */
const mostAheadMs = 600_000
type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
/** Names of the first years of Open-Meteo, still written by old programs. */
const oldNames: Partial<Record<ColumnName, string>> = {
  relative_humidity_2m: 'relativehumidity_2m', dew_point_2m: 'dewpoint_2m', cloud_cover: 'cloudcover', wind_speed_10m: 'windspeed_10m',
}

/**
 * Reads hourly weather in the shape of Open-Meteo's answer. Units are what `hourly_units` says as long as that can be true; sums and means belong to
 * the step that ends at the instant. Needs air temperature, dew point or humidity, wind, precipitation, cloud and short-wave; takes pressure at the
 * station, else reduces the one at sea level, else the standard one of `elevation`. Everything that is put right stands in `repairs`; what cannot be is refused.
 */
export function parseOpenMeteo(json: unknown, reading: OpenMeteoReading): ParsedWeather {
  return refusable(() => {
    if (!isObject(json) || !isObject(json['hourly'])) throw new WeatherRefusal('hourly', '不是 Open-Meteo 形式：缺少 hourly', 'not in the shape of Open-Meteo: hourly is missing')
    const repairs: WeatherRepair[] = []
    const hourly = json['hourly']
    const axis = readTimeAxis(hourly['time'], json['utc_offset_seconds'], repairs)
    reportDoubles(axis, repairs)
    const units = isObject(json['hourly_units']) ? json['hourly_units'] : {}
    const optional = (name: ColumnName): Float64Array | null => {
      const given = [name, oldNames[name] ?? name].find((key) => hourly[key] !== undefined && hourly[key] !== null)
      if (given === undefined) return null
      const unit = units[given]
      return judgeUnit(name, placeColumn(name, hourly[given], axis), typeof unit === 'string' ? unit : undefined, columnRules[name], repairs)
    }
    const required = (name: ColumnName): Float64Array => optional(name) ?? absent(name)
    const unknown = (): Float64Array => new Float64Array(axis.count).fill(Number.NaN)

    const air = required('temperature_2m')
    const humidity = optional('relative_humidity_2m')
    const dew = optional('dew_point_2m')
    if (!dew && !humidity) absent('dew_point_2m')
    if (dew && humidity) checkHumidity(air, dew, humidity)
    const stepH = axis.stepS / 3600
    const precipitation = required('precipitation').map((mm) => mm / stepH)
    const snow = optional('snowfall')?.map((mm) => mm / stepH)
    const series = buildSeries({
      airTemperatureC: air,
      // Saturated air has its own temperature as dew point, to the last bit.
      dewPointC: dew ?? air.map((value, i) => Math.min(value, dewPointOf(value, Math.min(100, (humidity as Float64Array)[i] as number)))),
      windSpeedMPerS: required('wind_speed_10m'),
      pressurePa: optional('surface_pressure') ?? derivePressure(optional('pressure_msl'), json['elevation'], air, repairs),
      precipitationMmPerH: precipitation,
      snowFraction: snow ? snow.map((value, i) => ((precipitation[i] as number) > 0 ? Math.min(1, value / (precipitation[i] as number)) : Number.NaN)) : unknown(),
      cloudFraction: required('cloud_cover').map((percent) => percent / 100),
      shortwaveDownWPerM2: required('shortwave_radiation'),
      longwaveDownWPerM2: optional('longwave_radiation') ?? unknown(),
    }, axis, {
      needMs: reading.nowMs, source: sourceOf(json, reading), issuedAtMs: issueOf(json, reading, axis, repairs),
      names: {
        airTemperatureC: 'temperature_2m', dewPointC: dew ? 'dew_point_2m' : 'relative_humidity_2m', windSpeedMPerS: 'wind_speed_10m', pressurePa: 'surface_pressure', precipitationMmPerH: 'precipitation',
        cloudFraction: 'cloud_cover', shortwaveDownWPerM2: 'shortwave_radiation', snowFraction: 'snowfall', longwaveDownWPerM2: 'longwave_radiation',
      },
    }, repairs)
    return { series, repairs }
  })
}

function absent(name: ColumnName): never {
  const also = name === 'dew_point_2m' ? ' / relative_humidity_2m' : ''
  throw new WeatherRefusal(name, `缺少 ${name}${also}：请在 hourly 中请求它`, `${name}${also} is missing: ask for it among hourly`)
}

function derivePressure(seaLevel: Float64Array | null, elevation: unknown, air: Float64Array, repairs: WeatherRepair[]): Float64Array {
  if (typeof elevation !== 'number' || !(elevation >= -500 && elevation <= 6000)) {
    throw new WeatherRefusal('surface_pressure', '缺少 surface_pressure，且没有 elevation 可供推算', 'surface_pressure is missing, and so is the elevation to derive it from')
  }
  const derived = air.map((temperatureC, i) => stationPressureOf(seaLevel ? seaLevel[i] as number : 101_325, elevation, Number.isNaN(temperatureC) ? 15 : temperatureC))
  repairs.push({
    field: 'surface_pressure', fromMs: null, toMs: null, count: derived.length,
    reason: seaLevel ? words('未给出，由海平面气压按海拔换算', 'not given; reduced from the pressure at sea level') : words('未给出，取该海拔的标准气压', 'not given; the standard pressure of the elevation is taken'),
  })
  return derived
}

const sourceOf = (json: Json, reading: OpenMeteoReading): string => {
  const stated = json['source']
  return typeof stated === 'string' && /^[\p{L}\p{N} ._:/()-]{1,80}$/u.test(stated) ? stated : reading.source
}

function issueOf(json: Json, reading: OpenMeteoReading, axis: TimeAxis, repairs: WeatherRepair[]): number {
  const stated = json['issued_at']
  if (stated === undefined) {
    repairs.push({ field: 'issued_at', reason: words('未注明发布时刻，以取得时刻代之，实际可能更早', 'the instant of issue is not stated; taken as that of receipt, it may be older'), fromMs: null, toMs: null, count: 1 })
    return reading.issuedAtMs
  }
  const issuedAtMs = typeof stated === 'string' ? parseInstant(stated) : typeof stated === 'number' ? stated * 1000 : Number.NaN
  if (Number.isNaN(issuedAtMs)) throw new WeatherRefusal('issued_at', '不是时刻：应为 RFC 3339 或 unix 秒', 'no instant: expected RFC 3339 or unix seconds')
  if (issuedAtMs > reading.nowMs + mostAheadMs) throw new WeatherRefusal('issued_at', '发布时刻在未来', 'the instant of issue lies in the future')
  if (issuedAtMs > axis.startMs + axis.count * axis.stepS * 1000) throw new WeatherRefusal('issued_at', '发布时刻晚于预报的末尾', 'the instant of issue lies after the end of the forecast')
  return issuedAtMs
}
