/** Formats instants as a city's wall clock. Built on Intl with an explicit zone, so the browser's own zone never shows. */
export interface CityTime {
  /** 18:05 */
  minutes(at: Date): string
  /** 18:05:09 */
  seconds(at: Date): string
  /** 2026-11-23 */
  date(at: Date): string
  /** 18:05 on the same city day as `today`, else 11-24 18:05 */
  short(at: Date, today: Date): string
  /** 周一 / Mon */
  weekday(at: Date, language: string): string
  /** UTC+8, UTC+5:30 */
  offset(at: Date): string
}

const cache = new Map<string, CityTime>()

/**
 * @param timeZone IANA name of the city's zone, e.g. Asia/Shanghai
 * @throws RangeError for a zone the browser does not know
 */
export function cityTime(timeZone: string): CityTime {
  const known = cache.get(timeZone)
  if (known) return known
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  })
  const zone = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'shortOffset' })
  const read = (at: Date): Record<string, string> => Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]))
  const date = (at: Date): string => { const p = read(at); return `${p['year']}-${p['month']}-${p['day']}` }
  const minutes = (at: Date): string => { const p = read(at); return `${p['hour']}:${p['minute']}` }
  const made: CityTime = {
    minutes, date,
    seconds: (at) => { const p = read(at); return `${p['hour']}:${p['minute']}:${p['second']}` },
    short: (at, today) => (date(at) === date(today) ? minutes(at) : `${date(at).slice(5)} ${minutes(at)}`),
    weekday: (at, language) => new Intl.DateTimeFormat(language, { timeZone, weekday: 'short' }).format(at),
    offset: (at) => (zone.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC'),
  }
  cache.set(timeZone, made)
  return made
}
