import { describe, expect, it } from 'vitest'
import { parseOpenMeteo } from './parse-open-meteo'
import { answerStartMs, openMeteoAnswer, type OpenMeteoAnswer } from './testing/open-meteo-answer'
import type { ParsedWeather } from './weather-report'

const hourMs = 3_600_000
const reading = { nowMs: answerStartMs + 6 * hourMs, issuedAtMs: answerStartMs + 5 * hourMs, source: 'file' }
const parse = (change: (answer: OpenMeteoAnswer) => void = () => {}): ParsedWeather => {
  const answer = openMeteoAnswer()
  change(answer)
  return parseOpenMeteo(answer, reading)
}
const good = (parsed: ParsedWeather) => {
  if ('refused' in parsed) throw new Error(JSON.stringify(parsed.refused))
  return parsed
}
const refusal = (parsed: ParsedWeather): string => ('refused' in parsed ? `${parsed.refused.field}: ${parsed.refused.reason.en}` : 'not refused')
const set = (answer: OpenMeteoAnswer, column: string, of: (value: number, h: number) => number | string | null): void => { answer.hourly[column] = answer.hourly[column]!.map((value, h) => of(Number(value), h)) }

describe('hourly weather as Open-Meteo answers', () => {
  it('is read in its units, without a word', () => {
    const { series, repairs } = good(parse())
    expect(repairs).toEqual([])
    expect(series).toMatchObject({ startMs: answerStartMs, stepS: 3600, count: 72, issuedAtMs: answerStartMs, source: 'test', windHeightM: 10 })
    expect(series.windSpeedMPerS[0]).toBeCloseTo(12 / 3.6, 9)
    expect(series.pressurePa[0]).toBeCloseTo(100_500, 6)
    expect([series.precipitationMmPerH[25], series.snowFraction[25], series.snowFraction[5]]).toEqual([0.7, expect.closeTo(1, 9), Number.NaN])
    expect(series.longwaveDownWPerM2.every(Number.isNaN)).toBe(true)
  })

  it('reads unix seconds, other units, old names, quarter hours, humidity in place of the dew point and pressure at sea level', () => {
    const { series, repairs } = good(parse((answer) => {
      answer.hourly['time'] = Array.from({ length: 72 }, (_, i) => (answerStartMs + i * hourMs) / 1000)
      set(answer, 'temperature_2m', (c) => c * 1.8 + 32)
      set(answer, 'precipitation', (mm) => mm / 25.4)
      answer.hourly['relativehumidity_2m'] = answer.hourly['temperature_2m']!.map(() => 100)
      answer.hourly['pressure_msl'] = answer.hourly['surface_pressure']!
      for (const name of ['dew_point_2m', 'surface_pressure']) delete answer.hourly[name]
      Object.assign(answer.hourly_units!, { temperature_2m: '°F', precipitation: 'inch', relativehumidity_2m: '%', wind_speed_10m: 'kn', pressure_msl: 'hPa' })
    }))
    expect(series.airTemperatureC[3]).toBeCloseTo(-8 + 4 * Math.sin(3 / 4), 1)
    expect(series.dewPointC[3]).toBeCloseTo(series.airTemperatureC[3]!, 9)
    expect(series.windSpeedMPerS[0]).toBeCloseTo(12 * 0.514444, 4)
    expect(series.precipitationMmPerH[25]).toBeCloseTo(0.7, 9)
    // 142 m: about 18 hPa less than at sea level in cold air.
    expect((100_500 - series.pressurePa[0]!) / 100).toBeCloseTo(18.1, 0)
    expect(repairs.map(({ field }) => field)).toEqual(['surface_pressure'])
    const quarters = good(parse((answer) => { answer.hourly['time'] = Array.from({ length: 72 }, (_, i) => (answerStartMs + reading.nowMs - answerStartMs + i * 900_000) / 1000) }))
    expect([quarters.series.stepS, quarters.series.precipitationMmPerH[25]]).toEqual([900, 2.8])
  })

  it.each<[string, (answer: OpenMeteoAnswer) => void, string, RegExp]>([
    ['a July of 86 °C is °F', (answer) => { set(answer, 'temperature_2m', (c) => c + 90); set(answer, 'dew_point_2m', (c) => c + 30) }, 'temperature_2m', /declared in °C.*°f/],
    ['1005 Pa is hPa', (answer) => { answer.hourly_units!['surface_pressure'] = 'Pa' }, 'surface_pressure', /declared in Pa.*hpa/],
    ['100500 hPa is Pa', (answer) => set(answer, 'surface_pressure', (hpa) => hpa * 100), 'surface_pressure', /declared in hPa.*pa/],
    ['a humidity of 0.8 % is a fraction', (answer) => { answer.hourly['relative_humidity_2m'] = answer.hourly['time']!.map(() => 0.66); answer.hourly_units!['relative_humidity_2m'] = '%' }, 'relative_humidity_2m', /fraction/],
    ['pressure without a unit', (answer) => { delete answer.hourly_units!['surface_pressure'] }, 'surface_pressure', /no unit is declared.*hpa/],
    ['no rain is no rain in any unit', (answer) => { set(answer, 'precipitation', () => 0); delete answer.hourly['snowfall']; delete answer.hourly_units!['precipitation'] }, 'precipitation', /no unit/],
    ['milliseconds', (answer) => { answer.hourly['time'] = Array.from({ length: 72 }, (_, i) => answerStartMs + i * hourMs) }, 'time', /milliseconds/],
    ['no instant of issue', (answer) => { delete answer.issued_at }, 'issued_at', /receipt/],
    ['a row given twice', (answer) => { for (const column of Object.values(answer.hourly)) column.splice(10, 0, column[10]!) }, 'time', /more than once/],
    ['a little below zero at night', (answer) => set(answer, 'shortwave_radiation', (w) => (w === 0 ? -2 : w)), 'shortwave_radiation', /held at the bound/],
    ['a dew point rounded above the air', (answer) => set(answer, 'dew_point_2m', (c, h) => (h === 4 ? Number(answer.hourly['temperature_2m']![h]) + 0.1 : c)), 'dew_point_2m', /held at it/],
  ])('repairs, and says so: %s', (_, change, field, reason) => {
    const { series, repairs } = good(parse(change))
    expect(repairs.map((repair) => repair.field)).toEqual([field])
    expect(repairs[0]!.reason.en).toMatch(reason)
    expect(repairs[0]!.reason.zh).not.toBe('')
    expect(series.count).toBe(72)
  })

  it('fills three missing hours by a straight line and names them', () => {
    const { series, repairs } = good(parse((answer) => set(answer, 'temperature_2m', (c, h) => (h >= 10 && h <= 12 ? null : c))))
    const [before, after] = [series.airTemperatureC[9]!, series.airTemperatureC[13]!]
    expect(series.airTemperatureC[11]).toBeCloseTo((before + after) / 2, 9)
    expect(repairs).toMatchObject([{ field: 'temperature_2m', count: 3, fromMs: answerStartMs + 10 * hourMs, toMs: answerStartMs + 12 * hourMs }])
    const missingRows = good(parse((answer) => { for (const column of Object.values(answer.hourly)) column.splice(40, 2) }))
    expect(missingRows.series.count).toBe(72)
    expect(missingRows.repairs.map(({ count }) => count)).toEqual(Array.from({ length: 7 }, () => 2))
  })

  it('ends before a longer gap, begins after one, and says what it left out', () => {
    const { series, repairs } = good(parse((answer) => set(answer, 'wind_speed_10m', (v, h) => (h === 2 || (h >= 40 && h < 44) ? Number.NaN : v))))
    expect([series.startMs, series.count]).toEqual([answerStartMs, 40])
    expect(repairs).toMatchObject([{ field: 'wind_speed_10m', count: 1 }, { field: 'wind_speed_10m', count: 32, fromMs: answerStartMs + 40 * hourMs }])
    const late = good(parse((answer) => set(answer, 'wind_speed_10m', (v, h) => (h < 5 ? null : v))))
    expect([late.series.startMs, late.series.count]).toEqual([answerStartMs + 5 * hourMs, 67])
  })

  it.each<[string, (answer: OpenMeteoAnswer) => void, RegExp]>([
    ['nothing', (answer) => { delete (answer as Partial<OpenMeteoAnswer>).hourly }, /^hourly: not in the shape/],
    ['a missing column', (answer) => { delete answer.hourly['cloud_cover'] }, /^cloud_cover: .*ask for it/],
    ['neither dew point nor humidity', (answer) => { delete answer.hourly['dew_point_2m'] }, /^dew_point_2m/],
    ['a column too short', (answer) => { answer.hourly['precipitation']!.pop() }, /^precipitation: expected 72 values/],
    ['text', (answer) => set(answer, 'precipitation', (v) => String(v)), /^precipitation: value 1 is not a number/],
    ['a winter without a unit', (answer) => { delete answer.hourly_units!['temperature_2m'] }, /^temperature_2m: .*°c or °f: declare it/],
    ['wind without a unit', (answer) => { delete answer.hourly_units }, /declare it in hourly_units/],
    ['a unit nobody knows', (answer) => { answer.hourly_units!['wind_speed_10m'] = 'Bft<script>' }, /^wind_speed_10m: the unit "Bftscript" is not known: use one of m\/s/],
    ['one value beyond belief', (answer) => set(answer, 'temperature_2m', (c, h) => (h === 30 ? 85 : c)), /^temperature_2m: 1 values are beyond belief, such as 85/],
    ['a dew point above the air', (answer) => set(answer, 'dew_point_2m', (c) => c + 12), /^dew_point_2m: .*above the air/],
    ['temperatures that humidity contradicts', (answer) => { answer.hourly['relative_humidity_2m'] = answer.hourly['time']!.map(() => 65); answer.hourly_units!['relative_humidity_2m'] = '%'; set(answer, 'temperature_2m', (c) => c * 1.8 + 32) }, /^relative_humidity_2m: .*contradict/],
    ['time that goes back', (answer) => { for (const column of Object.values(answer.hourly)) column.push(column[20]!) }, /^time: time goes back at row 73/],
    ['one instant with two values', (answer) => { for (const [name, column] of Object.entries(answer.hourly)) column.splice(10, 0, name === 'cloud_cover' ? 1 : column[10]!) }, /^cloud_cover: row 12 gives another value/],
    ['an odd step', (answer) => { answer.hourly['time']![30] = '2026-01-16T14:07' }, /^time: (row|the step)/],
    ['no instants', (answer) => { answer.hourly['time'] = answer.hourly['time']!.map(() => 'noon') }, /^time: row 1 is no instant/],
    ['local time of nowhere', (answer) => { delete answer.utc_offset_seconds }, /^utc_offset_seconds/],
    ['last year', (answer) => { answer.hourly['time'] = answer.hourly['time']!.map((time) => String(time).replace('2026', '2025')) }, /^(time|issued_at): /],
    ['a gap around the present', (answer) => set(answer, 'precipitation', (v, h) => (h > 3 && h < 10 ? null : v)), /^precipitation: the present lies in a gap/],
    ['an issue in the future', (answer) => { answer.issued_at = '2026-01-15T09:00:00Z' }, /^issued_at: .*future/],
    ['no pressure and no elevation', (answer) => { delete answer.hourly['surface_pressure']; delete answer.elevation }, /^surface_pressure/],
  ])('refuses, and names the field: %s', (_, change, reason) => {
    const parsed = parse(change)
    expect(refusal(parsed)).toMatch(reason)
  })
})
