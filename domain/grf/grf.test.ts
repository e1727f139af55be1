import { describe, expect, it } from 'vitest'
import { assessRwycc, findObservationFault } from './assess-rwycc'
import type { Contaminant } from './contaminant'
import { reportDepthMm } from './depth'
import { predictAfterMelt, predictMidMelt, predictNow } from './predict-melt'
import { judgeThird, observationHoldsS } from './third-condition'
import type { ThirdObservation } from './third-observation'
import { writeSnowtam } from './write-snowtam'

const third = (contaminant: Contaminant, depthMm: number | null = null, more: Partial<ThirdObservation> = {}): ThirdObservation =>
  ({ contaminant, depthMm, coveragePercent: contaminant === 'DRY' ? 0 : 100, assignedRwycc: null, ...more })
const at = (c: number) => ({ minC: c, maxC: c })

describe('what is reported', () => {
  it.each([['STANDING_WATER', 3.5, 4], ['SLUSH', 1, 3], ['WET_SNOW', 3, 3], ['DRY_SNOW', 12.2, 13], ['ICE', 5, null], ['SLUSH', null, null]] as const)('%s of %s mm is written as %s', (contaminant, mm, written) => expect(reportDepthMm(contaminant, mm)).toBe(written))
})

// The matrix of Doc 9981, line by line.
describe('the matrix', () => {
  it.each([
    ['DRY', null, -5, 6], ['FROST', null, -5, 5], ['WET', null, 2, 5], ['SLUSH', 3, 0, 5], ['DRY_SNOW', 3, -5, 5], ['WET_SNOW', 3, -1, 5],
    ['COMPACTED_SNOW', null, -15, 4], ['COMPACTED_SNOW', null, -14.9, 3], ['SLIPPERY_WET', null, 5, 3], ['DRY_SNOW_ON_COMPACTED_SNOW', null, -20, 3], ['WET_SNOW_ON_COMPACTED_SNOW', null, -1, 3],
    ['DRY_SNOW', 4, -5, 3], ['WET_SNOW', 3.1, -1, 3], ['STANDING_WATER', 4, 3, 2], ['SLUSH', 4, 0, 2], ['ICE', null, -5, 1],
    ['WET_ICE', null, 0, 0], ['WATER_ON_COMPACTED_SNOW', null, 0, 0], ['DRY_SNOW_ON_ICE', null, -5, 0], ['WET_SNOW_ON_ICE', null, -1, 0],
  ] as const)('%s of %s mm at %s °C is %i', (contaminant, mm, c, code) => expect(assessRwycc(third(contaminant, mm), at(c)).code).toBe(code))
  it('a third covered by a quarter at most is 6', () => expect(assessRwycc(third('WET_ICE', null, { coveragePercent: 25 }), at(0)).code).toBe(6))
  it('says what is missing where it decides', () => {
    expect(assessRwycc(third('DRY_SNOW'), at(-5))).toEqual({ code: null, reason: 'depth_missing' })
    expect(assessRwycc(third('COMPACTED_SNOW'), null)).toEqual({ code: null, reason: 'temperature_missing' })
    expect(assessRwycc(third('COMPACTED_SNOW'), { minC: -16, maxC: -14 }).code).toBeNull()
    expect(assessRwycc(third('ICE'), null).code).toBe(1)
    expect(assessRwycc(third('DRY_SNOW', null, { assignedRwycc: 2 }), null).code).toBe(2)
  })
  it('takes a lowered code and refuses a raised one', () => {
    expect(assessRwycc(third('WET', null, { assignedRwycc: 3 }), at(2)).code).toBe(3)
    expect(findObservationFault(third('ICE', null, { assignedRwycc: 3 }))).toBe('code_raised')
    expect(findObservationFault(third('ICE', null, { assignedRwycc: 0 }))).toBeNull()
  })
  it('refuses what cannot be', () => {
    expect(findObservationFault(third('DRY', null, { coveragePercent: 50 }))).toBe('dry_with_coverage')
    expect(findObservationFault(third('ICE', 3))).toBe('depth_not_for_this')
    expect(findObservationFault(third('SLUSH', 0))).toBe('depth_out_of_range')
    expect(findObservationFault(third('STANDING_WATER', 3))).toBe('water_is_wet')
  })
})

describe('melting', () => {
  it.each([['ICE', null, 1, 0, 5], ['COMPACTED_SNOW', null, 3, 0, 5], ['DRY_SNOW', 4, 3, 2, 5], ['DRY_SNOW', 2, 5, 5, 5], ['FROST', null, 5, 5, 5], ['DRY', null, 6, 6, 6], ['WET_SNOW_ON_ICE', null, 0, 0, 5]] as const)('%s of %s mm: %i, on the way %i, after %i', (contaminant, mm, now, mid, after) => {
    const seen = third(contaminant, mm)
    expect([assessRwycc(seen, at(-5)).code, predictMidMelt(seen, at(-5)).rwycc.code, predictAfterMelt(seen, at(-5), 1).rwycc.code]).toEqual([now, mid, after])
  })
  it('what lies beside the heated part decides while it is more than a quarter', () => {
    expect(predictAfterMelt(third('ICE'), at(-5), 0.75)).toMatchObject({ contaminant: 'WET', rwycc: { code: 5 } })
    expect(predictAfterMelt(third('ICE'), at(-5), 0.7)).toMatchObject({ contaminant: 'ICE', rwycc: { code: 1 } })
  })
  it('spots leave the third wet', () => expect(predictMidMelt(third('ICE', null, { coveragePercent: 25 }), at(-5))).toMatchObject({ contaminant: 'WET', rwycc: { code: 5 } }))
  it('what was seen may have melted or frozen since', () => {
    expect(predictNow(third('ICE'), { minC: -0.6, maxC: 0.2 })).toMatchObject({ contaminant: 'WET_ICE', rwycc: { code: 0 }, doubt: 'may_melt' })
    expect(predictNow(third('WET'), at(-1))).toMatchObject({ contaminant: 'ICE', rwycc: { code: 1 }, doubt: 'may_freeze' })
    expect(predictNow(third('ICE'), at(-1))).toMatchObject({ contaminant: 'ICE', rwycc: { code: 1 }, doubt: null })
    expect(predictNow(third('WET'), null)).toMatchObject({ rwycc: { code: 5 }, doubt: null })
  })
  it('an old observation, or none, says nothing', () => {
    expect(judgeThird(null, Number.NaN, at(-5), 1)).toMatchObject({ now: { rwycc: { reason: 'not_observed' } }, midMelt: { rwycc: { code: null } }, lowers: null })
    expect(judgeThird(third('ICE'), observationHoldsS + 1, at(-5), 0)).toMatchObject({ now: { rwycc: { reason: 'observation_old' } }, midMelt: null })
    expect(judgeThird(third('ICE'), 60, at(-5), 1)).toMatchObject({ reported: { code: 1 }, now: { rwycc: { code: 1 } }, lowers: true })
  })
})

describe('a SNOWTAM', () => {
  const runway = { aerodrome: 'ZYHB', designator: '05R', assessedAt: new Date('2026-11-23T06:22:10Z'), widthM: null, heatedThirds: [] }
  it('has its items in their order', () => {
    const thirds = [{ ...third('ICE'), rwycc: 1 }, { ...third('DRY_SNOW', 4, { coveragePercent: 75 }), rwycc: 3 }, { ...third('FROST', null, { coveragePercent: 0 }), rwycc: 6 }] as const
    expect(writeSnowtam({ ...runway, thirds })).toBe('(SNOWTAM nnnn\nZYHB\n11230622 05R 1/3/6 100/75/NR NR/04/NR ICE/DRY SNOW/NR)')
  })
  it('says width, heating and what was lowered, and writes depths in as many digits as the deepest', () => {
    const thirds = [{ ...third('WET_SNOW', 120), rwycc: 3 }, { ...third('WET', null, { assignedRwycc: 3 }), rwycc: 3 }, { ...third('DRY_SNOW_ON_ICE'), rwycc: 0 }] as const
    expect(writeSnowtam({ ...runway, thirds, widthM: 40, heatedThirds: [1, 3] })).toBe('(SNOWTAM nnnn\nZYHB\n11230622 05R 3/3/0 100/100/100 120/NR/NR WET SNOW/WET/DRY SNOW ON TOP OF ICE 40\n\nRWY 05R RWYCC OF SECOND PART DOWNGRADED. RWY 05R PAVEMENT HEATED IN FIRST, THIRD PART.)')
  })
})
