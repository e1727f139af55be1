import { buildSeries } from './build-series'
import { columnRules, type ColumnRule } from './column-rules'
import { judgeUnit } from './judge-unit'
import { refusable, WeatherRefusal, words, type ParsedWeather, type WeatherRepair } from './weather-report'

export interface EpwReplay {
  /** Site time, unix ms; the year is laid so that its months and hours fall on those of the site. */
  nowMs: number
  /** Hours before and after now, whole. */
  pastH: number
  aheadH: number
  source: string
}

/** Columns of an EPW row, from 0, with the value that stands for "missing" (EnergyPlus Auxiliary Programs, EPW data dictionary). */
const epwColumns = {
  air: { at: 6, missing: 99.9 }, dew: { at: 7, missing: 99.9 }, pressure: { at: 9, missing: 999_999 }, longwave: { at: 12, missing: 9999 }, shortwave: { at: 13, missing: 9999 },
  wind: { at: 21, missing: 999 }, sky: { at: 22, missing: 99 }, rain: { at: 33, missing: 999 },
} as const
type EpwColumn = keyof typeof epwColumns
const hourMs = 3_600_000
const place = (month: number, day: number, hour: number): number => (month * 32 + day) * 24 + hour

/**
 * Reads a typical or a real year (EPW, EnergyPlus) as the weather around a site instant: the value of "hour 14" is that of 14:00 local standard
 * time, sums and means belong to the hour that ends there. The year of the rows is ignored and they repeat; where the calendar has a 29 February
 * and the file has none, the 28th is taken again. It is a replay and says so among the repairs: nobody should take it for a forecast.
 */
export function parseEpw(text: string, replay: EpwReplay): ParsedWeather {
  return refusable(() => {
    const lines = text.split(/\r?\n/)
    const zoneH = Number(lines[0]?.split(',')[8])
    if (!lines[0]?.startsWith('LOCATION,') || !(Math.abs(zoneH) <= 14)) throw new WeatherRefusal('LOCATION', '不是 EPW：第一行应为 LOCATION，含时区', 'not an EPW file: its first line must be LOCATION with the time zone')
    const rows = rowsOf(lines)
    if (rows.size < 8760) throw new WeatherRefusal('DATA PERIODS', `只有 ${rows.size} 小时，应为整年每小时一行`, `holds ${rows.size} hours; a whole year of hourly rows is expected`)

    const count = replay.pastH + replay.aheadH + 1
    const startMs = (Math.floor(replay.nowMs / hourMs) - replay.pastH) * hourMs
    // A zone of half an hour keeps the full hours of UTC: what is written for 14:00 there counts for 13:30 or 14:30, whichever is before.
    const axis = { startMs, stepS: 3600, count, place: Int32Array.from({ length: count }, (_, i) => i) }
    const chosen = Array.from({ length: count }, (_, i) => {
      // Hour 24 of a day is the midnight that ends it.
      const local = new Date(startMs + i * hourMs + Math.floor(zoneH) * hourMs - hourMs)
      const [month, day, hour] = [local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCHours() + 1]
      return rows.get(place(month, day, hour)) ?? rows.get(place(month, Math.min(day, 28), hour))
    })
    const column = (name: EpwColumn): Float64Array => Float64Array.from(chosen, (row) => {
      const { at, missing } = epwColumns[name]
      const value = row?.[at] === undefined || row[at] === '' ? Number.NaN : Number(row[at])
      return Number.isFinite(value) && value < missing ? value : Number.NaN
    })
    const repairs: WeatherRepair[] = [{ field: 'time', reason: words('典型年回放，不是预报', 'a replay of another year, no forecast'), fromMs: null, toMs: null, count }]
    const checked = (name: EpwColumn, unit: string, rule: ColumnRule): Float64Array => judgeUnit(name, column(name), unit, rule, repairs)
    const rain = checked('rain', 'mm', columnRules.precipitation)
    if (rain.every(Number.isNaN)) {
      rain.fill(0)
      repairs.push({ field: 'rain', reason: words('文件没有降水列，按无降水处理', 'the file has no precipitation; taken as none'), fromMs: null, toMs: null, count })
    }
    const longwave = column('longwave').map((value) => (value > 40 && value < 700 ? value : Number.NaN))
    const series = buildSeries({
      airTemperatureC: checked('air', '°C', columnRules.temperature_2m), dewPointC: checked('dew', '°C', columnRules.dew_point_2m),
      windSpeedMPerS: checked('wind', 'm/s', columnRules.wind_speed_10m), pressurePa: checked('pressure', 'Pa', columnRules.surface_pressure),
      precipitationMmPerH: rain, cloudFraction: checked('sky', '%', { ...columnRules.cloud_cover, max: 10 }).map((tenths) => tenths / 10),
      shortwaveDownWPerM2: checked('shortwave', 'W/m²', columnRules.shortwave_radiation), snowFraction: new Float64Array(count).fill(Number.NaN), longwaveDownWPerM2: longwave,
    }, axis, {
      needMs: replay.nowMs, source: replay.source, issuedAtMs: Math.floor(replay.nowMs / hourMs) * hourMs,
      names: {
        airTemperatureC: 'air', dewPointC: 'dew', windSpeedMPerS: 'wind', pressurePa: 'pressure', precipitationMmPerH: 'rain', cloudFraction: 'sky', shortwaveDownWPerM2: 'shortwave',
        snowFraction: 'snow', longwaveDownWPerM2: 'longwave',
      },
    }, repairs)
    return { series, repairs }
  })
}

/** Rows of the year by month, day and hour; what is no row of data is passed over. */
function rowsOf(lines: readonly string[]): Map<number, string[]> {
  const rows = new Map<number, string[]>()
  for (const line of lines.slice(8)) {
    const row = line.split(',')
    const [month, day, hour] = [Number(row[1]), Number(row[2]), Number(row[3])]
    if (row.length > epwColumns.rain.at - 1 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 1 && hour <= 24) rows.set(place(month, day, hour), row)
  }
  return rows
}
