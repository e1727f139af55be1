import type { AssetKind, Bilingual } from '#domain/network/network'
import { surfaceStates, type SurfaceState } from '#domain/wire/live'
import type { NetworkView, SegmentView } from '#domain/wire/network'
import type { SurfaceColumns } from '../../api/decode-frame'

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

export interface AssetExtreme {
  /** Segment with the extreme value, or the first one when nothing is known. */
  segmentId: string
  /** °C; NaN when no segment has a value that still counts. */
  value: number
  state: SurfaceState
  /** Segments without a value that still counts. */
  unknown: number
}

/** Lowest (winter) or highest (summer) surface temperature among segments that have one; stale values count, lost ones do not. */
export function assetExtreme(segments: readonly SegmentView[], surface: SurfaceColumns, season: 'winter' | 'summer'): AssetExtreme {
  let best: AssetExtreme = { segmentId: segments[0]?.id ?? '', value: Number.NaN, state: 'unknown', unknown: 0 }
  let unknown = 0
  for (const segment of segments) {
    const value = surface.temperature[segment.index] ?? Number.NaN
    const state = surfaceStates[surface.state[segment.index] ?? 0] ?? 'unknown'
    if (Number.isNaN(value) || state === 'unknown' || state === 'lost') {
      unknown += 1
      continue
    }
    if (Number.isNaN(best.value) || (season === 'winter' ? value < best.value : value > best.value)) best = { segmentId: segment.id, value, state, unknown: 0 }
  }
  return { ...best, unknown }
}
