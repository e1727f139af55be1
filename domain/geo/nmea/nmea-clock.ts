import type { NmeaSentence } from './nmea-sentence'

const dayMs = 86_400_000

/** The last instant (unix ms) that a receiver named with its date; null before it has. */
export type NmeaClock = number | null

/**
 * Instant of a sentence (unix ms) and the clock after it. RMC (valid) and ZDA bring the date; a bare time of day, as in GGA, belongs to the
 * day on which it lies nearest to the last instant, so a GGA right after midnight is not a day late. Null without a date or time.
 */
export function nextNmeaInstant(clock: NmeaClock, sentence: NmeaSentence): { readonly clock: NmeaClock; readonly atMs: number | null } {
  if (!('timeOfDayMs' in sentence) || sentence.timeOfDayMs === null) return { clock, atMs: null }
  const dated = sentence.type === 'ZDA' || (sentence.type === 'RMC' && sentence.status === 'A') ? sentence.date : null
  if (dated !== null) {
    const atMs = Date.parse(`${dated}T00:00:00Z`) + sentence.timeOfDayMs
    return { clock: atMs, atMs }
  }
  if (clock === null) return { clock, atMs: null }
  const sameDay = Math.floor(clock / dayMs) * dayMs + sentence.timeOfDayMs
  const atMs = sameDay - Math.round((sameDay - clock) / dayMs) * dayMs
  return { clock: atMs, atMs }
}
