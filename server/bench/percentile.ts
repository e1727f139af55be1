/** The value below which `part` (0..1) of the samples lie (nearest rank). @throws RangeError without samples */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))]
  if (value === undefined) throw new RangeError('no samples to take a percentile of')
  return value
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5)

/** Rounded to three significant digits: a figure shows no more than it knows. Whole numbers above 1000 stay whole. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3))
}
