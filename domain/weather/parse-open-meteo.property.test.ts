import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseOpenMeteo } from './parse-open-meteo'
import { answerStartMs, openMeteoAnswer } from './testing/open-meteo-answer'
import type { WeatherSeries } from './weather-series'

const reading = { nowMs: answerStartMs + 6 * 3_600_000, issuedAtMs: answerStartMs, source: 'file' }
const columns = Object.keys(openMeteoAnswer().hourly)
const needed = ['airTemperatureC', 'dewPointC', 'windSpeedMPerS', 'pressurePa', 'precipitationMmPerH', 'cloudFraction', 'shortwaveDownWPerM2'] as const satisfies (keyof WeatherSeries)[]
const parsedClean = parseOpenMeteo(openMeteoAnswer(), reading)
const clean = 'series' in parsedClean ? parsedClean.series : undefined

/** One injury to an answer. */
const injury = fc.oneof(
  fc.record({ kind: fc.constant('value' as const), column: fc.constantFrom(...columns), at: fc.nat(71), value: fc.oneof(fc.constant(null), fc.double(), fc.constantFrom(-9999, 999, 0, 1e30, 'x', '2026-01-15T00:00')) }),
  fc.record({ kind: fc.constant('unit' as const), column: fc.constantFrom(...columns), unit: fc.constantFrom('', '°F', '°C', 'Pa', 'hPa', 'm/s', 'mm', 'inch', '%', 'fraction', 'K', 'furlong', 'constructor', '__proto__') }),
  fc.record({ kind: fc.constant('scale' as const), column: fc.constantFrom(...columns), factor: fc.constantFrom(100, 0.01, 1.8, 0.1), offset: fc.constantFrom(0, 32, 273.15) }),
  fc.record({ kind: fc.constant('rows' as const), at: fc.nat(70), count: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('double' as const), at: fc.nat(70) }),
  fc.record({ kind: fc.constant('swap' as const), at: fc.nat(69) }),
)

function injured(injuries: (typeof injury extends fc.Arbitrary<infer T> ? T : never)[]): unknown {
  const answer = openMeteoAnswer()
  for (const one of injuries) {
    if (one.kind === 'value') answer.hourly[one.column]![one.at] = one.value
    else if (one.kind === 'unit') answer.hourly_units![one.column] = one.unit
    else if (one.kind === 'scale') answer.hourly[one.column] = answer.hourly[one.column]!.map((value) => (typeof value === 'number' ? value * one.factor + one.offset : value))
    else for (const column of Object.values(answer.hourly)) {
      if (one.kind === 'rows') column.splice(one.at, one.count)
      else if (one.kind === 'double') column.splice(one.at, 0, column[one.at]!)
      else [column[one.at], column[one.at + 1]] = [column[one.at + 1]!, column[one.at]!]
    }
  }
  return answer
}

it('gives whole, plausible weather or a reason, whatever was done to the file', () => {
  fc.assert(fc.property(fc.array(injury, { minLength: 1, maxLength: 4 }), (injuries) => {
    const parsed = parseOpenMeteo(injured(injuries), reading)
    if ('refused' in parsed) {
      expect(parsed.refused.reason.zh.length * parsed.refused.reason.en.length * parsed.refused.field.length).toBeGreaterThan(0)
      return
    }
    const { series } = parsed
    for (const name of needed) {
      expect(series[name]).toHaveLength(series.count)
      expect(series[name].every(Number.isFinite), name).toBe(true)
    }
    expect(series.dewPointC.every((dew, i) => dew <= series.airTemperatureC[i]!)).toBe(true)
    expect(series.cloudFraction.every((cloud) => cloud >= 0 && cloud <= 1)).toBe(true)
    expect(series.snowFraction.every((part) => Number.isNaN(part) || (part >= 0 && part <= 1))).toBe(true)
    expect(series.startMs <= reading.nowMs && series.startMs + (series.count - 1) * series.stepS * 1000 > reading.nowMs).toBe(true)
  }), { numRuns: 3000 })
})

it('repairs nothing in silence: missing values and wrong units either leave the good values as they are, or are told', () => {
  const quiet = fc.oneof(
    fc.record({ kind: fc.constant('value' as const), column: fc.constantFrom(...columns.slice(1)), at: fc.nat(71), value: fc.constant(null) }),
    // Rows lost at an end leave a shorter file, which is no fault.
    fc.record({ kind: fc.constant('rows' as const), at: fc.integer({ min: 1, max: 45 }), count: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ kind: fc.constant('double' as const), at: fc.nat(70) }),
    fc.record({ kind: fc.constant('scale' as const), column: fc.constant('surface_pressure'), factor: fc.constantFrom(100, 0.1), offset: fc.constant(0) }),
  )
  fc.assert(fc.property(fc.array(quiet, { minLength: 1, maxLength: 3 }), (injuries) => {
    const parsed = parseOpenMeteo(injured(injuries), reading)
    if ('refused' in parsed || !clean) return
    const changed = parsed.series.count !== clean.count || needed.some((name) => parsed.series[name].some((value, i) => Math.abs(value - clean[name][i]!) > 1e-9))
    if (changed) expect(parsed.repairs.length).toBeGreaterThan(0)
  }), { numRuns: 2000 })
})

it('never throws, whatever JSON it is given', () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => { expect(parseOpenMeteo(json, reading)).toHaveProperty('refused') }), { numRuns: 500 })
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...columns, 'time'), fc.array(fc.jsonValue())), (hourly) => { expect(parseOpenMeteo({ hourly }, reading)).toHaveProperty('refused') }), { numRuns: 500 })
})
