import { expect, it } from 'vitest'
import { atPointer, changeRows, unitOf } from './plant-values'

it('tells the members of a group apart, with what was not there as not there', () => {
  expect(changeRows([
    { field: 'heat_max_c', before: 45, after: 40 }, { field: 'limits', before: null, after: { slab_ramp_k_per_h: 8 } },
    { field: 'name', before: { zh: '甲', en: 'A' }, after: { zh: '甲', en: 'B' } }, { field: 'position', before: [1, 2], after: [1, 3] },
  ])).toEqual([
    { field: 'heat_max_c', before: 45, after: 40 }, { field: 'limits.slab_ramp_k_per_h', before: undefined, after: 8 }, { field: 'name.en', before: 'A', after: 'B' }, { field: 'position', before: [1, 2], after: [1, 3] },
  ])
})
it('reads units off names', () => {
  expect(['heat_max_c', 'limits.slab_ramp_k_per_h', 'compressor_starts_per_h', 'width_m', 'unit_id', 'register_map'].map(unitOf)).toEqual(['°C', 'K/h', '/h', 'm', '', ''])
})
it('finds what a pointer means, also where it leads nowhere', () => {
  const file = { loops: [{ id: 'l1', heat_min_c: 50, places: [{ segment_id: 'a/b' }] }] }
  expect(atPointer(file, '/loops/0/heat_min_c')).toEqual({ id: 'l1', rest: 'heat_min_c', value: 50 })
  expect(atPointer(file, '/loops/0/places/0')).toEqual({ id: 'l1', rest: 'places.0', value: { segment_id: 'a/b' } })
  expect(atPointer(file, '/loops/7/name')).toEqual({ id: null, rest: 'loops.7.name', value: undefined })
  expect(atPointer(file, '')).toEqual({ id: null, rest: '', value: file })
})
