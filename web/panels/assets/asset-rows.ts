import type { AssetKind, Bilingual } from '#domain/network/network'
import type { NetworkView, SegmentView } from '#domain/wire/network'

/** A heated or cooled asset with the segments that lie over its loops. */
export interface HeatedAsset { id: string; name: Bilingual; kind: AssetKind; segments: SegmentView[]; loopIds: string[] }

/** Assets with at least one loop, bridges first, then by name. */
export function heatedAssets(network: NetworkView): HeatedAsset[] {
  const byAsset = new Map<string, HeatedAsset>()
  const assets = new Map(network.assets.map((asset) => [asset.id, asset]))
  for (const segment of network.segments) {
    const asset = assets.get(segment.asset_id)
    if (!segment.loop_id || !asset) continue
    const row = byAsset.get(asset.id) ?? { id: asset.id, name: asset.name, kind: asset.kind, segments: [], loopIds: [] }
    row.segments.push(segment)
    if (!row.loopIds.includes(segment.loop_id)) row.loopIds.push(segment.loop_id)
    byAsset.set(asset.id, row)
  }
  const order: AssetKind[] = ['bridge', 'runway', 'taxiway', 'apron', 'road']
  return [...byAsset.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.name.zh.localeCompare(b.name.zh, 'zh-CN'))
}
