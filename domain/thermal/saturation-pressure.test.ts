import { expect, it } from 'vitest'
import { condensationTemperatureC, specificHumidity, vapourPressurePa } from './moist-air'
import { saturationLogSlope, saturationPressurePa } from './saturation-pressure'

/** Goff-Gratch (WMO 2008) over water and ice, Pa. */
const published: [number, number][] = [[-40, 12.85], [-20, 103.2], [-10, 259.9], [0, 611.1], [10, 1227.2], [20, 2338.5], [30, 4245.2], [50, 12345], [70, 31176]]

it.each(published)('saturation at %d °C is that of the tables within 1 % (2.5 % below -30 °C)', (temperatureC, pressurePa) => {
  expect(Math.abs(saturationPressurePa(temperatureC) / pressurePa - 1)).toBeLessThan(temperatureC < -30 ? 0.025 : 0.01)
})

it('its slope is the derivative, its inverse the condensation temperature', () => {
  for (let t = -45; t <= 75; t += 2.5) {
    if (t !== 0) expect((saturationPressurePa(t + 1e-4) - saturationPressurePa(t - 1e-4)) / 2e-4 / saturationPressurePa(t)).toBeCloseTo(saturationLogSlope(t), 6)
    expect(condensationTemperatureC(saturationPressurePa(t))).toBeCloseTo(t, 9)
  }
  expect(vapourPressurePa(specificHumidity(1500, 9e4), 9e4)).toBeCloseTo(1500, 9)
})
