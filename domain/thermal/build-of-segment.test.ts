import { expect, it } from 'vitest'
import { assumedSurface } from '../network/segment-defaults'
import { buildOfSegment } from './build-of-segment'
import { buildPavementGrid } from './pavement-grid'

const pipes = { depthM: 0.06, spacingM: 0.2, outerDiameterM: 0.02, wallResistanceMKPerW: 0.05 }

it.each(['road', 'bridge', 'runway'] as const)('a %s gets a grid from its layers, with a node at the pipes', (kind) => {
  const segment = assumedSurface[kind]
  const grid = buildPavementGrid(buildOfSegment(segment, pipes), 300)
  expect(grid.depthsM[grid.pipeNode]).toBe(0.06)
  expect(grid.depthsM[0]).toBe(0)
  expect(grid.count).toBeLessThanOrEqual(14)
  expect(grid.depthsM.at(-1)).toBeCloseTo(segment.exposure.airBelow ? 0.34 : 3, 9)
})

it('a steel deck is thin, has air below and no ground', () => {
  const build = buildOfSegment({ layers: [{ material: 'asphalt', thickness_m: 0.07 }, { material: 'steel', thickness_m: 0.016 }], exposure: { skyViewFraction: 1, airBelow: true }, pavementType: 'steelBridge' }, null)
  expect(build.bottom.kind).toBe('air')
  expect(buildPavementGrid(build, 300).depthsM.at(-1)).toBeCloseTo(0.086, 9)
})

it('concrete is brighter than asphalt', () => {
  expect(buildOfSegment(assumedSurface.runway, null).albedo).toBeGreaterThan(buildOfSegment(assumedSurface.road, null).albedo)
})
