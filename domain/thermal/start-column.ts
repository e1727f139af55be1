import type { ColumnStates } from './column-states'
import { groundTemperatureC } from './ground-wave'
import type { GroundWave } from './ground-wave'
import type { PavementGrid } from './pavement-grid'

/** Depth to which the day's wave is damped to 1/e, m: sqrt(day a / pi) with asphalt's a = 0.38e-6 m²/s. */
export const dayDampingM = 0.1
/** Depth over which the last days' mean gives way to the ground's annual wave, m. */
const seasonDepthM = 1

/**
 * First profile of a column of which only the surface is known: from the surface's temperature to the mean of the last days within the
 * day's damping depth, from there to the ground's wave. A run through a day or two of past weather improves it. Stores become empty.
 * @param surfaceC measured or estimated surface temperature, °C
 * @param meanC mean surface (else air) temperature of the last days, °C
 * @param ground null under decks
 */
export function startColumn(grid: PavementGrid, states: ColumnStates, index: number, surfaceC: number, meanC: number, ground: GroundWave | null, atMs: number): void {
  const offset = states.offsets[index]!
  for (let i = 0; i < grid.count; i++) {
    const depthM = grid.depthsM[i]!
    const deepC = ground === null ? meanC : meanC + (groundTemperatureC(ground, depthM, atMs) - meanC) * -Math.expm1(-depthM / seasonDepthM)
    states.temperatureC[offset + i] = deepC + (surfaceC - meanC) * Math.exp(-depthM / dayDampingM)
  }
  states.waterMm[index] = states.snowMm[index] = states.iceMm[index] = states.frostMm[index] = 0
}
