/** Error bound of the rounded determinant, as a share of the sum of its two products (Shewchuk 1997, "A" bound of orient2d). */
const errorBound = 3.3306690738754716e-16
/** A power of two that makes an integer of every coordinate this code can meet; multiplying by it rounds nothing. */
const whole = 2 ** 900
const exactInteger = (value: number): bigint => BigInt(Math.trunc(value * whole))

/**
 * On which side of the line a-b the point c lies: positive to the left, negative to the right, 0 exactly on it.
 * Rounded arithmetic where that decides, exact integers where it does not, so that neighbours never disagree about a point on their common line.
 */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (ax - cx) * (by - cy)
  const right = (ay - cy) * (bx - cx)
  const determinant = left - right
  const sum = Math.abs(left) + Math.abs(right)
  if (sum === 0 || Math.abs(determinant) > errorBound * sum) return determinant
  const [x, y] = [exactInteger(cx), exactInteger(cy)]
  const exact = (exactInteger(ax) - x) * (exactInteger(by) - y) - (exactInteger(ay) - y) * (exactInteger(bx) - x)
  return exact > 0n ? 1 : exact < 0n ? -1 : 0
}
