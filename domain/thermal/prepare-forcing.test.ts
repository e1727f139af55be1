import { expect, it } from 'vitest'
import { prepareForcing } from './prepare-forcing'
import { winterDay } from './testing/winter-day'

const place = { lat: 45.75, lon: 126.63 }

it('keeps the energy of each hour of sun and the amount of each hour of precipitation', () => {
  const weather = winterDay(25)
  const forcing = prepareForcing(weather, place, weather.startMs, 300, 24 * 12)
  for (let hour = 1; hour <= 24; hour++) {
    let sun = 0
    let water = 0
    for (let i = (hour - 1) * 12; i < hour * 12; i++) {
      sun += (forcing.directWPerM2[i]! + forcing.diffuseWPerM2[i]!) / 12
      water += (forcing.rainMmPerS[i]! + forcing.snowMmPerS[i]!) * 300
    }
    expect(Math.abs(sun - weather.shortwaveDownWPerM2[hour]!)).toBeLessThan(1)
    expect(water).toBeCloseTo(weather.precipitationMmPerH[hour]!, 9)
  }
})

it('interpolates instants, derives what is unknown, and holds the ends', () => {
  const weather = winterDay(25)
  weather.longwaveDownWPerM2.fill(Number.NaN)
  weather.snowFraction.fill(Number.NaN)
  const forcing = prepareForcing(weather, place, weather.startMs + 3_600_000, 1800, 60)
  expect(forcing.airC[0]).toBeCloseTo((weather.airTemperatureC[1]! + weather.airTemperatureC[2]!) / 2, 9)
  expect(forcing.airC[59]).toBe(weather.airTemperatureC[24])
  for (const [name, values] of Object.entries(forcing)) if (values instanceof Float64Array) for (const value of values) expect(value, name).not.toBeNaN()
  expect(forcing.snowMmPerS.some((rate) => rate > 0)).toBe(true)
  expect(forcing.longwaveDownWPerM2[0]).toBeGreaterThan(100)
})

it('brings the wind to 10 m', () => {
  const weather = winterDay(3)
  weather.windHeightM = 2
  expect(prepareForcing(weather, place, weather.startMs, 3600, 2).windMPerS[0]).toBeCloseTo((weather.windSpeedMPerS[1]! * Math.log(10 / 0.03)) / Math.log(2 / 0.03), 9)
})
