import { expect, it } from 'vitest'
import { findObservationFault } from '#domain/grf/assess-rwycc'
import { contaminants } from '#domain/grf/contaminant'
import { coveragePercents } from '#domain/grf/coverage'
import { codesOf, copyTo, observationOf, stepCode, stepDepth, type ThirdDraft, withContaminant, withCoverage, withoutDepth } from './observation-draft'

const empty = (third: 1 | 2 | 3): ThirdDraft => ({ third, isTouched: false, contaminant: null, coveragePercent: 100, depthMm: null, assignedRwycc: null })

it('sends only what was touched, as the server takes it', () => {
  const snow = stepDepth(stepDepth(withContaminant(empty(2), 'DRY_SNOW'), 1), 1)
  expect(observationOf([empty(1), snow, empty(3)], 7, 'client-1')).toEqual({ client_id: 'client-1', base_version: 7, thirds: [{ third: 2, contaminant: 'DRY_SNOW', coverage_percent: 100, depth_mm: 4, assigned_rwycc: null }] })
  expect(observationOf([empty(1)], null, 'client-1')).toBeNull()
  expect(observationOf([snow, copyTo(snow, empty(3))], null, 'client-2')?.thirds.map(({ third, depth_mm: mm }) => [third, mm])).toEqual([[2, 4], [3, 4]])
})

it('no press can make what cannot be', () => {
  for (const contaminant of contaminants) for (const coverage of coveragePercents) {
    let draft = stepDepth(withContaminant(empty(1), contaminant), -1)
    if (contaminant !== 'DRY') draft = withCoverage(draft, coverage)
    draft = stepDepth(draft, -1)
    for (let press = 0; press < 8; press++) draft = stepCode(draft, -1, { minC: -5, maxC: -5 })
    const seen = { contaminant, coveragePercent: draft.coveragePercent, depthMm: draft.depthMm, assignedRwycc: draft.assignedRwycc }
    expect([contaminant, coverage, findObservationFault(seen)]).toEqual([contaminant, coverage, null])
    const changed = withContaminant(draft, 'DRY')
    expect(findObservationFault({ contaminant: 'DRY', coveragePercent: changed.coveragePercent, depthMm: changed.depthMm, assignedRwycc: changed.assignedRwycc })).toBeNull()
  }
})

it('the code is lowered step by step and given back to the matrix', () => {
  const wet = withContaminant(empty(1), 'WET')
  const lowered = stepCode(stepCode(wet, -1, null), -1, null)
  expect(codesOf(lowered, null)).toMatchObject({ matrix: { code: 5 }, given: { code: 3 } })
  expect(stepCode(stepCode(lowered, 1, null), 1, null).assignedRwycc).toBeNull()
})

it('depth begins at 3 mm, water at 4, and can be taken back', () => {
  const slush = stepDepth(withContaminant(empty(1), 'SLUSH'), 1)
  expect([slush.depthMm, stepDepth(slush, 1).depthMm, stepDepth(slush, -1).depthMm, withoutDepth(slush).depthMm]).toEqual([3, 4, 2, null])
  expect(stepDepth(withContaminant(empty(1), 'STANDING_WATER'), -1).depthMm).toBe(4)
  expect(stepDepth(withContaminant(empty(1), 'ICE'), 1).depthMm).toBeNull()
})
