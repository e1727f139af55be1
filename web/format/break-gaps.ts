export type ChartPoint = [ms: number, value: number | null]

/**
 * Chart points with the line broken wherever readings are missing: between neighbours further apart than three expected intervals
 * (the sensor's cadence, or the usual spacing of the thinned series when that is wider) a null is put in, and values of
 * quality `bad` (code 2) are left out as if missing.
 * @param points [unix seconds, value, quality code], in order of time
 */
export function breakGaps(points: readonly (readonly [number, number, number])[], cadenceS: number): ChartPoint[] {
  const spacings = points.slice(1).map((point, i) => point[0] - points[i]![0]).sort((a, b) => a - b)
  const usual = spacings[Math.floor(spacings.length / 2)] ?? cadenceS
  const limitS = 3 * Math.max(cadenceS, usual)
  const line: ChartPoint[] = []
  let lastS: number | null = null
  for (const [atS, value, quality] of points) {
    if (quality === 2 || !Number.isFinite(value)) continue
    if (lastS !== null && atS - lastS > limitS) line.push([(lastS + 1) * 1000, null])
    line.push([atS * 1000, value])
    lastS = atS
  }
  return line
}
