import { describe, expect, it } from 'vitest'
import { formatAge, formatAgeShort, formatAhead, formatRemaining } from './format-age'

describe('formatAge', () => {
  it.each([[0, '0 s'], [12.9, '12 s'], [60, '1 min'], [252, '4 min 12 s'], [7500, '2 h 05 min'], [172_800, '2 d'], [-5, '0 s']])('%d s reads %s', (s, text) => expect(formatAge(s)).toBe(text))
  it('has no age for what was never heard', () => expect(formatAge(Number.NaN)).toBeNull())
})
it('short ages have one unit', () => expect([59, 61, 3700, 90_000].map(formatAgeShort)).toEqual(['59 s', '1 min', '1 h', '1 d']))
it('remaining time rounds down', () => expect([119, 2460, 6900].map(formatRemaining)).toEqual(['119 s', '41 min', '1 h 55 min']))

describe('formatAhead', () => {
  it.each([[21_600, '+6 h'], [22_799, '+6 h 20 min'], [2400, '+40 min'], [0, '+0 min'], [-20, '+0 min'], [-300, '−5 min'], [172_800, '+48 h']])('%d s reads %s', (s, text) => expect(formatAhead(s)).toBe(text))
  it('has no words for no number', () => expect(formatAhead(Number.NaN)).toBeNull())
})
