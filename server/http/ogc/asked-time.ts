import { parseInstant } from '#domain/units/instant'
import { parameterFault } from './ogc-fault'

/** The time an answer speaks of: what was, is or will be at `atMs`; of an interval that is its end. Unix ms of site time. */
export interface AskedTime { atMs: number; /** Begin of an interval; -Infinity where open, `atMs` of an instant. */ fromMs: number; isInterval: boolean; when: 'past' | 'now' | 'future' }

const remedy = 'Write an instant (2026-01-31T06:00:00Z), a day (2026-01-31) or an interval of them (begin/end; .. leaves an end open).'
const dayMs = 86_400_000

/** Reads the parameter `datetime`. @throws ProblemError 400 */
export function askedTime(text: string | undefined, nowMs: number): AskedTime {
  if (text === undefined) return { atMs: nowMs, fromMs: nowMs, isInterval: false, when: 'now' }
  const parts = text.split('/')
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (parts.length > 2 || text === '' || text === '..') throw parameterFault({ field: 'datetime', position: 0, reason: `"${text.slice(0, 60)}" is neither an instant nor an interval`, remedy })
  if (parts.length === 1 && !isDay) {
    const atMs = instantOf(text, 0, false)
    return { atMs, fromMs: atMs, isInterval: false, when: when(atMs, nowMs) }
  }
  const [begin, end] = [parts[0]!, parts[1] ?? parts[0]!]
  const fromMs = isOpen(begin) ? -Infinity : instantOf(begin, 0, false)
  const toMs = isOpen(end) ? Infinity : instantOf(end, parts.length === 1 ? 0 : begin.length + 1, true)
  if (fromMs > toMs) throw parameterFault({ field: 'datetime', position: begin.length + 1, reason: 'the interval ends before it begins', remedy: 'Change the two round.' })
  // What is known now answers for an interval that holds the present.
  const atMs = fromMs <= nowMs && toMs >= nowMs ? nowMs : Number.isFinite(toMs) ? toMs : fromMs
  return { atMs, fromMs, isInterval: true, when: when(atMs, nowMs) }
}

const isOpen = (text: string): boolean => text === '' || text === '..'
const when = (atMs: number, nowMs: number): AskedTime['when'] => (atMs < nowMs ? 'past' : atMs > nowMs ? 'future' : 'now')

function instantOf(text: string, position: number, isEnd: boolean): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const ms = parseInstant(isDay ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(ms)) throw parameterFault({ field: 'datetime', position, reason: `"${text.slice(0, 40)}" is no instant that exists`, remedy })
  return isDay && isEnd ? ms + dayMs - 1 : ms
}
