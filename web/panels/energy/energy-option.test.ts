import { expect, it } from 'vitest'
import type { EnergyView } from '#domain/wire/energy'
import { energyCourse } from './energy-option'

const station = (id: string, loops: number, into: (number | null)[], share: number[]): EnergyView['stations'][number] =>
  ({ id, loops, into_kw: into, out_kw: into.map((each) => each && each / 10), known_share: share, into_kwh: 0, out_kwh: 0, known_share_of_all: 0 })
const view: EnergyView = { from: '2026-01-10T00:00:00Z', to: '2026-01-10T00:30:00Z', step_s: 600, stations: [station('a', 3, [100, 200, null], [1, 1, 0]), station('b', 1, [50, null, null], [1, 0, 0])] }
const values = (ids: string[]) => energyCourse(view, ids).into.map(([, value]) => value)

it('adds up stations, and draws no line through what was hardly heard of', () => {
  expect(values(['a', 'b'])).toEqual([150, 200, null])
  expect(values(['b'])).toEqual([50, null, null])
  expect(energyCourse(view, ['a']).out.map(([, value]) => value)).toEqual([-10, -20, null])
  expect(values([])).toEqual([])
})
