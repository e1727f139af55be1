import type { FeatureCollection, Position } from 'geojson'
import type { NetworkView, SegmentView } from '#domain/wire/network'
import { segmentsByAsset } from './segments-by-asset'

/** Chains segments that follow one another into lines. */
function chain(segments: readonly SegmentView[]): Position[][] {
  const lines: Position[][] = []
  for (const { axis } of segments) {
    const [first] = axis
    const last = lines.at(-1)?.at(-1)
    if (first && last && Math.abs(last[0]! - first[0]) < 1e-6 && Math.abs(last[1]! - first[1]) < 1e-6) lines.at(-1)!.push(...axis.slice(1))
    else lines.push([...axis])
  }
  return lines
}

/** One MultiLineString per named asset, for its label; longer and more important assets first. */
export function assetLines(network: NetworkView): FeatureCollection {
  const byAsset = segmentsByAsset(network.segments)
  return {
    type: 'FeatureCollection',
    features: network.assets.flatMap((asset) => {
      const segments = byAsset.get(asset.id)
      if (!segments || !asset.name.zh) return []
      const lengthM = segments.reduce((sum, segment) => sum + segment.length_m, 0)
      const order = (asset.kind === 'bridge' || asset.kind === 'runway' ? 0 : 1e6) - lengthM
      return [{ type: 'Feature' as const, properties: { ...asset.name, order }, geometry: { type: 'MultiLineString' as const, coordinates: chain(segments) } }]
    }),
  }
}
