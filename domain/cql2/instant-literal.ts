import { parseInstant } from '../units/instant'
import type { InstantLiteral } from './filter'
import { FilterFault, quoted } from './filter-fault'

const dayMs = 86_400_000

/** A day (2026-01-31) or an instant with its offset (2026-01-31T06:00:00Z). @throws FilterFault */
export function instantLiteral(text: string, kind: 'date' | 'timestamp' | 'either', at: number): InstantLiteral {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const fromMs = parseInstant(isDay ? `${text}T00:00:00Z` : text)
  const expected = { date: 'a day like 2026-01-31', timestamp: 'an instant like 2026-01-31T06:00:00Z', either: 'an instant like 2026-01-31T06:00:00Z or a day like 2026-01-31' }[kind]
  if (Number.isNaN(fromMs) || (kind === 'date' && !isDay) || (kind === 'timestamp' && isDay)) throw new FilterFault(at, expected, quoted(text))
  return { is: 'instant', text, fromMs, toMs: isDay ? fromMs + dayMs - 1 : fromMs, at }
}
