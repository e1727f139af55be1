import { expect, it } from 'vitest'
import { flowConductance, returnTemperatureC } from './hydronic-drive'
import { pipePlaneResistance, rowResistance } from './pipe-resistance'

it("gives the design formula's 15.61 W/m²K for w .2, z .06, D .02, k 1.5", () => {
  expect(1 / rowResistance(0.2, 0.06, 0.02, 1.5)).toBeCloseTo(15.61, 2)
  const plane = pipePlaneResistance({ depthM: 0.06, spacingM: 0.2, outerDiameterM: 0.02, wallResistanceMKPerW: 0 }, 0.06 / 1.5)
  expect(1 / (plane + 0.06 / 1.5)).toBeCloseTo(15.61, 2)
})

it('a slow flow gives all its heat, a fast one stays at supply', () => {
  expect(flowConductance(0, 4190, 0.05)).toBe(0)
  expect(flowConductance(1e-5, 4190, 0.05)).toBeCloseTo(1e-5 * 4190, 6)
  expect(flowConductance(1e3, 4190, 0.05)).toBeCloseTo(20, 3)
  expect(returnTemperatureC(35, 200, 0.01, 4190)).toBeCloseTo(35 - 200 / 41.9, 9)
  expect(returnTemperatureC(35, 0, 0, 4190)).toBeNaN()
})
