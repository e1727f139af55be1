import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePoint, encodePoint, lengthOf, type RegisterPoint } from './register-point'

const point = fc.record({
  table: fc.constantFrom('holding' as const, 'input' as const), address: fc.nat(100), type: fc.constantFrom('u16' as const, 's16' as const, 'u32' as const, 's32' as const, 'f32' as const),
  wordOrder: fc.constantFrom('highFirst' as const, 'lowFirst' as const), byteOrder: fc.constantFrom('highFirst' as const, 'lowFirst' as const), scale: fc.constantFrom(1, 0.1, 0.01, 0.5, 60), unit: fc.constant('' as const),
})

test('whatever a register can hold comes back as the same value, in every order', () => {
  fc.assert(fc.property(point, fc.nat(0xffffffff), (p, seed) => {
    const bits = 16 * lengthOf(p)
    const count = p.type.startsWith('u') ? seed % 2 ** bits : p.type === 'f32' ? (seed % 100_000) - 50_000 : (seed % 2 ** bits) - 2 ** (bits - 1)
    const value = p.scale < 1 ? count / Math.round(1 / p.scale) : count * p.scale
    const words = encodePoint('x', p, value)
    expect(words).toHaveLength(lengthOf(p))
    for (const word of words) expect(Number.isInteger(word) && word >= 0 && word <= 0xffff).toBe(true)
    expect(decodePoint('x', p, words)).toBeCloseTo(value, p.type === 'f32' ? -1 : 6)
    expect(encodePoint('x', p, decodePoint('x', p, words))).toEqual(words)
  }))
})

const of = (change: Partial<RegisterPoint>): RegisterPoint => ({ table: 'holding', address: 0, type: 'u16', wordOrder: 'highFirst', byteOrder: 'highFirst', scale: 1, unit: '', ...change })

test('the four orders of a float, by the letters integrators use', () => {
  // 123.456 = 0x42F6E979
  const orders = { ABCD: of({}), CDAB: of({ wordOrder: 'lowFirst' }), BADC: of({ byteOrder: 'lowFirst' }), DCBA: of({ wordOrder: 'lowFirst', byteOrder: 'lowFirst' }) }
  const hex = Object.fromEntries(Object.entries(orders).map(([name, p]) => [name, encodePoint('x', { ...p, type: 'f32' }, 123.456).map((word) => word.toString(16).padStart(4, '0')).join(' ')]))
  expect(hex).toEqual({ ABCD: '42f6 e979', CDAB: 'e979 42f6', BADC: 'f642 79e9', DCBA: '79e9 f642' })
})

test('nothing but a finite number in range is ever encoded, and no number that would be read as none', () => {
  for (const type of ['u16', 's16', 'u32', 's32', 'f32', 'bit'] as const) {
    for (const bad of [NaN, Infinity, -Infinity, undefined, '7', 1e40, -1e40, null]) expect(() => encodePoint('x', of({ type }), bad as number), `${type} ${String(bad)}`).toThrow(RangeError)
  }
  const setpoint = of({ type: 's16', scale: 0.1, none: 0x8000 })
  expect(encodePoint('x', setpoint, null)).toEqual([0x8000])
  expect(decodePoint('x', setpoint, [0x8000])).toBeNull()
  expect(() => encodePoint('x', setpoint, -3276.8)).toThrow('would be read as "no value"')
  expect(decodePoint('x', of({ type: 'f32' }), [0x7fc0, 0])).toBeNull()
})

test('a short answer throws instead of reading 0', () => {
  for (const words of [[], [1], [1, undefined], [1, 70_000], [1, 0.5]]) expect(() => decodePoint('x', of({ type: 'u32' }), words)).toThrow(RangeError)
})
