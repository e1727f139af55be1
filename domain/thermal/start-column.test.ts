import { expect, it } from 'vitest'
import { assumedSurface } from '../network/segment-defaults'
import { buildOfSegment } from './build-of-segment'
import { newColumnStates } from './column-states'
import { groundTemperatureC, groundWaveOfLatitude } from './ground-wave'
import { buildPavementGrid } from './pavement-grid'
import { startColumn } from './start-column'

it('starts at the surface temperature and ends near the ground, in its own column only', () => {
  const grid = buildPavementGrid(buildOfSegment(assumedSurface.road, null), 300)
  const states = newColumnStates([grid, grid])
  const ground = groundWaveOfLatitude(45.75)
  const atMs = Date.UTC(2026, 0, 10)
  startColumn(grid, states, 1, -12, -8, ground, atMs)
  const column = states.temperatureC.subarray(grid.count)
  expect(column[0]).toBeCloseTo(-12, 9)
  expect(Math.abs(column.at(-1)! - groundTemperatureC(ground, 3, atMs))).toBeLessThan(1)
  expect(states.temperatureC.subarray(0, grid.count).every((value) => value === 0)).toBe(true)
  startColumn(grid, states, 0, 3, -8, null, atMs)
  expect(states.temperatureC[grid.count - 1]).toBeCloseTo(-8, 6)
})
