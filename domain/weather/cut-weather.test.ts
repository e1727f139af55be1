import { expect, it } from 'vitest'
import { prepareForcing } from '../thermal/prepare-forcing'
import { winterDay } from '../thermal/testing/winter-day'
import { cutWeather } from './cut-weather'

const weather = winterDay(120)
const place = { lat: 45.75, lon: 126.63 }
const hour = 3_600_000

it.each([[30, 24], [30.25, 48], [0, 12], [100, 48], [-5, 12]])('forces alike from hour %d over %d h', (fromH, hours) => {
  const startMs = weather.startMs + fromH * hour
  const cut = cutWeather(weather, startMs, startMs + hours * hour)
  expect(cut.count).toBeLessThanOrEqual(hours + 6)
  const [whole, part] = [weather, cut].map((series) => prepareForcing(series, place, startMs, 300, hours * 12))
  for (const [name, values] of Object.entries(whole!)) {
    if (values instanceof Float64Array) values.forEach((value, i) => expect(part![name as 'airC'][i]).toBeCloseTo(value, 9))
    else expect(part![name as 'count']).toEqual(values)
  }
})
