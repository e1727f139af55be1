import { expect, it } from 'vitest'
import { eliminateUp, substituteDown } from './conduction'
import { nodeDepths } from './node-depths'
import type { PavementBuild } from './pavement-build'
import { buildPavementGrid } from './pavement-grid'

const build: PavementBuild = {
  layers: [{ heatCapacityJPerM3K: 2e6, conductivityWPerMK: 1, thicknessM: 0.1 }, { heatCapacityJPerM3K: 2e6, conductivityWPerMK: 1, thicknessM: 1 }],
  nodeDepthsM: nodeDepths(3, 40, null), bottom: { kind: 'insulated' }, pipes: null, albedo: 0.1, emissivity: 0.9,
}

it('a step of surface temperature goes down by the error function (Carslaw & Jaeger)', () => {
  const grid = buildPavementGrid(build, 60)
  const t = new Float64Array(grid.count)
  for (let i = 0; i < 720; i++) {
    eliminateUp(grid, t, 0, false)
    grid.alpha[0] = 10
    substituteDown(grid, t, 0, false)
  }
  const spread = 2 * Math.sqrt(0.5e-6 * 720 * 60)
  grid.depthsM.forEach((depth, i) => { if (depth < 0.5) expect(Math.abs(t[i]! - 10 * erfc(depth / spread))).toBeLessThan(0.06) })
})

it('a steady deck between two temperatures is a straight line of resistances', () => {
  const deck: PavementBuild = { ...build, layers: [{ ...build.layers[0]!, thicknessM: 0.1 }, { heatCapacityJPerM3K: 2e6, conductivityWPerMK: 2, thicknessM: 0.2 }], nodeDepthsM: nodeDepths(0.3, 12, null), bottom: { kind: 'air', conductanceWPerM2K: 10 } }
  const grid = buildPavementGrid(deck, 36_000)
  const t = new Float64Array(grid.count)
  for (let i = 0; i < 500; i++) {
    eliminateUp(grid, t, 0, false)
    grid.alpha[0] = 30
    substituteDown(grid, t, 0, false)
  }
  expect(t.at(-1)! * 10).toBeCloseTo(30 / (0.1 / 1 + 0.2 / 2 + 0.1), 6)
})

it('keeps all heat capacity of the layers above an underside, whatever the nodes', () => {
  const deck: PavementBuild = { ...build, nodeDepthsM: nodeDepths(0.3, 9, null), bottom: { kind: 'air', conductanceWPerM2K: 10 } }
  expect(buildPavementGrid(deck, 60).capacityJPerM2K.reduce((a, b) => a + b)).toBeCloseTo(0.3 * 2e6, 3)
})

it('refuses depths that do not rise and pipes without a node', () => {
  expect(() => buildPavementGrid({ ...build, nodeDepthsM: [0, 0.1, 0.1] }, 60)).toThrow('rise')
  expect(() => buildPavementGrid({ ...build, nodeDepthsM: [0, 0.1, 0.2], pipes: { depthM: 0.06, spacingM: 0.2, outerDiameterM: 0.02, wallResistanceMKPerW: 0 } }, 60)).toThrow("pipes' depth")
})

/** Abramowitz & Stegun 7.1.26, 1.5e-7. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * x)
  return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x)
}
