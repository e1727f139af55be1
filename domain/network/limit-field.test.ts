import { expect, it } from 'vitest'
import { exportPlant } from './export-plant'
import { limitField, limitName } from './limit-field'
import { planPlant } from './plan-plant'
import { loopLimitNames, loopLimits, stationLimitNames } from './plant-limits'
import { bareTown, stateOf, testMaps, townPlant } from './testing/plant-town'

it('writes every limit as a field with its unit, and reads it back', () => {
  expect(loopLimitNames.map(limitField)).toEqual(['condensation_margin_k', 'freezing_margin_k', 'hottest_supply_c', 'coldest_supply_c', 'slab_ramp_k_per_h', 'slab_follows_per_h', 'supply_minus_slab_k'])
  for (const name of [...loopLimitNames, ...stationLimitNames]) expect(limitName(limitField(name))).toBe(name)
})

it('takes limits from a file, reckons with them and tells them by the names of the file', () => {
  const file = townPlant()
  file.loops[0]!.limits = { hottest_supply_c: 41 }
  const { wanted, create } = planPlant(stateOf(bareTown), file, testMaps)
  const loop = wanted!.loops.find(({ id }) => id === file.loops[0]!.id)!
  expect(loopLimits([], loop.limits).hottestSupplyC).toBe(41)
  expect(create.find(({ kind, id }) => kind === 'loop' && id === loop.id)!.after['limits']).toEqual({ hottest_supply_c: 41 })
  expect(exportPlant(wanted!).loops.find(({ id }) => id === loop.id)!.limits).toEqual({ hottest_supply_c: 41 })
})

it('still understands the names of versions applied before', () => {
  const file = townPlant()
  file.loops[0]!.limits = { hottestSupplyC: 41 }
  expect(planPlant(stateOf(bareTown), file, testMaps).wanted!.loops.find(({ id }) => id === file.loops[0]!.id)!.limits).toEqual({ hottestSupplyC: 41 })
})
