import type { PavementGrid } from './pavement-grid'

/**
 * Eliminates the nodes below the surface for one implicit step: leaves alpha in `grid.alpha`, after which T_1 = alpha_1 + beta_1 T_0.
 * Two multiply-adds per node.
 * @param temperatureC temperatures of all columns, °C; this column's node i stands at `offset + i`
 * The temperature beyond the bottom conductance stands in `grid.alpha[count]`, °C, and in `grid.pipeWPerM2[0]` the heat put into the pipe
 * node whatever its temperature (flow conductance x supply temperature, or a given power): a double passed as an argument may be allocated.
 * @param wet use the factors for flowing fluid
 */
export function eliminateUp(grid: PavementGrid, temperatureC: Float64Array, offset: number, wet: boolean): void {
  const { storage, below, inverse } = wet ? grid.wet : grid
  const { alpha, pipeNode } = grid
  let next = alpha[grid.count]!
  let i = grid.count - 1
  if (pipeNode > 0) {
    for (; i >= pipeNode; i--) alpha[i] = next = storage[i]! * temperatureC[offset + i]! + below[i]! * next
    alpha[pipeNode] = next += grid.pipeWPerM2[0]! * inverse[pipeNode]!
  }
  for (; i >= 1; i--) alpha[i] = next = storage[i]! * temperatureC[offset + i]! + below[i]! * next
}

/** Writes the temperatures of the new step from the surface down, given that of the surface node in `grid.alpha[0]`, °C. */
export function substituteDown(grid: PavementGrid, temperatureC: Float64Array, offset: number, wet: boolean): void {
  const beta = wet ? grid.wet.beta : grid.beta
  const alpha = grid.alpha
  let above = alpha[0]!
  temperatureC[offset] = above
  for (let i = 1; i < grid.count; i++) {
    above = alpha[i]! + beta[i]! * above
    temperatureC[offset + i] = above
  }
}
