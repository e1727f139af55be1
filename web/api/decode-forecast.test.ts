import { describe, expect, it } from 'vitest'
import { noCondition } from '#domain/wire/forecast'
import { noTemperature } from '#domain/wire/live'
import { conditionOf, decodeForecast } from './decode-forecast'

const int16 = (...values: number[]): string => Buffer.from(Int16Array.from(values).buffer).toString('base64')
const uint8 = (...values: number[]): string => Buffer.from(Uint8Array.from(values)).toString('base64')

describe('decodeForecast', () => {
  it('reads columns in order; what is not known is NaN and never a temperature', () => {
    const columns = decodeForecast({ mean: int16(-125, noTemperature), p10: int16(-300, noTemperature), p90: int16(50, noTemperature), condition: uint8(6, noCondition) }, 2)
    expect([...columns.meanC]).toEqual([-1.25, Number.NaN])
    expect([columns.p10C[0], columns.p90C[0]]).toEqual([-3, 0.5])
    expect([...columns.condition].map(conditionOf)).toEqual(['ice', null])
  })
  it.each([
    ['of another network', { mean: int16(1), p10: int16(1), p90: int16(1), condition: uint8(1) }],
    ['with columns of different lengths', { mean: int16(1, 2), p10: int16(1), p90: int16(1, 2), condition: uint8(1, 1) }],
    ['cut in the middle of a value', { mean: 'AAA=', p10: int16(1, 2), p90: int16(1, 2), condition: uint8(1, 1) }],
  ])('refuses a frame %s', (_, surface) => expect(() => decodeForecast(surface, 2)).toThrow(RangeError))
})
