import { describe, expect, it } from 'vitest'
import { surfaceConditionCode } from '#domain/thermal/surface-condition'
import type { SegmentForecastView } from '#domain/wire/forecast'
import { conditionSpans } from './condition-spans'
import { cutCourse } from './course-lines'
import { iceOutlook } from './ice-outlook'

const start = Date.parse('2026-01-01T00:00:00Z')
const hour = 3_600_000
const iso = (hours: number): string => new Date(start + hours * hour).toISOString()
const forecastOf = (mean: (number | null)[], change: Partial<SegmentForecastView> = {}, condition: (keyof typeof surfaceConditionCode)[] = []): SegmentForecastView => ({
  segment_id: 'a', as_of: iso(0), reason: null, above_limit: null, ice: { first_at: null, early_at: null },
  run: { id: 1, issued_at: iso(0), ready_at: iso(0), age_s: 0, stale: [], weather_issued_at: iso(-1), weather_source: 'test', model_version: 'm', start_at: iso(0), step_s: 3600, step_count: mean.length, cadence_s: 600, status: 'complete' },
  course: { mean_c: mean, p10_c: mean, p90_c: mean, condition: mean.map((_, i) => surfaceConditionCode[condition[i] ?? 'dry']) }, ...change,
})

describe('iceOutlook', () => {
  it('leads with the mean and names an earlier 10th percentile', () => expect(iceOutlook(forecastOf([1, 2], { ice: { first_at: iso(5), early_at: iso(3) } }))).toEqual({ kind: 'first', at: new Date(iso(5)), early: new Date(iso(3)) }))
  it('says none only for the hours that are covered', () => expect(iceOutlook(forecastOf(Array.from({ length: 49 }, () => 3), { as_of: iso(6) }))).toEqual({ kind: 'none', hours: 42, early: null }))
  it('does not say none across a gap or after the end', () => {
    expect(iceOutlook(forecastOf([3, null, 3]))).toEqual({ kind: 'gaps' })
    expect(iceOutlook(forecastOf([3, 3], { as_of: iso(9) }))).toEqual({ kind: 'ended' })
  })
  it('has none without a run', () => expect(iceOutlook(forecastOf([1], { run: null, course: null }))).toBeNull())
})

it('cuts the conditions into stretches, and a step without a temperature is unknown', () => {
  const spans = conditionSpans(forecastOf([1, 1, null, -1, -1], {}, ['wet', 'wet', 'wet', 'ice', 'ice']), start + hour / 2, start + 4 * hour)
  expect(spans.map(({ condition, fromMs, toMs }) => [condition, (fromMs - start) / hour, (toMs - start) / hour])).toEqual([['wet', 0.5, 2], [null, 2, 3], ['ice', 3, 4]])
})

it('parts what was known from what was measured afterwards', () => {
  const lines = [{ key: 'surface' as const, label: 's', points: [[start, 1], [start + hour, 2], [start + 2 * hour, 3]] as [number, number | null][] }, { key: 'shallow' as const, label: 'd', points: [[start + 2 * hour, 9]] as [number, number | null][] }]
  expect(cutCourse(lines, start + hour, 'later')).toEqual([{ key: 'surface', label: 's', points: [[start, 1], [start + hour, 2]] }, { key: 'later', label: 'later', points: [[start + 2 * hour, 3]] }])
})
