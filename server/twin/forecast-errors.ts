import { normalOf } from './seeded'

/** How errors hang together from hour to hour, and how far back that reaches. */
const hourly = 0.93
const reachH = 24
const weights = Array.from({ length: reachH }, (_, k) => hourly ** k)
const norm = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0))

/** Share of the variance that neighbouring issues have in common: a service that is wrong about tomorrow is wrong in the next issue, too. */
const sharedVariance = 0.9

/** Standard normal noise of a key along whole hours, with a correlation of 0.93 from hour to hour. */
function redNoise(key: string, fromH: number, count: number): Float64Array {
  const white = Float64Array.from({ length: count + reachH - 1 }, (_, i) => normalOf(`${key}/${fromH - reachH + 1 + i}`))
  return Float64Array.from({ length: count }, (_, i) => weights.reduce((sum, weight, k) => sum + weight * (white[i + reachH - 1 - k] as number), 0) / norm)
}

/**
 * Errors of a quantity in the issue of `issueH`, in standard deviations, for `count` hours from `fromH` on (whole hours since 1970). The same arguments always
 * give the same errors; they hang together along the hours, and partly from issue to issue.
 */
export function forecastErrors(seed: string, quantity: string, issueH: number, fromH: number, count: number): Float64Array {
  const shared = redNoise(`${seed}/forecast/${quantity}`, fromH, count)
  const own = redNoise(`${seed}/forecast/${quantity}/${issueH}`, fromH, count)
  return shared.map((value, i) => Math.sqrt(sharedVariance) * value + Math.sqrt(1 - sharedVariance) * (own[i] as number))
}

/** Standard deviation that grows with the lead time from `at1h` at +1 h (and before) to `at48h` at +48 h and on in the same measure. */
export const growing = (leadH: number, at1h: number, at48h: number): number => at1h + ((at48h - at1h) * Math.max(0, leadH - 1)) / 47
