import { expect, it } from 'vitest'
import { buildOfSegment } from './build-of-segment'
import { newColumnStates } from './column-states'
import { correctColumn } from './correct-column'
import { buildPavementGrid } from './pavement-grid'

const grid = buildPavementGrid(buildOfSegment({ layers: [{ material: 'asphalt', thickness_m: 0.2 }], exposure: { skyViewFraction: 1, airBelow: false }, pavementType: 'asphalt' }, null), 300)

it('moves the surface by the whole correction, 10 cm by a third, the ground not at all, and no other column', () => {
  const states = newColumnStates([grid, grid])
  correctColumn(states, 1, grid, 3)
  const moved = [...states.temperatureC.slice(grid.count)]
  expect(moved[0]).toBe(3)
  expect(moved.every((value, i) => Math.abs(value - 3 * Math.exp(-grid.depthsM[i]! / 0.1)) < 1e-12)).toBe(true)
  expect(moved.at(-1)).toBeLessThan(1e-6)
  expect(Math.max(...states.temperatureC.slice(0, grid.count))).toBe(0)
})

it('what is not known changes nothing', () => {
  const states = newColumnStates([grid])
  correctColumn(states, 0, grid, Number.NaN)
  expect(states.temperatureC.every((value) => value === 0)).toBe(true)
})
