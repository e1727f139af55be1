export interface Comparison { rmse: number; bias: number; largest: number; count: number }

/** Differences ours - theirs where both are numbers and `counts` says so. */
export function compare(ours: ArrayLike<number>, theirs: ArrayLike<number>, counts: (i: number) => boolean = () => true): Comparison {
  let square = 0, sum = 0, largest = 0, count = 0
  for (let i = 0; i < ours.length; i++) {
    const difference = ours[i]! - theirs[i]!
    if (!Number.isFinite(difference) || !counts(i)) continue
    square += difference * difference
    sum += difference
    largest = Math.max(largest, Math.abs(difference))
    count++
  }
  return { rmse: Math.sqrt(square / count), bias: sum / count, largest, count }
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!
