import { parseInstant } from '../units/instant'
import { WeatherRefusal, words, type WeatherRepair } from './weather-report'

/** A regular grid of instants and where each row of the source stands on it. */
export interface TimeAxis { startMs: number; stepS: number; count: number; /** Place on the grid of each row. */ place: Int32Array }

const shortestStepS = 900
const longestStepS = 10_800
const mostSteps = 10_000

/**
 * Instants of a source's rows: unix seconds, RFC 3339 with an offset, or local time (`2026-01-15T06:00`) with `utcOffsetS`. The shortest
 * distance of two rows is the step; a row that is missing is left for the gaps. Time that goes back is refused and not sorted: it is two forecasts
 * in one file, or a local clock turned back, and sorting would weave the two together. A row given twice is for the columns to judge.
 * @throws WeatherRefusal
 */
export function readTimeAxis(times: unknown, utcOffsetS: unknown, repairs: WeatherRepair[]): TimeAxis {
  if (!Array.isArray(times) || times.length < 2) throw new WeatherRefusal('time', '缺少时间列，或少于两个时刻', 'the column of instants is missing or holds fewer than two')
  if (times.length > mostSteps) throw new WeatherRefusal('time', `时刻超过 ${mostSteps} 个`, `more than ${mostSteps} instants`)
  const at = instantsOf(times, utcOffsetS, repairs)
  let shortestMs = Infinity
  for (let i = 1; i < at.length; i++) {
    const stepMs = (at[i] as number) - (at[i - 1] as number)
    if (stepMs < 0) throw new WeatherRefusal('time', `第 ${i + 1} 行的时间倒退：可能是两份预报拼在一起，请只给一份`, `time goes back at row ${i + 1}: perhaps two forecasts in one file; give one only`)
    if (stepMs > 0) shortestMs = Math.min(shortestMs, stepMs)
  }
  const stepS = shortestMs / 1000
  if (!(stepS >= shortestStepS && stepS <= longestStepS)) throw new WeatherRefusal('time', '时间步长应在 15 分钟到 3 小时之间', 'the step must be between 15 minutes and 3 hours')
  const startMs = at[0] as number
  const place = Int32Array.from(at, (ms) => (ms - startMs) / shortestMs)
  const odd = at.findIndex((ms, i) => (place[i] as number) * shortestMs !== ms - startMs)
  if (odd >= 0) throw new WeatherRefusal('time', `第 ${odd + 1} 行不在等间隔的时刻上`, `row ${odd + 1} does not stand on a regular step`)
  const count = (place.at(-1) as number) + 1
  if (count > mostSteps) throw new WeatherRefusal('time', '首尾时刻相距太远', 'the first and the last instant lie too far apart')
  return { startMs, stepS, count, place }
}

function instantsOf(times: readonly unknown[], utcOffsetS: unknown, repairs: WeatherRepair[]): number[] {
  if (times.every((time) => typeof time === 'number' && Number.isFinite(time))) {
    const seconds = times as number[]
    // 1e11 s is the year 5138, 1e11 ms the year 1973.
    if (!seconds.every((time) => Math.abs(time) > 1e11)) return seconds.map((time) => time * 1000)
    repairs.push({ field: 'time', reason: words('时间以毫秒给出，应为秒，已换算', 'instants are given in milliseconds where seconds belong; converted'), fromMs: null, toMs: null, count: seconds.length })
    return seconds
  }
  return times.map((time, i) => {
    const text = typeof time === 'string' ? time : ''
    const absolute = parseInstant(text)
    if (!Number.isNaN(absolute)) return absolute
    const local = parseInstant(`${text.length === 16 ? `${text}:00` : text}Z`)
    if (Number.isNaN(local)) throw new WeatherRefusal('time', `第 ${i + 1} 行不是时刻`, `row ${i + 1} is no instant`)
    if (typeof utcOffsetS !== 'number' || !(Math.abs(utcOffsetS) <= 64_800)) throw new WeatherRefusal('utc_offset_seconds', '时间是当地时间，但没有给出与 UTC 的偏移（秒）', 'the instants are local and the offset from UTC in seconds is missing')
    return local - utcOffsetS * 1000
  })
}

/**
 * One column of the source laid onto the grid; NaN where there is none. `null` and NaN are missing values.
 * @throws WeatherRefusal when a row given twice has two values, or a value is no number
 */
export function placeColumn(field: string, values: unknown, axis: TimeAxis): Float64Array {
  if (!Array.isArray(values) || values.length !== axis.place.length) {
    throw new WeatherRefusal(field, `应有 ${axis.place.length} 个数值，与时间列一样多`, `expected ${axis.place.length} values, as many as instants`)
  }
  const column = new Float64Array(axis.count).fill(Number.NaN)
  values.forEach((value: unknown, i) => {
    if (value === null || value === undefined) return
    if (typeof value !== 'number') throw new WeatherRefusal(field, `第 ${i + 1} 个值不是数字`, `value ${i + 1} is not a number`)
    const at = axis.place[i] as number
    if (at === axis.place[i - 1] && !Number.isNaN(column[at] as number) && column[at] !== value) {
      throw new WeatherRefusal(field, `第 ${i + 1} 行与前一行同一时刻而数值不同`, `row ${i + 1} gives another value for the instant of the row before`)
    }
    if (Number.isFinite(value)) column[at] = value
  })
  return column
}

/** Tells of rows that were given twice with the same values. */
export function reportDoubles(axis: TimeAxis, repairs: WeatherRepair[]): void {
  const doubles = Array.from(axis.place).filter((at, i) => at === axis.place[i - 1])
  const [first] = doubles
  if (first === undefined) return
  const ms = (at: number): number => axis.startMs + at * axis.stepS * 1000
  repairs.push({ field: 'time', reason: words('同一时刻给出多次且数值相同，只取一次', 'an instant is given more than once with the same values; taken once'), fromMs: ms(first), toMs: ms(doubles.at(-1) as number), count: doubles.length })
}
