import { expect, it } from 'vitest'
import { longwaveDownWPerM2 } from './longwave-down'

it('lies between a dry clear sky and a black body; cloud adds', () => {
  // Prata's own example range: about 0.74 at 10 °C and 8 hPa.
  expect(longwaveDownWPerM2(10, 800, 0) / (5.670374e-8 * 283.15 ** 4)).toBeCloseTo(0.75, 1)
  expect(longwaveDownWPerM2(10, 800, 1)).toBeGreaterThan(longwaveDownWPerM2(10, 800, 0) + 50)
  expect(longwaveDownWPerM2(10, 800, 1)).toBeLessThan(5.670374e-8 * 283.15 ** 4)
})
