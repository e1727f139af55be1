import { describe, expect, it } from 'vitest'
import { formatNumber, formatTemperature } from './format-number'

describe('formatTemperature', () => {
  it.each([[1.44, '+1.4'], [-1.44, '\u22121.4'], [0, '0.0'], [12, '+12.0'], [-30.05, '\u221230.1']])('%d °C reads %s', (celsius, text) => expect(formatTemperature(celsius)).toBe(text))
  it('keeps the side of freezing when the digits round to zero', () => {
    expect(formatTemperature(-0.04)).toBe('\u22120.0')
    expect(formatTemperature(0.04)).toBe('+0.0')
  })
  it('never writes an unknown as a number', () => expect(formatTemperature(Number.NaN)).toBeNull())
})

describe('formatNumber', () => {
  it('groups thousands and uses a true minus', () => expect(formatNumber(-1234567.5, 1)).toBe('\u22121,234,567.5'))
  it('writes no sign before a zero that needs none', () => expect(formatNumber(-0.2, 0)).toBe('0'))
  it('does not group decimals', () => expect(formatNumber(0.12345, 5)).toBe('0.12345'))
})
