import type { AssetKind, Position } from '#domain/network/network'
import type { NetworkView } from '#domain/wire/network'
import { surfaceStates, type SurfaceState } from '#domain/wire/live'
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

/** What is known of an asset's surface: the extreme that matters, what it rests on, and how much is not known. */
export interface AssetReading { valueC: number | null; state: SurfaceState; index: number; measuredAtS: number; unknownCount: number }
interface Columns { temperature: Float32Array; state: Uint8Array; measuredAt: Int32Array }

/** Lowest (winter) or highest (summer) present value over an asset's segments; lost and unknown segments have none and are counted. */
export function readAsset(indices: readonly number[], columns: Columns, extreme: 'lowest' | 'highest'): AssetReading {
  const reading: AssetReading = { valueC: null, state: 'unknown', index: indices[0] ?? -1, measuredAtS: 0, unknownCount: 0 }
  for (const index of indices) {
    const state = surfaceStates[columns.state[index] ?? 0] ?? 'unknown'
    const valueC = columns.temperature[index] ?? Number.NaN
    if (state === 'unknown' || state === 'lost' || !Number.isFinite(valueC)) { reading.unknownCount++; continue }
    if (reading.valueC !== null && (extreme === 'lowest' ? valueC >= reading.valueC : valueC <= reading.valueC)) continue
    Object.assign(reading, { valueC, state, index, measuredAtS: columns.measuredAt[index] ?? 0 })
  }
  return reading
}
