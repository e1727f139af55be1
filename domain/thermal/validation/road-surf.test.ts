import { describe, expect, it } from 'vitest'
import { roadSurfLike } from '../road-surf-like'
import { compare } from './testing/compare'
import { referenceFolder } from './testing/reference-folder'
import { readRoadSurfYear, roadSurfYears, runRoadSurfYear } from './testing/road-surf-year'

const years = roadSurfYears()

describe.skipIf(years.length === 0)(`RoadSurf's years, ${years.length === 0 ? `missing in ${referenceFolder}/roadsurf_*` : 'driven by its own forcing'}`, () => {
  if (years.length === 0) it.skip('no years to follow')
  it.each(years)('%s/%s: RMSE at most 1.2 K, bias within 0.5 K, maximum within 1.5 K', { timeout: 60_000 }, (folder, file) => {
    const year = readRoadSurfYear(folder, file)
    const theirs = year.column('Troad_C').subarray(1)
    const model = roadSurfLike()
    const table = [60, 300].flatMap((stepS) => [model, { ...model, evaporatesBeyondStore: false, fullyWetMm: 0.05 }].map((each) => {
      const ours = runRoadSurfYear(year, each, stepS).meanC
      // Two days pass until the first guess of the profile no longer matters.
      const c = compare(ours, theirs, (i) => i >= 48)
      return { step_s: stepS, evaporates_beyond_store: each.evaporatesBeyondStore, rmse_K: Number(c.rmse.toFixed(3)), bias_K: Number(c.bias.toFixed(3)), maximum_C: Math.max(...ours), theirs_C: Math.max(...theirs) }
    }))
    console.table(table)
    for (const row of table.filter((each) => each.evaporates_beyond_store)) {
      expect(row.rmse_K).toBeLessThanOrEqual(1.2)
      expect(Math.abs(row.bias_K)).toBeLessThanOrEqual(0.5)
      expect(Math.abs(row.maximum_C - row.theirs_C)).toBeLessThanOrEqual(1.5)
    }
  })
})
