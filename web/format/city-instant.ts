/**
 * The instant at which a city's wall clock shows a time. Of a time shown twice (the clock was put back) the earlier one; null for what is no time or is skipped.
 * @param timeZone IANA name, e.g. Asia/Shanghai
 * @param shown 2026-11-25T18:05, as a field for date and time gives it
 */
export function cityInstant(timeZone: string, shown: string): Date | null {
  const asUtcMs = Date.parse(`${shown.slice(0, 16)}Z`)
  if (Number.isNaN(asUtcMs) || new Date(asUtcMs).toISOString().slice(0, 16) !== shown.slice(0, 16)) return null
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  const shownAtMs = (atMs: number): number => {
    const p = Object.fromEntries(parts.formatToParts(atMs).map((part) => [part.type, part.value]))
    return Date.parse(`${p['year']}-${p['month']}-${p['day']}T${p['hour']}:${p['minute']}Z`)
  }
  // The zone's offset a day before and after: between them it may change once.
  const offsets = [asUtcMs - 86_400_000, asUtcMs + 86_400_000].map((atMs) => shownAtMs(atMs) - atMs)
  const candidates = offsets.map((offsetMs) => asUtcMs - offsetMs).filter((atMs) => shownAtMs(atMs) === asUtcMs)
  return candidates.length > 0 ? new Date(Math.min(...candidates)) : null
}
