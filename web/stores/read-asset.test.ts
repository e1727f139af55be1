import { describe, expect, it } from 'vitest'
import { readAsset } from './read-asset'

const columns = { temperature: Float32Array.of(1.4, -0.4, Number.NaN, -9, 3), state: Uint8Array.of(1, 2, 0, 4, 3), measuredAt: Int32Array.of(10, 20, 0, 30, 40) }

describe('reading of an asset', () => {
  it('names the extreme and what it rests on', () => {
    expect(readAsset([0, 1, 4], columns, 'lowest')).toMatchObject({ state: 'estimated', index: 1, measuredAtS: 20, unknownCount: 0 })
    expect(readAsset([0, 1, 4], columns, 'highest')).toMatchObject({ valueC: 3, state: 'stale', index: 4 })
  })
  it('never takes the value of a lost segment, and counts it', () => {
    expect(readAsset([0, 2, 3], columns, 'lowest')).toMatchObject({ index: 0, unknownCount: 2 })
  })
  it('is unknown when nothing is known', () => {
    expect(readAsset([2, 3], columns, 'lowest')).toMatchObject({ valueC: null, state: 'unknown', unknownCount: 2 })
  })
})
