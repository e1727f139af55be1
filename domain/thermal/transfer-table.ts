import { physical } from './physical-constants'
import type { StabilityFunctions } from './stability-functions'

/** Spacing in s = sqrt(1 + |Ri|) - 1, and the |Ri| at which each side ends and stays constant. */
const stableStep = 0.004
const unstableStep = 0.02
const stableEnd = 50
const unstableEnd = 1e4

/**
 * Exchange coefficient of heat CH = k² / (fm fh) against the bulk Richardson number. Similarity theory needs an iteration with logarithms
 * for each value; over one roughness it is a function of Ri alone, so it is tabulated once and read with one square root in the loop.
 */
export interface TransferTable {
  /** Ri = g * richardsonLengthM * (Ta - Ts) / (T u²), m. */
  richardsonLengthM: number
  /** CH at s = i * unstableStep for Ri <= 0. */
  unstable: Float64Array
  /** CH at s = i * stableStep for Ri > 0. */
  stable: Float64Array
}

export function buildTransferTable(functions: StabilityFunctions): TransferTable {
  const at = (ri: number): number => transferCoefficient(functions, ri)
  const side = (end: number, step: number, sign: number): Float64Array =>
    Float64Array.from({ length: Math.ceil((Math.sqrt(1 + end) - 1) / step) + 2 }, (_, i) => at(sign * ((1 + i * step) ** 2 - 1)))
  return { richardsonLengthM: functions.richardsonLengthM, unstable: side(unstableEnd, unstableStep, -1), stable: side(stableEnd, stableStep, 1) }
}

/** CH of a bulk Richardson number by solving Ri = zRi / L * heat / momentum² for 1/L (bisection: the right side rises with 1/L). */
export function transferCoefficient(functions: StabilityFunctions, richardson: number): number {
  const richardsonOf = (inverse: number): number => (functions.richardsonLengthM * inverse * functions.heat(inverse)) / functions.momentum(inverse) ** 2
  let low = richardson < 0 ? -1e6 : 0
  let high = richardson < 0 ? 0 : functions.largestInverseObukhovPerM
  for (let i = 0; i < 46; i++) {
    // Halving on a cube-root scale: 1/L spans ten decades.
    const middle = ((Math.cbrt(low) + Math.cbrt(high)) / 2) ** 3
    if (richardsonOf(middle) < richardson) low = middle
    else high = middle
  }
  const inverse = (low + high) / 2
  return physical.karman ** 2 / (functions.momentum(inverse) * functions.heat(inverse))
}

/** CH by linear interpolation in the table: within 0.2 % of `transferCoefficient` (tested). */
export function readTransfer(table: TransferTable, richardson: number): number {
  const values = richardson > 0 ? table.stable : table.unstable
  const place = (Math.sqrt(1 + Math.abs(richardson)) - 1) * (richardson > 0 ? 1 / stableStep : 1 / unstableStep)
  const last = values.length - 2
  if (place >= last) return values[last]!
  const i = place | 0
  const low = values[i]!
  return low + (place - i) * (values[i + 1]! - low)
}
