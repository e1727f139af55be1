/** Value of the digits text[from..from+count), or -1 when one of them is none. */
function digits(text: string, from: number, count: number): number {
  let value = 0
  for (let i = from; i < from + count; i += 1) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** Days from 1970-01-01 in the Gregorian calendar; NaN for a day that does not exist. */
function dayNumber(year: number, month: number, day: number): number {
  if (month < 1 || month > 12) return Number.NaN
  const leap = isLeap(year) ? 1 : 0
  const last = daysIn[month - 1]! + (month === 2 ? leap : 0)
  if (day < 1 || day > last) return Number.NaN
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477
  return (year - 1970) * 365 + leapDays + daysBefore[month - 1]! + (month > 2 ? leap : 0) + day - 1
}

/**
 * Reads an RFC 3339 date-time, which always carries its offset: unix ms, or NaN when it is anything else (also for a day that the
 * calendar does not have and for a leap second, which unix time cannot name). Kept to the millisecond: further digits are cut off.
 */
export function parseInstant(text: string): number {
  const length = text.length
  if (length < 20 || length > 40) return Number.NaN
  const separator = text.charCodeAt(10) | 32
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || separator !== 116 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return Number.NaN
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)]
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)]
  if (year < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN
  let at = 19
  let fractionMs = 0
  if (text.charCodeAt(at) === 46) {
    let weight = 100
    const first = ++at
    for (let digit = digits(text, at, 1); digit >= 0; digit = digits(text, at, 1)) {
      fractionMs += Math.floor(digit * weight)
      weight = weight > 1 ? weight / 10 : 0
      at += 1
    }
    if (at === first) return Number.NaN
  }
  const offsetMin = parseOffset(text, at)
  return (dayNumber(year, month, day) * 1440 + hour * 60 + minute - offsetMin) * 60_000 + second * 1000 + fractionMs
}

/** Offset from UTC in min of `Z` or `+08:00` standing at the end of the text; NaN for anything else. */
function parseOffset(text: string, at: number): number {
  const sign = text.charCodeAt(at)
  if ((sign | 32) === 122) return at === text.length - 1 ? 0 : Number.NaN
  if ((sign !== 43 && sign !== 45) || at + 6 !== text.length || text.charCodeAt(at + 3) !== 58) return Number.NaN
  const [hours, minutes] = [digits(text, at + 1, 2), digits(text, at + 4, 2)]
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes)
}
