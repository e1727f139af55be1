import { setImmediate } from 'node:timers/promises'
import { surfaceConditionCode } from '#domain/thermal/surface-condition'
import { isIcy } from '#domain/thermal/time-to-ice'
import type { ForecastOverview } from '#domain/wire/forecast'
import type { Course } from '#domain/wire/pack-course'
import type { RunCourses } from './run-shelf'

type Columns = NonNullable<ForecastOverview['columns']>

/** Courses times steps that are condensed between two turns of the event loop: a few milliseconds. */
const mostPerTurn = 12_000

const hundredths = (celsius: number): number | null => (Number.isFinite(celsius) ? Math.round(celsius * 100) / 100 : null)

/** Median; NaN of nothing. Sorts what it is given. */
function middle(values: Float32Array): number {
  values.sort()
  const half = values.length >> 1
  return values.length === 0 ? Number.NaN : values.length % 2 === 1 ? (values[half] as number) : ((values[half - 1] as number) + (values[half] as number)) / 2
}

/** What one group of segments says at one step. */
class GroupStep {
  known = 0
  icy = 0
  earlyIcy = 0
  snowy = 0
  readonly lowestC = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  highestC = Number.NEGATIVE_INFINITY
  readonly middleC: number[]

  /** @param scratch room for the group's values, one column each of mean, 10th and 90th percentile */
  constructor(courses: readonly Course[], step: number, scratch: readonly Float32Array[]) {
    const counts = [0, 0, 0]
    for (const course of courses) {
      const meanC = course.meanC[step] ?? Number.NaN
      if (Number.isNaN(meanC)) continue
      const p10C = course.p10C[step] as number
      const condition = course.state[step] as number
      this.known += 1
      if (isIcy(meanC, condition)) this.icy += 1
      if (isIcy(p10C, condition)) this.earlyIcy += 1
      if (condition === surfaceConditionCode.snow || condition === surfaceConditionCode.slush) this.snowy += 1
      if (meanC > this.highestC) this.highestC = meanC
      for (let k = 0; k < 3; k++) {
        const value = k === 0 ? meanC : k === 1 ? p10C : course.p90C[step] as number
        if (Number.isNaN(value)) continue
        scratch[k]![counts[k]!++] = value
        if (value < this.lowestC[k]!) this.lowestC[k] = value
      }
    }
    this.middleC = scratch.map((column, k) => middle(column.subarray(0, counts[k])))
  }
}

/** The city's course by a run: counts, lowest, medians and highest a step. Segments without a course are not counted: `known` tells. */
export async function forecastOverview(segments: readonly { id: string; isHeated: boolean }[], courses: RunCourses, stepCount: number): Promise<Columns> {
  const of = (isHeated: boolean): Course[] => segments.flatMap((segment) => { const course = segment.isHeated === isHeated ? courses.get(segment.id) : undefined; return course ? [course] : [] })
  const heatedCourses = of(true)
  const unheatedCourses = of(false)
  const scratch = [0, 1, 2].map(() => new Float32Array(Math.max(heatedCourses.length, unheatedCourses.length)))
  const banded = (): Columns['lowest_heated'] => ({ mean_c: [], p10_c: [], p90_c: [] })
  const columns: Columns = {
    known: [], icy: [], snowy: [], known_heated: [], icy_heated: [], early_icy_heated: [], lowest_heated: banded(), middle_heated: banded(), middle_unheated: banded(), highest_c: [],
  }
  const push = (to: Columns['lowest_heated'], values: readonly number[]): void => {
    to.mean_c.push(hundredths(values[0]!))
    to.p10_c.push(hundredths(values[1]!))
    to.p90_c.push(hundredths(values[2]!))
  }
  const stepsPerTurn = Math.max(1, Math.floor(mostPerTurn / Math.max(1, heatedCourses.length + unheatedCourses.length)))
  for (let step = 0; step < stepCount; step++) {
    if (step > 0 && step % stepsPerTurn === 0) await setImmediate()
    const heated = new GroupStep(heatedCourses, step, scratch)
    const unheated = new GroupStep(unheatedCourses, step, scratch)
    columns.known.push(heated.known + unheated.known)
    columns.icy.push(heated.icy + unheated.icy)
    columns.snowy.push(heated.snowy + unheated.snowy)
    columns.known_heated.push(heated.known)
    columns.icy_heated.push(heated.icy)
    columns.early_icy_heated.push(heated.earlyIcy)
    push(columns.lowest_heated, heated.lowestC)
    push(columns.middle_heated, heated.middleC)
    push(columns.middle_unheated, unheated.middleC)
    columns.highest_c.push(hundredths(Math.max(heated.highestC, unheated.highestC)))
  }
  return columns
}
