import { expect, it } from 'vitest'
import { surfaceStates, type SurfaceState } from '#domain/sensing/surface-state'
import { newNowcastColumns } from '#domain/thermal/optimal-interpolation'
import { thirdSurface } from './runway-surface'

const segments = [{ index: 0, length_m: 150 }, { index: 1, length_m: 100 }]
function columns(...said: [c: number, state: SurfaceState, sdK: number][]) {
  const made = newNowcastColumns(said.length)
  said.forEach(([c, state, sdK], i) => {
    made.temperature[i] = c
    made.state[i] = surfaceStates.indexOf(state)
    made.sdK[i] = sdK
    made.measuredAt[i] = 1000 + i
  })
  return made
}

it('is shown by its coldest part, and may be anywhere between what all parts may be', () => {
  const { view, range } = thirdSurface(segments, columns([1, 'measured', 0.5], [-2, 'estimated', 1]), 1_061_000)
  expect(view).toMatchObject({ temperature_c: -2, state: 'estimated', age_s: 60, max_c: 1, unknown_length_m: 0, range_c: [-3, 1.5] })
  expect(range).toEqual({ minC: -3, maxC: 1.5 })
})
it('of a lost part what it said last is no temperature, however cold it was', () => {
  const { view, range } = thirdSurface(segments, columns([2, 'measured', 0.3], [-15, 'lost', 0.3]), 1_061_000)
  expect(view).toMatchObject({ temperature_c: 2, state: 'measured', max_c: 2, unknown_length_m: 100, range_c: null })
  expect(range).toBeNull()
})
it.each<[string, ReturnType<typeof columns> | null]>([
  ['no picture', null], ['nothing heard', columns([Number.NaN, 'unknown', Number.NaN], [4, 'lost', 1])], ['a stale part', columns([1, 'measured', 0.3], [1, 'stale', 0.3])], ['a part of unknown deviation', columns([1, 'measured', 0.3], [1, 'estimated', Number.NaN])],
])('with %s nobody knows what it may be', (_, given) => expect(thirdSurface(segments, given, 1_061_000).range).toBeNull())
