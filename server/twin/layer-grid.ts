import type { Layer, LayerMaterial } from '#domain/network/network'

/** Nodes of every column: the top one is 1 cm (its temperature is the surface temperature of this model). */
export const nodesPerColumn = 12

/** Heat capacity (J/m3K) and conductivity (W/mK) of the twin's materials; textbook mid-range values, varied per segment. */
export const materials: Record<LayerMaterial, { capacity: number; conductivity: number }> = {
  asphalt: { capacity: 2.05e6, conductivity: 1.15 },
  concrete: { capacity: 2.15e6, conductivity: 1.75 },
  crushedRock: { capacity: 1.9e6, conductivity: 1.1 },
  steel: { capacity: 3.8e6, conductivity: 45 },
  soil: { capacity: 2.1e6, conductivity: 1.3 },
}

const groundThickness_m = [0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.09, 0.13, 0.2, 0.3, 0.4, 0.5]

export interface LayerGrid {
  thickness_m: number[]
  /** Depth of each node's middle, m. */
  depth_m: number[]
  capacity_jPerM3K: number[]
  conductivity_wPerMK: number[]
}

/** Node thicknesses: a stretched column of 1.8 m on the ground, the deck alone over air. */
function thicknesses(layers: readonly Layer[], airBelow: boolean): number[] {
  if (!airBelow) return groundThickness_m
  const deck_m = Math.max(0.04, layers.reduce((sum, layer) => sum + layer.thickness_m, 0))
  if (deck_m < 0.17) return Array.from({ length: nodesPerColumn }, () => deck_m / nodesPerColumn)
  const top = [0.01, 0.015, 0.02, 0.025]
  return [...top, ...Array.from({ length: nodesPerColumn - top.length }, () => (deck_m - 0.07) / (nodesPerColumn - top.length))]
}

/** Cuts a pavement into nodes; below the last listed layer lies soil (or nothing, over air). Capacity mixes by thickness, resistance in series. */
export function layerGrid(layers: readonly Layer[], airBelow: boolean): LayerGrid {
  const grid: LayerGrid = { thickness_m: thicknesses(layers, airBelow), depth_m: [], capacity_jPerM3K: [], conductivity_wPerMK: [] }
  let top_m = 0
  for (const thickness of grid.thickness_m) {
    const bottom_m = top_m + thickness
    grid.depth_m.push((top_m + bottom_m) / 2)
    let capacity = 0, resistance = 0, from_m = 0, covered_m = 0
    for (const layer of layers) {
      const overlap = Math.max(0, Math.min(bottom_m, from_m + layer.thickness_m) - Math.max(top_m, from_m))
      capacity += overlap * materials[layer.material].capacity
      resistance += overlap / materials[layer.material].conductivity
      covered_m += overlap
      from_m += layer.thickness_m
    }
    const rest = Math.max(0, thickness - covered_m)
    const filler = airBelow ? materials.concrete : materials.soil
    grid.capacity_jPerM3K.push((capacity + rest * filler.capacity) / thickness)
    grid.conductivity_wPerMK.push(thickness / (resistance + rest / filler.conductivity))
    top_m = bottom_m
  }
  return grid
}
