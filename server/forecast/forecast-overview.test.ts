import { expect, it } from 'vitest'
import { surfaceConditionCode } from '#domain/thermal/surface-condition'
import type { Course } from '#domain/wire/pack-course'
import { forecastOverview } from './forecast-overview'

const course = (meanC: number[], state: keyof typeof surfaceConditionCode, spreadK = 1): Course => ({
  meanC: Float32Array.from(meanC), p10C: Float32Array.from(meanC, (value) => value - spreadK), p90C: Float32Array.from(meanC, (value) => value + spreadK),
  state: Uint8Array.from(meanC, () => surfaceConditionCode[state]),
})
const segments = [{ id: 'h1', isHeated: true }, { id: 'h2', isHeated: true }, { id: 'u1', isHeated: false }, { id: 'u2', isHeated: false }, { id: 'none', isHeated: false }]

it('condenses the city step by step, heated and unheated apart', async () => {
  const courses = new Map([['h1', course([3, 0.5], 'wet')], ['h2', course([5, -0.5], 'dry')], ['u1', course([-4, Number.NaN], 'snow')], ['u2', course([-2, -8], 'ice')]])
  expect(await forecastOverview(segments, courses, 2)).toEqual({
    known: [4, 3], icy: [2, 1], snowy: [1, 0], known_heated: [2, 2],
    // -0.5 °C and dry is not icy; 0.5 °C and wet is, by its 10th percentile.
    icy_heated: [0, 0], early_icy_heated: [0, 1],
    lowest_heated: { mean_c: [3, -0.5], p10_c: [2, -1.5], p90_c: [4, 0.5] },
    middle_heated: { mean_c: [4, 0], p10_c: [3, -1], p90_c: [5, 1] }, middle_unheated: { mean_c: [-3, -8], p10_c: [-4, -9], p90_c: [-2, -7] },
    highest_c: [5, 0.5],
  })
})

it('says nothing where there is no course', async () => {
  const columns = await forecastOverview(segments, new Map(), 145)
  expect([columns.known[144], columns.lowest_heated.mean_c[0], columns.middle_unheated.p90_c[7], columns.highest_c[0]]).toEqual([0, null, null, null])
})

it('lets others work meanwhile', async () => {
  const many = Array.from({ length: 4000 }, (_, i) => ({ id: String(i), isHeated: i % 2 === 0 }))
  const one = course(Array.from({ length: 145 }, () => 1), 'dry')
  let turns = 0
  let isDone = false
  const others = (): void => { turns += 1; if (!isDone) setImmediate(others) }
  setImmediate(others)
  await forecastOverview(many, new Map(many.map(({ id }) => [id, one])), 145)
  isDone = true
  expect(turns).toBeGreaterThan(30)
})
