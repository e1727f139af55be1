import type { LonLat } from '../geodesic'
import type { NmeaReason } from './nmea-sentence'

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/
const twoDigits = (text: string, at: number): number => Number(text.slice(at, at + 2))

/** yyyy-mm-dd of a day that the calendar has, else null. */
function calendarDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return same ? date.toISOString().slice(0, 10) : null
}

/**
 * Reads the fields of one sentence by number. Empty fields are null. The first thing that is wrong is kept as `fault`; whoever reads
 * looks at it once, at the end.
 */
export class FieldReader {
  fault: NmeaReason | null = null
  constructor(private readonly fields: readonly string[]) {}

  get count(): number { return this.fields.length }

  private refuse(reason: NmeaReason): null {
    this.fault ??= reason
    return null
  }

  text(index: number): string | null { return this.fields[index] || null }

  /** A decimal number within limits (both allowed). */
  number(index: number, least = -Infinity, most = Infinity): number | null {
    const text = this.text(index)
    if (text === null) return null
    const value = decimal.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : this.refuse('number')
  }

  whole(index: number, least: number, most: number): number | null {
    const value = this.number(index, least, most)
    return value === null || Number.isInteger(value) ? value : this.refuse('number')
  }

  /** A whole number that has to stand there. */
  required(index: number, least: number, most: number): number {
    return this.whole(index, least, most) ?? this.refuse('number') ?? least
  }

  /** One of some letters. */
  letter<T extends string>(index: number, allowed: readonly T[]): T | null {
    const text = this.text(index)
    if (text === null) return null
    return allowed.includes(text as T) ? (text as T) : this.refuse('number')
  }

  hexDigit(index: number): number | null {
    const text = this.text(index)
    if (text === null) return null
    return /^[0-9A-Fa-f]$/.test(text) ? Number.parseInt(text, 16) : this.refuse('number')
  }

  /** hhmmss or hhmmss.sss: ms since midnight. A leap second has no such number and is refused. */
  timeOfDay(index: number): number | null {
    const text = this.text(index)
    if (text === null) return null
    if (!/^\d{6}(?:\.\d*)?$/.test(text)) return this.refuse('time')
    const [hour, minute, second] = [twoDigits(text, 0), twoDigits(text, 2), Number(text.slice(4))]
    return hour < 24 && minute < 60 && second < 60 ? hour * 3_600_000 + minute * 60_000 + Math.round(second * 1000) : this.refuse('time')
  }

  /** ddmmyy; years from 80 belong to the last century. */
  shortDate(index: number): string | null {
    const text = this.text(index)
    if (text === null) return null
    if (!/^\d{6}$/.test(text)) return this.refuse('date')
    const year = twoDigits(text, 4)
    return calendarDay(year + (year >= 80 ? 1900 : 2000), twoDigits(text, 2), twoDigits(text, 0)) ?? this.refuse('date')
  }

  /** Day, month and year in three fields. */
  longDate(index: number): string | null {
    const [day, month, year] = [this.text(index), this.text(index + 1), this.text(index + 2)]
    if (day === null && month === null && year === null) return null
    if (!/^\d{1,2}$/.test(day ?? '') || !/^\d{1,2}$/.test(month ?? '') || !/^\d{4}$/.test(year ?? '')) return this.refuse('date')
    return calendarDay(Number(year), Number(month), Number(day)) ?? this.refuse('date')
  }

  /** Degrees and minutes (ddmm.mmm, `degreeDigits` of them degrees) with their hemisphere. */
  private angle(index: number, degreeDigits: 2 | 3, [positive, negative]: readonly [string, string], most: number, range: NmeaReason): number | null {
    const text = this.text(index)
    if (text === null) return null
    if (!/^\d+(?:\.\d*)?$/.test(text) || text.split('.')[0]!.length !== degreeDigits + 2) return this.refuse('number')
    const minutes = Number(text.slice(degreeDigits))
    if (minutes >= 60) return this.refuse('range_minutes')
    const value = Number(text.slice(0, degreeDigits)) + minutes / 60
    if (value > most) return this.refuse(range)
    const hemisphere = this.fields[index + 1]
    return hemisphere === positive ? value : hemisphere === negative ? -value : this.refuse('hemisphere')
  }

  /** Latitude, N or S, longitude, E or W in four fields. Half a position is none, and wrong. */
  position(index: number): LonLat | null {
    const [lat, lon] = [this.angle(index, 2, ['N', 'S'], 90, 'range_lat'), this.angle(index + 2, 3, ['E', 'W'], 180, 'range_lon')]
    if (lat !== null && lon !== null) return [lon, lat]
    return lat === null && lon === null ? null : this.refuse('number')
  }
}
