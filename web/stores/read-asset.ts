import type { SurfaceColumns } from '../api/decode-frame'
import { shownStateOf, type ShownState } from '../format/shown-state'

/** What is known of an asset's surface: the extreme that matters, what it rests on, and how much is not known. */
export interface AssetReading { valueC: number | null; state: ShownState; index: number; measuredAtS: number; unknownCount: number }

/** Lowest (winter) or highest (summer) present value over an asset's segments; stale values count; lost and unknown segments have none and are counted. */
export function readAsset(indices: readonly number[], columns: SurfaceColumns, extreme: 'lowest' | 'highest'): AssetReading {
  const reading: AssetReading = { valueC: null, state: 'unknown', index: indices[0] ?? -1, measuredAtS: 0, unknownCount: 0 }
  for (const index of indices) {
    const state = shownStateOf(columns.state[index])
    const valueC = columns.temperature[index] ?? Number.NaN
    if (state === 'unknown' || state === 'lost' || !Number.isFinite(valueC)) { reading.unknownCount++; continue }
    if (reading.valueC !== null && (extreme === 'lowest' ? valueC >= reading.valueC : valueC <= reading.valueC)) continue
    Object.assign(reading, { valueC, state, index, measuredAtS: columns.measuredAt[index] ?? 0 })
  }
  return reading
}
