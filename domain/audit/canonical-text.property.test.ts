import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalText } from './canonical-text'

it('is JSON, the same for the same value in any order of members, and stays as it is when it is read and written again', () => {
  fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
    const text = canonicalText(value)
    expect(canonicalText(JSON.parse(text))).toBe(text)
    expect(canonicalText(turned(value))).toBe(text)
    expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/)
  }), { numRuns: 50 })
})

it('writes each number in one way', () => {
  expect([0, -0, 1, 1.0, 1e21, 0.1 + 0.2, 5e-324, 1e-7, NaN, Infinity, 2n ** 64n].map((value) => canonicalText(value)).join(' '))
    .toBe('0 0 1 1 1e+21 0.30000000000000004 5e-324 1e-7 "NaN" "Infinity" "18446744073709551616"')
})

it('tells instants in UTC, leaves out what was not given, and keeps null', () => {
  expect(canonicalText({ b: undefined, c: null, a: new Date('2026-01-10T20:00:00+08:00'), 'é': [undefined], Z: '桥\0\ud800' })).toBe('{"Z":"桥\uFFFD\uFFFD","a":"2026-01-10T12:00:00.000Z","c":null,"é":[null]}')
  expect(() => canonicalText({ f: () => 1 })).toThrow(/function/)
})

const turned = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(turned) : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).reverse().map(([name, member]) => [name, turned(member)])) : value
