import type { ColumnStates } from './column-states'
import type { PavementGrid } from './pavement-grid'
import { dayDampingM } from './start-column'

/**
 * Carries a correction of the surface into the profile, so that a forecast starts from it: every node by deltaC exp(-z / d).
 * d is the damping depth of the day's wave, 0.1 m: what makes the surface err (sun, cloud, wind, air) has worked for hours up to a day, and
 * heat has gone as deep as that. A shift of the surface alone would be gone within minutes; one of the whole column would move ground that
 * a wrong afternoon never reached. Stores are left: if ice lies on a surface that is now above 0 °C, the next step melts it.
 * @param deltaC analysis minus model at the surface, K; NaN (not known) changes nothing
 */
export function correctColumn(states: ColumnStates, index: number, grid: Pick<PavementGrid, 'count' | 'depthsM'>, deltaC: number): void {
  if (!Number.isFinite(deltaC)) return
  const offset = states.offsets[index]!
  for (let i = 0; i < grid.count; i++) states.temperatureC[offset + i]! += deltaC * Math.exp(-grid.depthsM[i]! / dayDampingM)
}
