/** Everything a quantity may be at the moment, in its unit; both ends belong to it. */
export interface Interval { min: number; max: number }

export const exactly = (value: number): Interval => ({ min: value, max: value })

/** The smallest interval that holds all of them. @throws RangeError for none: nothing known is the whole plausible range, never an empty one */
export function hull(intervals: readonly Interval[]): Interval {
  if (intervals.length === 0) throw new RangeError('hull of nothing')
  return { min: Math.min(...intervals.map(({ min }) => min)), max: Math.max(...intervals.map(({ max }) => max)) }
}
