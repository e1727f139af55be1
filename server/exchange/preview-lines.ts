import type { Position, Segment } from '#domain/network/network'

/** A preview that a page draws at once. */
const maxSegments = 4000
/** About 3 m: far below what a preview shows. */
const toleranceDeg = 3e-5

/** Douglas and Peucker's thinning of one line, tolerance in degrees of latitude. */
function thinned(axis: readonly Position[]): Position[] {
  if (axis.length < 3) return [...axis]
  const [first, last] = [axis[0]!, axis.at(-1)!]
  const squeeze = Math.cos((first[1] * Math.PI) / 180)
  const [dx, dy] = [(last[0] - first[0]) * squeeze, last[1] - first[1]]
  let [worst, at] = [0, 0]
  for (let i = 1; i < axis.length - 1; i++) {
    const [x, y] = [(axis[i]![0] - first[0]) * squeeze, axis[i]![1] - first[1]]
    const t = dx === 0 && dy === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / (dx * dx + dy * dy)))
    const off = Math.hypot(x - t * dx, y - t * dy)
    if (off > worst) [worst, at] = [off, i]
  }
  return worst <= toleranceDeg ? [first, last] : [...thinned(axis.slice(0, at + 1)).slice(0, -1), ...thinned(axis.slice(at))]
}

const rounded = ([lon, lat]: Position): Position => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]

/** One MultiLineString per kind of at most 4000 segments, thinned; of a larger file every n-th. `shown` is the share of segments in it, 0..1. */
export function previewLines(segments: readonly Segment[]): { shown: number; collection: { type: 'FeatureCollection'; features: { type: 'Feature'; properties: { kind: string }; geometry: { type: 'MultiLineString'; coordinates: Position[][] } }[] } } {
  const step = Math.max(1, Math.ceil(segments.length / maxSegments))
  const byKind = new Map<string, Position[][]>()
  segments.forEach(({ kind, axis }, i) => {
    if (i % step !== 0) return
    const lines = byKind.get(kind) ?? []
    byKind.set(kind, lines)
    lines.push(thinned(axis).map(rounded))
  })
  return {
    shown: segments.length === 0 ? 1 : Math.ceil(segments.length / step) / segments.length,
    collection: { type: 'FeatureCollection', features: [...byKind].map(([kind, coordinates]) => ({ type: 'Feature', properties: { kind }, geometry: { type: 'MultiLineString', coordinates } })) },
  }
}
