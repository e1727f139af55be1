import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heatBalance, type LoopStep } from './heat-balance'

const span = { lengthS: 3600, stepS: 600 }
const row = (loopId: string, step: number, power_kw: number, heardS = 600): LoopStep => ({ loopId, step, intoKw: Math.max(0, power_kw), outKw: Math.max(0, -power_kw), heardS })
const anyRow = fc.record<LoopStep>({ loopId: fc.constantFrom('a', 'b', 'other'), step: fc.integer({ min: -2, max: 9 }), intoKw: fc.double({ min: 0, max: 20_000, noNaN: true }), outKw: fc.double({ min: 0, max: 20_000, noNaN: true }), heardS: fc.integer({ min: 0, max: 2400 }) })

describe('heat of a station', () => {
  it('is power times the time that was heard of', () => {
    const hour = heatBalance([0, 1, 2, 3, 4, 5].flatMap((step) => [row('a', step, 300), row('b', step, -60)]), ['a', 'b'], span)
    expect(hour).toMatchObject({ intoKwh: 300, outKwh: 60, knownShareOfAll: 1, intoKw: [300, 300, 300, 300, 300, 300] })
  })
  it('of a step without readings is unknown, not 0, and half of it heard is half of the heat', () => {
    const one = heatBalance([row('a', 0, 600, 300), row('a', 2, 0)], ['a'], span)
    expect(one.intoKw).toEqual([600, null, 0, null, null, null])
    expect(one.knownShare).toEqual([0.5, 0, 1, 0, 0, 0])
    expect(one.intoKwh).toBe(50)
  })
  it('of a loop that was never heard of lowers the share and nothing else', () => expect(heatBalance([row('a', 0, 600)], ['a', 'silent'], span)).toMatchObject({ intoKwh: 100, knownShareOfAll: 1 / 12 }))
  it('is never more than its power allows, and all shares lie between 0 and 1', () => {
    fc.assert(fc.property(fc.uniqueArray(anyRow, { selector: ({ loopId, step }) => `${loopId} ${step}` }), fc.integer({ min: 1, max: 4000 }), (rows, lengthS) => {
      const found = heatBalance(rows, ['a', 'b'], { ...span, lengthS })
      expect(found.intoKw).toHaveLength(Math.ceil(lengthS / span.stepS))
      for (const share of [...found.knownShare, found.knownShareOfAll]) expect(share >= 0 && share <= 1).toBe(true)
      const most = Math.max(0, ...rows.map(({ intoKw }) => intoKw)) * 2 * lengthS / 3600
      expect(found.intoKwh).toBeLessThanOrEqual(most * (1 + 1e-9))
      expect(found.intoKw.map((each) => each === null)).toEqual(found.knownShare.map((share) => share === 0))
    }))
  })
})
