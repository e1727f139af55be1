import { describe, expect, it } from 'vitest'
import { noDeviation, noTemperature } from '#domain/wire/live'
import { applySurface, emptySurface } from './decode-frame'

const base64 = (array: Int16Array | Uint8Array | Int32Array | Uint32Array): string => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')
const columns = (temperature: number[], state: number[], measuredAt: number[], index?: number[]) => ({
  temperature: base64(Int16Array.from(temperature)), state: base64(Uint8Array.from(state)), measured_at: base64(Int32Array.from(measuredAt)),
  sd: base64(Uint8Array.from(state, (code) => (code === 0 ? noDeviation : 12 * code))), method: base64(Uint8Array.from(state, (code) => (code === 2 ? 2 : 0))),
  ...(index && { index: base64(Uint32Array.from(index)) }),
})

describe('applySurface', () => {
  it('reads a snapshot in order; the no-value code becomes NaN and never a temperature', () => {
    const next = applySurface(emptySurface(3), columns([-1234, noTemperature, 5], [1, 0, 2], [1_800_000_000, 0, 1_800_000_060]))
    expect([...next.temperature].map((value) => Math.round(value * 100) / 100)).toEqual([-12.34, Number.NaN, 0.05])
    expect([...next.state]).toEqual([1, 0, 2])
    expect(next.measuredAt[2]).toBe(1_800_000_060)
    expect(Array.from(next.sdK!, (sd) => Math.round(sd * 100) / 100)).toEqual([0.6, Number.NaN, 1.2])
    expect([...next.method!]).toEqual([0, 0, 2])
    expect(next.revision).toBe(1)
  })
  it('writes a delta only where it points and leaves the frame before it untouched', () => {
    const first = applySurface(emptySurface(3), columns([100, 200, 300], [1, 1, 1], [1, 1, 1]))
    const second = applySurface(first, columns([noTemperature], [4], [7], [1]))
    expect([...second.state]).toEqual([1, 4, 1])
    expect(second.temperature[1]).toBeNaN()
    expect(first.temperature[1]).toBe(2)
  })
  it.each([
    ['a snapshot of another size', columns([1], [1], [1])],
    ['columns of different lengths', columns([1, 2], [1, 1, 1], [1, 1, 1])],
    ['a deviation column of another length', { ...columns([1, 2, 3], [1, 1, 1], [1, 1, 1]), sd: base64(new Uint8Array(2)) }],
    ['an index past the network', columns([1], [1], [1], [3])],
    ['an index column of another length', columns([1, 2], [1, 1], [1, 1], [0])],
  ])('refuses %s', (_, frame) => expect(() => applySurface(emptySurface(3), frame)).toThrow(RangeError))
})
