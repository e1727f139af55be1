import { pipePlaneResistance } from './pipe-resistance'
import type { BuildLayer, PavementBuild } from './pavement-build'

/**
 * Finite volumes of one pavement for one step, with the factors of the implicit step eliminated from the bottom up (README, conduction):
 * T_i = alpha_i + beta_i T_(i-1), alpha_i = storage_i T_i(old) + below_i alpha_(i+1). All arrays over the nodes.
 */
export interface PavementGrid {
  build: PavementBuild
  stepS: number
  count: number
  depthsM: Float64Array
  /** C_i, J/m²K, of the volume around node i. */
  capacityJPerM2K: Float64Array
  /** K_i, W/m²K, between node i and i + 1; the last one to the boundary below (0 where insulated). */
  conductanceWPerM2K: Float64Array
  storage: Float64Array
  below: Float64Array
  beta: Float64Array
  /** 1 / D_i, for heat put into a node, m²K/W. */
  inverse: Float64Array
  /** Node of the pipes, -1 without. */
  pipeNode: number
  /** Between fluid and pipe node, m²K/W; 0 without pipes. */
  pipeResistanceM2KPerW: number
  /** Factors while fluid flows: those above are for still pipes. `wetConductanceWPerM2K` says for which conductance they hold. */
  wet: { conductanceWPerM2K: number; storage: Float64Array; below: Float64Array; beta: Float64Array; inverse: Float64Array }
  /** Room for alpha, overwritten by each step of each column; [0] the surface's temperature, [count] that beyond the bottom. */
  alpha: Float64Array
  /** One value: heat given to the pipe node, W/m². */
  pipeWPerM2: Float64Array
}

/** @throws RangeError when depths do not rise from 0 or above, or no node lies at the depth of the pipes */
export function buildPavementGrid(build: PavementBuild, stepS: number): PavementGrid {
  const depths = build.nodeDepthsM
  const count = depths.length
  if (count < 3 || depths.some((depth, i) => depth < 0 || (i > 0 && depth <= depths[i - 1]!))) throw new RangeError('node depths must rise, at least three of them')
  const pipeNode = build.pipes === null ? -1 : depths.findIndex((depth) => Math.abs(depth - build.pipes!.depthM) < 1e-6)
  if (build.pipes !== null && pipeNode < 1) throw new RangeError(`no node at the pipes' depth of ${build.pipes.depthM} m`)
  const edges = depths.map((depth, i) => (i === 0 ? 0 : (depths[i - 1]! + depth) / 2))
  // The last volume reaches as far below its node as above it, except where air or insulation touches the node itself.
  const bottomEdge = build.bottom.kind === 'air' ? depths[count - 1]! : 2 * depths[count - 1]! - edges[count - 1]!
  const capacity = Float64Array.from(depths, (_, i) => layerIntegral(build.layers, edges[i]!, edges[i + 1] ?? bottomEdge, (layer) => layer.heatCapacityJPerM3K))
  const resistance = (from: number, to: number): number => layerIntegral(build.layers, from, to, (layer) => 1 / layer.conductivityWPerMK)
  const conductance = Float64Array.from(depths, (depth, i) => (i < count - 1 ? 1 / resistance(depth, depths[i + 1]!) : bottomConductance(build, depth, resistance)))
  const grid: PavementGrid = {
    build, stepS, count, depthsM: Float64Array.from(depths), capacityJPerM2K: capacity, conductanceWPerM2K: conductance,
    storage: new Float64Array(count), below: new Float64Array(count), beta: new Float64Array(count), inverse: new Float64Array(count), pipeNode,
    pipeResistanceM2KPerW: build.pipes === null ? 0 : pipePlaneResistance(build.pipes, resistance(0, build.pipes.depthM)),
    wet: { conductanceWPerM2K: 0, storage: new Float64Array(count), below: new Float64Array(count), beta: new Float64Array(count), inverse: new Float64Array(count) },
    alpha: new Float64Array(count + 1), pipeWPerM2: new Float64Array(1),
  }
  factor(grid, grid, count - 1, 0)
  grid.wet.conductanceWPerM2K = Number.NaN
  for (const name of ['storage', 'below', 'beta', 'inverse'] as const) grid.wet[name].set(grid[name])
  return grid
}

/** Refreshes the factors for flowing fluid, from the pipe node up; those below it never change. */
export function factorWet(grid: PavementGrid, pipeConductanceWPerM2K: number): void {
  if (grid.wet.conductanceWPerM2K === pipeConductanceWPerM2K) return
  grid.wet.conductanceWPerM2K = pipeConductanceWPerM2K
  factor(grid, grid.wet, grid.pipeNode, pipeConductanceWPerM2K)
}

type Factors = Pick<PavementGrid, 'storage' | 'below' | 'beta' | 'inverse'>

function factor(grid: PavementGrid, out: Factors, from: number, pipeConductance: number): void {
  const { capacityJPerM2K, conductanceWPerM2K: k, stepS, count } = grid
  for (let i = from; i >= 1; i--) {
    const below = i === count - 1 ? 0 : out.beta[i + 1]!
    const stored = capacityJPerM2K[i]! / stepS
    const inverse = 1 / (stored + k[i - 1]! + k[i]! * (1 - below) + (i === grid.pipeNode ? pipeConductance : 0))
    out.inverse[i] = inverse
    out.beta[i] = k[i - 1]! * inverse
    out.storage[i] = stored * inverse
    out.below[i] = k[i]! * inverse
  }
}

function bottomConductance(build: PavementBuild, depth: number, resistance: (from: number, to: number) => number): number {
  if (build.bottom.kind === 'insulated') return 0
  return build.bottom.kind === 'air' ? build.bottom.conductanceWPerM2K : 1 / resistance(depth, depth + build.bottom.distanceM)
}

/** Integral of a layer property from one depth to another; the last layer goes on without end. */
function layerIntegral(layers: readonly BuildLayer[], from: number, to: number, value: (layer: BuildLayer) => number): number {
  let top = 0
  let sum = 0
  layers.forEach((layer, i) => {
    const bottom = i === layers.length - 1 ? Infinity : top + layer.thicknessM
    sum += Math.max(0, Math.min(bottom, to) - Math.max(top, from)) * value(layer)
    top = bottom
  })
  return sum
}
