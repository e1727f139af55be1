import { z } from 'zod'
import { ProblemError } from './problem'

const instant = z.iso.datetime({ offset: true })
/** Query of what is asked about a span. */
export const rangeShape = z.object({ from: instant, to: instant })
const longestRangeDays = 31

/** @throws ProblemError 400 for an empty or too long span */
export function rangeOf(query: { from: string; to: string }): { from: Date; to: Date } {
  const from = new Date(query.from)
  const to = new Date(query.to)
  if (!(from < to)) throw new ProblemError(400, { code: 'range.empty', title: 'The range is empty', errors: [{ field: 'to', reason: 'must be after from' }] })
  if (to.getTime() - from.getTime() > longestRangeDays * 86_400_000) {
    throw new ProblemError(400, { code: 'range.too_long', title: 'The range is too long', params: { most_days: longestRangeDays }, errors: [{ field: 'from', reason: `at most ${longestRangeDays} days before to` }] })
  }
  return { from, to }
}
