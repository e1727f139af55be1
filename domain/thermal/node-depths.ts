/** Distance of the second node from the surface, m, where the depth leaves the choice. */
const firstGapM = 0.008

/**
 * Depths of `count` nodes from 0 to `depthM`, m: gaps grow by a constant factor from 8 mm; the node nearest to the pipes moves to their
 * depth exactly.
 */
export function nodeDepths(depthM: number, count: number, pipeDepthM: number | null): number[] {
  const gaps = count - 1
  const sum = (factor: number): number => (Math.abs(factor - 1) < 1e-9 ? gaps : (factor ** gaps - 1) / (factor - 1))
  let low = 1
  let high = 4
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (firstGapM * sum(middle) < depthM) low = middle
    else high = middle
  }
  const first = depthM / sum(low)
  const depths = Array.from({ length: count }, (_, i) => (i === 0 ? 0 : first * (Math.abs(low - 1) < 1e-9 ? i : (low ** i - 1) / (low - 1))))
  if (pipeDepthM === null) return depths
  if (pipeDepthM <= 0 || pipeDepthM >= depthM) throw new RangeError(`pipes at ${pipeDepthM} m lie outside a pavement of ${depthM} m`)
  const inner = depths.slice(1, -1)
  const nearest = 1 + inner.reduce((best, depth, i) => (Math.abs(depth - pipeDepthM) < Math.abs(inner[best]! - pipeDepthM) ? i : best), 0)
  depths[nearest] = pipeDepthM
  return depths
}
