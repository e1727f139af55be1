import type { TimeAxis } from './time-axis'
import { WeatherRefusal, words, type WeatherRepair } from './weather-report'

/** Longest gap that is bridged by a straight line, s. */
export const longestGapS = 10_800

export interface Stretch { from: number; to: number }

/**
 * Fills gaps of up to 3 h in every column by straight lines, and finds the stretch without a gap in which `needMs` lies (`from` to `to`, exclusive).
 * A longer gap ends the stretch: what lies beyond it is left out, and all of it is told.
 * @throws WeatherRefusal when `needMs` itself lies in a gap, or outside the series
 */
export function closeGaps(columns: Readonly<Record<string, Float64Array>>, axis: TimeAxis, needMs: number, repairs: WeatherRepair[]): Stretch {
  const instant = (i: number): number => axis.startMs + i * axis.stepS * 1000
  for (const [field, column] of Object.entries(columns)) fillShortGaps(field, column, axis.stepS, instant, repairs)
  const missing = (i: number): string | undefined => Object.keys(columns).find((field) => Number.isNaN(columns[field]?.[i]))
  const now = (needMs - axis.startMs) / 1000 / axis.stepS
  if (!(now >= 0 && now < axis.count - 1)) {
    throw new WeatherRefusal('time', '这份天气不包含现在：它已结束或尚未开始（年份、时区是否正确？）', 'this weather does not reach the present: it has ended, or not begun (is the year right, and the time zone?)')
  }
  const here = Math.floor(now)
  const faulty = missing(here) ?? missing(here + 1)
  if (faulty !== undefined) throw new WeatherRefusal(faulty, `现在正处在超过 ${longestGapS / 3600} 小时的缺测中`, `the present lies in a gap longer than ${longestGapS / 3600} h`)
  let from = here
  while (from > 0 && missing(from - 1) === undefined) from -= 1
  let to = here + 2
  while (to < axis.count && missing(to) === undefined) to += 1
  const cut = (field: string | undefined, first: number, last: number): void => {
    if (field === undefined) return
    repairs.push({ field, reason: words(`缺测超过 ${longestGapS / 3600} 小时，其外的时段不采用`, `missing for more than ${longestGapS / 3600} h (or at the end); what lies beyond is left out`), fromMs: instant(first), toMs: instant(last), count: last - first + 1 })
  }
  if (from > 0) cut(missing(from - 1), 0, from - 1)
  if (to < axis.count) cut(missing(to), to, axis.count - 1)
  return { from, to }
}

function fillShortGaps(field: string, column: Float64Array, stepS: number, instant: (i: number) => number, repairs: WeatherRepair[]): void {
  let last = -1
  for (let i = 0; i < column.length; i++) {
    if (Number.isNaN(column[i] as number)) continue
    const gap = i - last - 1
    if (last >= 0 && gap > 0 && gap * stepS <= longestGapS) {
      const [before, after] = [column[last] as number, column[i] as number]
      for (let k = last + 1; k < i; k++) column[k] = before + ((after - before) * (k - last)) / (i - last)
      repairs.push({ field, reason: words('缺测，按前后值线性插补', 'missing; filled in by a straight line between its neighbours'), fromMs: instant(last + 1), toMs: instant(i - 1), count: gap })
    }
    last = i
  }
}
