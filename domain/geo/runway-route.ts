import { isLowerEnd, parseDesignator, reciprocalOf, writeDesignator } from './runway'

/** A runway by its aerodrome (location indicator, ICAO Doc 7910) and its two designators, the lower-numbered one first. */
export interface RunwayName { aerodrome: string; lower: string; higher: string }

/** Reads `ZYHB 05R/23L`, in either order of the ends; null where it is none, or the ends are not each other's reciprocal. */
export function parseRunwayRoute(route: string | null): RunwayName | null {
  const [, aerodrome, one, other] = /^([A-Z]{4}) (\d{2}[LCR]?)\/(\d{2}[LCR]?)$/.exec(route ?? '') ?? []
  if (aerodrome === undefined || one === undefined || other === undefined) return null
  const [a, b] = [parseDesignator(one), parseDesignator(other)]
  if (!a || !b || writeDesignator(reciprocalOf(a)) !== other) return null
  return isLowerEnd(a) ? { aerodrome, lower: one, higher: other } : { aerodrome, lower: other, higher: one }
}
