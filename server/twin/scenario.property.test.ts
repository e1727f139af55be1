import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cityScenario } from './city-network'
import { checkScenario, scenarioStartMs, weatherAt, type Weather } from './scenario'
import { longWaveDown_wPerM2, shortWave_wPerM2, sinSolarElevation } from './sky'
import { steadyScenario } from './testing-network'

const hourMs = 3_600_000
const values = (w: Weather): number[] => [w.air_c, w.dewPoint_c, w.wind_mPerS, w.cloudFraction * 10, w.precipitation_mmPerH, w.pressure_hpa]

test.each(['harbin', 'wuhan'] as const)('%s: weather never jumps, not at a repeat either', (city) => {
  const scenario = cityScenario(city)
  const startMs = scenarioStartMs(scenario)
  fc.assert(fc.property(fc.integer({ min: -48 * 60, max: 30 * 24 * 60 }), (minute) => {
    const at = startMs + minute * 60_000
    const before = values(weatherAt(scenario, at)), after = values(weatherAt(scenario, at + 60_000))
    after.forEach((value, i) => expect(Math.abs(value - (before[i] ?? NaN))).toBeLessThan(0.25))
  }), { numRuns: 3000 })
  for (let cycle = 1; cycle <= 3; cycle++) {
    const seam = startMs + cycle * scenario.repeat_h * hourMs
    expect(values(weatherAt(scenario, seam - 1))).toEqual(values(weatherAt(scenario, seam)).map((v) => expect.closeTo(v, 3)))
  }
})

test.each(['harbin', 'wuhan'] as const)('%s: dew point below air, all in range, and after one period the weather is the same', (city) => {
  const scenario = cityScenario(city)
  const startMs = scenarioStartMs(scenario)
  for (let hour = -48; hour < 144; hour += 0.5) {
    const w = weatherAt(scenario, startMs + hour * hourMs)
    expect(w.dewPoint_c).toBeLessThan(w.air_c)
    expect(w.wind_mPerS).toBeGreaterThan(0)
    expect(w.cloudFraction).toSatisfy((c: number) => c >= 0 && c <= 1)
    if (hour >= 0 && hour < 60) expect(values(weatherAt(scenario, startMs + (hour + scenario.repeat_h) * hourMs))).toEqual(values(w))
  }
})

test('snow comes to Harbin about four hours after the start, and it is cold enough for snow', () => {
  const scenario = cityScenario('harbin')
  const at = (hour: number): Weather => weatherAt(scenario, scenarioStartMs(scenario) + hour * hourMs)
  expect(at(3).precipitation_mmPerH).toBe(0)
  expect(at(6).precipitation_mmPerH).toBeGreaterThan(0.8)
  expect(at(6).air_c).toBeLessThan(-2)
})

test('a faulty scenario is refused by the name of its field', () => {
  const good = steadyScenario()
  expect(() => checkScenario({ ...good, start_at: 'yesterday' })).toThrow('start_at')
  expect(() => checkScenario({ ...good, repeat_h: 20 })).toThrow('49 values, 45 expected')
  expect(() => checkScenario({ ...good, hourly: { ...good.hourly, dew_point_c: good.hourly.dew_point_c.with(3, NaN) } })).toThrow('hourly.dew_point_c[3]')
})

test('the sun: noon heights of both cities to a third of a degree, and night', () => {
  const elevation = (iso: string, lat: number, lon: number): number => (Math.asin(sinSolarElevation(Date.parse(iso), lat, lon)) * 180) / Math.PI
  // 90 - latitude + declination: 20.3 deg south on 23 November, 18.5 deg north on 30 July (almanac values).
  expect(Math.abs(elevation('2026-11-23T11:20:00+08:00', 45.75, 126.64) - (90 - 45.75 - 20.3))).toBeLessThan(0.35)
  expect(Math.abs(elevation('2026-07-30T12:29:00+08:00', 30.58, 114.3) - (90 - 30.58 + 18.5))).toBeLessThan(0.35)
  expect(elevation('2026-11-23T18:00:00+08:00', 45.75, 126.64)).toBeLessThan(0)
})

test('radiation stays within what the sky can send', () => {
  fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -45, max: 48, noNaN: true }), fc.double({ min: 0, max: 40, noNaN: true }), (sun, cloud, air, below) => {
    expect(shortWave_wPerM2(sun, cloud)).toSatisfy((s: number) => s >= 0 && s <= 1098)
    const long = longWaveDown_wPerM2(air, air - below, cloud)
    expect(long).toBeGreaterThan(20)
    expect(long).toBeLessThanOrEqual(5.670374e-8 * (air + 273.15) ** 4)
  }))
})
