import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prepareForcing } from './prepare-forcing'

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true, noDefaultInfinity: true })
const row = (value: fc.Arbitrary<number>): fc.Arbitrary<Float64Array> => fc.array(value, { minLength: 6, maxLength: 6 }).map((values) => Float64Array.from(values))
const startMs = Date.UTC(2026, 5, 1)

const anySeries = fc.record({
  airTemperatureC: row(number(-45, 50)), dewPointC: row(number(-60, 35)), windSpeedMPerS: row(number(0, 45)), pressurePa: row(number(55_000, 106_000)), precipitationMmPerH: row(number(0, 300)),
  snowFraction: row(fc.oneof(fc.constant(Number.NaN), number(0, 1))), cloudFraction: row(number(0, 1)), shortwaveDownWPerM2: row(number(0, 1300)), longwaveDownWPerM2: row(fc.oneof(fc.constant(Number.NaN), number(80, 520))),
})

it('any admissible weather gives a forcing without NaN, nothing negative where nothing can be, no more vapour than saturation', () => {
  fc.assert(fc.property(anySeries, number(-60, 75), number(-180, 180), fc.constantFrom(60, 300, 600, 1800), fc.integer({ min: -2, max: 6 }), (series, lat, lon, stepS, shiftH) => {
    const weather = { startMs, stepS: 3600, count: 6, issuedAtMs: startMs, source: 'any', windHeightM: 10, ...series }
    const forcing = prepareForcing(weather, { lat, lon }, startMs + shiftH * 3_600_000, stepS, (4 * 3600) / stepS)
    for (const [name, values] of Object.entries(forcing)) if (values instanceof Float64Array) expect(values.some(Number.isNaN), name).toBe(false)
    for (let i = 0; i < forcing.count; i++) {
      for (const name of ['windMPerS', 'humidityKgPerKg', 'directWPerM2', 'diffuseWPerM2', 'rainMmPerS', 'snowMmPerS', 'longwaveDownWPerM2'] as const) expect(forcing[name][i]).toBeGreaterThanOrEqual(0)
      expect(forcing.condensationC[i]!).toBeLessThanOrEqual(forcing.airC[i]! + 6)
    }
  }), { numRuns: 200 })
})
