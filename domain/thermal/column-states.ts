import type { PavementGrid } from './pavement-grid'

/** State of n columns, structure of arrays. Column c's node i stands at `temperatureC[offsets[c] + i]`. */
export interface ColumnStates {
  count: number
  /** First temperature of each column; one more than columns. */
  offsets: Int32Array
  temperatureC: Float64Array
  /** Stores on the surface, mm water equivalent = kg/m². */
  waterMm: Float64Array
  snowMm: Float64Array
  iceMm: Float64Array
  frostMm: Float64Array
  /** Code of the surface condition after the last step. */
  condition: Uint8Array
  /** Seen by tests: balances of what has passed since the start; null costs nothing. */
  ledger: ColumnLedger | null
}

/** Sums since the start over one column, J/m² into the column (energy) and mm w.e. (mass). */
export interface ColumnLedger {
  shortwave: Float64Array; longwave: Float64Array; emitted: Float64Array; sensible: Float64Array; latent: Float64Array; advected: Float64Array
  traffic: Float64Array; fusion: Float64Array; pipe: Float64Array; bottom: Float64Array
  precipitationMm: Float64Array; exchangedMm: Float64Array; runOffMm: Float64Array; wornMm: Float64Array
}

/** @param grids one per column */
export function newColumnStates(grids: readonly PavementGrid[]): ColumnStates {
  const count = grids.length
  const offsets = new Int32Array(count + 1)
  grids.forEach((grid, i) => { offsets[i + 1] = offsets[i]! + grid.count })
  const store = (): Float64Array => new Float64Array(count)
  return { count, offsets, temperatureC: new Float64Array(offsets[count]!), waterMm: store(), snowMm: store(), iceMm: store(), frostMm: store(), condition: new Uint8Array(count), ledger: null }
}

const stores = ['waterMm', 'snowMm', 'iceMm', 'frostMm', 'condition'] as const

/** Copies column `index` of `from` to column `toIndex` of `to`, which must have as many nodes. Ledgers stay as they are. */
export function copyColumn(from: ColumnStates, index: number, to: ColumnStates, toIndex: number): void {
  const shift = to.offsets[toIndex]! - from.offsets[index]!
  for (let k = from.offsets[index]!; k < from.offsets[index + 1]!; k++) to.temperatureC[k + shift] = from.temperatureC[k]!
  for (const name of stores) to[name][toIndex] = from[name][index]!
}

export function newColumnLedger(count: number): ColumnLedger {
  const sum = (): Float64Array => new Float64Array(count)
  return {
    shortwave: sum(), longwave: sum(), emitted: sum(), sensible: sum(), latent: sum(), advected: sum(), traffic: sum(), fusion: sum(), pipe: sum(), bottom: sum(),
    precipitationMm: sum(), exchangedMm: sum(), runOffMm: sum(), wornMm: sum(),
  }
}
