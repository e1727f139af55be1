import { expect, it } from 'vitest'
import { winterDay } from '../thermal/testing/winter-day'
import { perturbWeather } from './perturb-weather'

const seeded = (seed: number) => () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648 }

it('leaves what was observed, errs more the further it looks ahead, and stays weather', () => {
  const series = { ...winterDay(73), issuedAtMs: winterDay(73).startMs + 24 * 3_600_000 }
  const chance = seeded(4)
  let [near, far] = [0, 0]
  for (let m = 0; m < 60; m++) {
    const other = perturbWeather(series, chance)
    expect(other.airTemperatureC.slice(0, 24)).toEqual(series.airTemperatureC.slice(0, 24))
    near += (other.airTemperatureC[25]! - series.airTemperatureC[25]!) ** 2 / 60
    far += (other.airTemperatureC[72]! - series.airTemperatureC[72]!) ** 2 / 60
    for (let i = 0; i < 73; i++) {
      expect(other.dewPointC[i]!).toBeLessThanOrEqual(other.airTemperatureC[i]!)
      expect(other.windSpeedMPerS[i]! >= 0 && other.precipitationMmPerH[i]! >= 0 && other.cloudFraction[i]! >= 0 && other.cloudFraction[i]! <= 1 && other.shortwaveDownWPerM2[i]! >= 0).toBe(true)
    }
  }
  // 0.4 + 1.4 sqrt(1/48) = 0.60 K and 1.8 K, from 60 samples each.
  expect(Math.sqrt(near)).toBeGreaterThan(0.4)
  expect(Math.sqrt(near)).toBeLessThan(0.85)
  expect(Math.sqrt(far)).toBeGreaterThan(1.3)
  expect(Math.sqrt(far)).toBeLessThan(2.4)
})
