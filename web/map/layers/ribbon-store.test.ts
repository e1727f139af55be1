import { describe, expect, it } from 'vitest'
import { notApplicable } from '../../stores/layer-values'
import { stopsColouring } from './colouring'
import { colourBytesAt } from './temperature-ramp'
import { highlightBit, RibbonStore, type RibbonChange, textureWidth } from './ribbon-store'

function filled(count: number): { store: RibbonStore; heard: RibbonChange[]; temperature: Float32Array; state: Uint8Array } {
  const store = new RibbonStore(count)
  const heard: RibbonChange[] = []
  store.onChange((change) => heard.push(change))
  return { store, heard, temperature: new Float32Array(count).fill(-3), state: new Uint8Array(count).fill(1) }
}

describe('ribbon store', () => {
  it('begins with nothing known', () => expect(new RibbonStore(5).state.every((word) => word === 0)).toBe(true))

  it('draws a value that is no number as unknown, whatever its state says', () => {
    const { store, temperature, state } = filled(5)
    temperature.set([Number.NaN, Number.POSITIVE_INFINITY, 2, Number.NaN, Number.NaN])
    // The last is a state that this store does not know.
    state.set([1, 2, 1, 4, 5])
    store.setValues(temperature, state)
    expect([...store.state.subarray(0, 5)]).toEqual([0, 0, 1, 4, 0])
    expect([...store.value.subarray(0, 4)]).toEqual([0, 0, 2, 0])
  })

  it('tells only the rows that changed, and nothing when nothing did', () => {
    const { store, heard, temperature, state } = filled(3 * textureWidth)
    store.setValues(temperature, state)
    expect(heard).toEqual([{ firstRow: 0, lastRow: 2 }])
    store.setValues(temperature, state)
    expect(heard).toHaveLength(1)
    temperature[textureWidth + 7] = 1
    store.setValues(temperature, state)
    expect(heard[1]).toEqual({ firstRow: 1, lastRow: 1 })
  })

  it('takes only the named segments of a delta', () => {
    const { store, temperature, state } = filled(10)
    store.setValues(temperature, state, [3])
    expect([store.state[3], store.state[4]]).toEqual([1, 0])
  })

  it('keeps highlight through new values and clears it with the next set', () => {
    const { store, temperature, state } = filled(10)
    store.setHighlighted([2, 99, -1])
    store.setValues(temperature, state)
    expect([store.state[2], store.highlightedCount]).toEqual([1 | highlightBit, 1])
    store.setHighlighted([])
    expect([store.state[2], store.highlightedCount]).toEqual([1, 0])
  })

  it('gives the shader the colour of the temperature and the state, highlight included', () => {
    const { store, temperature, state } = filled(5)
    temperature.set([-80, -4.2, -0.001, 0, 90])
    store.setValues(temperature, state)
    store.setHighlighted([1])
    for (let i = 0; i < 5; i++) {
      const texel = [...store.texels.subarray(i * 4, i * 4 + 4)]
      colourBytesAt(temperature[i]!)!.forEach((byte, channel) => expect(Math.abs(texel[channel]! - byte)).toBeLessThanOrEqual(1))
      expect(texel[3]).toBe(store.state[i])
    }
    expect(store.texels[1 * 4 + 3]).toBe(1 | highlightBit)
  })

  it('refuses columns of another network', () => expect(() => new RibbonStore(3).setValues(new Float32Array(2), new Uint8Array(2))).toThrow(RangeError))
})

describe('another meaning of the colours', () => {
  it('recolours every segment, and what has nothing to say is a plain road', () => {
    const { store, heard, temperature, state } = filled(4)
    store.setValues(temperature, state)
    const colouring = stopsColouring([[0, '#000000'], [10, '#FF0000']])
    store.recolour(colouring, Float32Array.of(-3, 10, notApplicable, Number.NaN), state)
    expect(heard).toHaveLength(2)
    expect([...store.texels.subarray(0, 8)]).toEqual([0, 0, 0, 1, 255, 0, 0, 1])
    expect([...store.texels.subarray(8, 12)]).toEqual([0x52, 0x61, 0x6E, 1])
    expect(store.texels[15]).toBe(0)
    store.setValues(Float32Array.of(5, 10, 0, 0), state)
    expect(store.texels[0]).toBeGreaterThan(120)
  })
})
