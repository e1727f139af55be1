import { expect, it } from 'vitest'
import type { ForecastOverview } from '#domain/wire/forecast'
import { bandWidth } from '../../format/banded'
import { forecastMarks } from './forecast-marks'
import { overviewAhead } from './overview-ahead'

const start = Date.parse('2026-01-01T00:00:00Z')
const hour = 3_600_000
const iso = (hours: number): string => new Date(start + hours * hour).toISOString()
const steps = [0, 1, 2, 3, 4]
const zeros = steps.map(() => 0)
const banded = (mean: (number | null)[]) => ({ mean_c: mean, p10_c: mean.map((value) => value === null ? null : value - 1), p90_c: mean.map((value, i) => (value === null || i === 3 ? null : value + 2)) })
const overviewOf = (change: Partial<NonNullable<ForecastOverview['columns']>>): ForecastOverview => ({
  network: 'v', as_of: iso(0), reason: null,
  run: { id: 1, issued_at: iso(0), ready_at: iso(0), age_s: 0, stale: [], weather_issued_at: iso(0), weather_source: 'w', model_version: 'm', start_at: iso(0), step_s: 3600, step_count: 5, cadence_s: 600, status: 'complete' },
  columns: { known: zeros, icy: zeros, snowy: zeros, known_heated: zeros, icy_heated: zeros, early_icy_heated: zeros, lowest_heated: banded([2, 1, 0, -1, null]), middle_heated: banded([20, 21, 22, 23, 24]), middle_unheated: banded(steps), highest_c: zeros, ...change },
})

it('continues the lines of the season, across zero and with holes, from the instant that is known', () => {
  const winter = overviewAhead(overviewOf({}), 'winter', start + 2 * hour)!
  expect(winter.heated.mean).toEqual([[start + 2 * hour, 0], [start + 3 * hour, -1], [start + 4 * hour, null]])
  expect(bandWidth(winter.heated).map(([, width]) => width)).toEqual([3, null, null])
  expect(overviewAhead(overviewOf({}), 'summer', start + 4 * hour)!.heated.mean).toEqual([[start + 4 * hour, 24]])
  expect(overviewAhead({ ...overviewOf({}), columns: null }, 'winter', start)).toBeNull()
})

it('marks the first ice, an earlier warning, snow and heat', () => {
  const overview = overviewOf({ icy: [0, 0, 9, 9, 9], icy_heated: [0, 0, 0, 2, 1], early_icy_heated: [0, 1, 1, 3, 3], snowy: [0, 4, 4, 4, 4], highest_c: [40, 50, 60, 60.1, null] })
  expect(forecastMarks(overview, start, 60)).toEqual([
    { kind: 'ice', atMs: start + 3 * hour }, { kind: 'early_ice', atMs: start + hour }, { kind: 'heat', atMs: start + 3 * hour }, { kind: 'snow', atMs: start + hour }, { kind: 'ice_elsewhere', atMs: start + 2 * hour },
  ])
  expect(forecastMarks(overview, start, null).map(({ kind }) => kind)).not.toContain('heat')
})

it('calls nothing an onset that is so already, but marks where it begins anew', () => {
  const again = overviewOf({ icy: [1, 0, 0, 1, 1], icy_heated: [1, 0, 0, 1, 1], early_icy_heated: [1, 1, 1, 1, 1], highest_c: [61, 61, 40, 61, 62] })
  expect(forecastMarks(again, start, 60)).toEqual([{ kind: 'ice', atMs: start + 3 * hour }, { kind: 'heat', atMs: start + 3 * hour }])
  const icy = overviewOf({ icy: [9, 9, 9, 9, 9], icy_heated: [1, 1, 1, 1, 1], early_icy_heated: [1, 1, 1, 1, 1], snowy: [3, 3, 3, 3, 3] })
  expect(forecastMarks(icy, start, 60)).toEqual([])
  expect(forecastMarks({ ...icy, run: null, columns: null }, start, 60)).toEqual([])
})
