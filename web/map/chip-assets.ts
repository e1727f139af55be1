import type { AssetKind, Position } from '#domain/network/network'
import type { NetworkView } from '#domain/wire/network'
import { segmentsByAsset } from './segments-by-asset'

/** A heated or cooled asset that may carry a chip on the map. */
export interface ChipAsset { id: string; name: { zh: string; en: string }; kind: AssetKind; lengthM: number; indices: number[]; anchor: Position }

const kindOrder: Record<AssetKind, number> = { bridge: 0, runway: 1, road: 2, taxiway: 3, apron: 4 }

/** Heated or cooled assets by standing importance: bridges, runways, roads; longer first. Anchored at the middle of their served part. */
export function chipAssets(network: NetworkView): ChipAsset[] {
  const served = segmentsByAsset(network.segments.filter((segment) => segment.loop_id !== null))
  const assets = network.assets.flatMap((asset) => {
    const segments = served.get(asset.id)
    if (!segments) return []
    const middle = segments[segments.length >> 1]!
    return [{
      id: asset.id, name: asset.name, kind: asset.kind,
      lengthM: segments.reduce((sum, segment) => sum + segment.length_m, 0),
      indices: segments.map((segment) => segment.index),
      anchor: middle.axis[middle.axis.length >> 1]!,
    }]
  })
  return assets.sort((a, b) => kindOrder[a.kind] - kindOrder[b.kind] || b.lengthM - a.lengthM)
}
