import { setImmediate } from 'node:timers/promises'
import { surfaceConditionCode } from '#domain/thermal/surface-condition'
import { isIcy } from '#domain/thermal/time-to-ice'
import type { ForecastOverview } from '#domain/wire/forecast'
import type { Course } from '#domain/wire/pack-course'
import type { RunCourses } from './run-shelf'

/** Segments whose courses are condensed between two turns of the event loop: about 5 ms. */
const segmentStepsPerTurn = 50_000

const hundredths = (celsius: number): number | null => (Number.isFinite(celsius) ? Math.round(celsius * 100) / 100 : null)

function middle(values: Float32Array): number {
  if (values.length === 0) return Number.NaN
  const sorted = values.sort()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
}
const lowest = (values: Float32Array): number => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)

/** Known values of one column of the given courses at a step, °C. */
const known = (courses: readonly Course[], column: 'meanC' | 'p10C' | 'p90C', step: number): Float32Array => {
  const values = new Float32Array(courses.length)
  let count = 0
  for (const course of courses) {
    const value = course[column][step] ?? Number.NaN
    if (!Number.isNaN(value)) values[count++] = value
  }
  return values.subarray(0, count)
}

/** The city's course by a run: counts, lowest, medians and highest a step. Segments without a course are not counted; they are told by `known`. */
export async function forecastOverview(segments: readonly { id: string; isHeated: boolean }[], courses: RunCourses, stepCount: number): Promise<NonNullable<ForecastOverview['columns']>> {
  const of = (isHeated: boolean): Course[] => segments.flatMap((segment) => { const course = courses.get(segment.id); return course && segment.isHeated === isHeated ? [course] : [] })
  const heated = of(true)
  const unheated = of(false)
  const all = [...heated, ...unheated]
  const banded = (): { mean_c: (number | null)[]; p10_c: (number | null)[]; p90_c: (number | null)[] } => ({ mean_c: [], p10_c: [], p90_c: [] })
  const columns: NonNullable<ForecastOverview['columns']> = {
    known: [], icy: [], snowy: [], known_heated: [], icy_heated: [], early_icy_heated: [], lowest_heated: banded(), middle_heated: banded(), middle_unheated: banded(), highest_c: [],
  }
  const stepsPerTurn = Math.max(1, Math.floor(segmentStepsPerTurn / Math.max(1, segments.length)))
  for (let step = 0; step < stepCount; step++) {
    if (step > 0 && step % stepsPerTurn === 0) await setImmediate()
    const count = (rows: readonly Course[], is: (course: Course) => boolean): number => rows.reduce((sum, course) => sum + (is(course) ? 1 : 0), 0)
    const isKnown = (course: Course): boolean => !Number.isNaN(course.meanC[step] ?? Number.NaN)
    const icy = (course: Course): boolean => isIcy(course.meanC[step] ?? Number.NaN, course.state[step] as number)
    const snowy = (course: Course): boolean => isKnown(course) && (course.state[step] === surfaceConditionCode.snow || course.state[step] === surfaceConditionCode.slush)
    columns.known_heated.push(count(heated, isKnown))
    columns.icy_heated.push(count(heated, icy))
    columns.early_icy_heated.push(count(heated, (course) => isIcy(course.p10C[step] ?? Number.NaN, course.state[step] as number)))
    columns.known.push(count(unheated, isKnown) + columns.known_heated[step]!)
    columns.icy.push(count(unheated, icy) + columns.icy_heated[step]!)
    columns.snowy.push(count(unheated, snowy) + count(heated, snowy))
    for (const [from, to] of [['meanC', 'mean_c'], ['p10C', 'p10_c'], ['p90C', 'p90_c']] as const) {
      const warm = known(heated, from, step)
      columns.lowest_heated[to].push(hundredths(lowest(warm)))
      columns.middle_heated[to].push(hundredths(middle(warm)))
      columns.middle_unheated[to].push(hundredths(middle(known(unheated, from, step))))
    }
    columns.highest_c.push(hundredths(all.reduce((most, course) => Math.max(most, isKnown(course) ? course.meanC[step] as number : Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY)))
  }
  return columns
}
