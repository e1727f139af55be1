import { orientation } from './orientation'

export const isBetween = (value: number, a: number, b: number): boolean => (a <= b ? value >= a && value <= b : value >= b && value <= a)

/** Whether c lies on the edge a-b, its ends included. */
export const isOnEdge = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number): boolean =>
  isBetween(cx, ax, bx) && isBetween(cy, ay, by) && orientation(ax, ay, bx, by, cx, cy) === 0

/** Whether two edges a-b and c-d have a point in common, ends included. */
export function edgesMeet(ax: number, ay: number, bx: number, by: number, cx: number, cy: number, dx: number, dy: number): boolean {
  const c = orientation(ax, ay, bx, by, cx, cy)
  const d = orientation(ax, ay, bx, by, dx, dy)
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false
  const a = orientation(cx, cy, dx, dy, ax, ay)
  const b = orientation(cx, cy, dx, dy, bx, by)
  if ((a > 0 && b > 0) || (a < 0 && b < 0)) return false
  // All on one line: they meet where an end of one lies on the other.
  if (a === 0 && b === 0) return isOnEdge(ax, ay, bx, by, cx, cy) || isOnEdge(ax, ay, bx, by, dx, dy) || isOnEdge(cx, cy, dx, dy, ax, ay)
  return true
}
