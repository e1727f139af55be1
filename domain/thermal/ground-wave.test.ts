import { expect, it } from 'vitest'
import { groundTemperatureC, groundWaveOfLatitude } from './ground-wave'

const wave = { meanC: 10, amplitudeK: 12, coldestDay: 20, diffusivityM2PerS: 0.5e-6 }

it('is coldest on its coldest day at the surface, later and weaker below', () => {
  const at = (depthM: number, day: number) => groundTemperatureC(wave, depthM, Date.UTC(2026, 0, 1) + day * 86_400_000)
  expect(at(0, 20)).toBeCloseTo(-2, 2)
  expect(at(0, 203)).toBeCloseTo(22, 1)
  // d = 2.24 m: a third of the amplitude there, a year / 2 pi later.
  expect(at(2.24, 20 + 58)).toBeCloseTo(10 - 12 * Math.exp(-1), 1)
  expect(at(30, 100)).toBeCloseTo(10, 3)
})

/** Annual mean and half the range of the monthly means, °C, of ten Chinese cities, normals as remembered to 1 K. */
const cities: [string, number, number, number][] = [
  ['Haikou', 20.0, 24.6, 5.3], ['Guangzhou', 23.1, 22.5, 7.5], ['Wuhan', 30.6, 17.3, 12.6], ['Shanghai', 31.2, 17.1, 11.9], ['Xian', 34.3, 14.5, 13.5],
  ['Beijing', 39.9, 13.1, 15], ['Changchun', 43.9, 6.3, 19], ['Urumqi', 43.8, 7.8, 18.4], ['Harbin', 45.8, 5.0, 20.5], ['Mohe', 53.0, -3.9, 23.5],
]

it.each(cities)('the wave of the latitude of %s is within 3 K', (_, lat, meanC, amplitudeK) => {
  const guess = groundWaveOfLatitude(lat)
  expect(Math.abs(guess.meanC - meanC)).toBeLessThan(3)
  expect(Math.abs(guess.amplitudeK - amplitudeK)).toBeLessThan(3)
})
