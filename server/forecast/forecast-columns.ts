import { findIceStep } from '#domain/thermal/time-to-ice'
import { timeAboveLimit } from '#domain/thermal/time-above-limit'
import { noCondition, type ForecastFrame, type ForecastWarnings } from '#domain/wire/forecast'
import { noTemperature } from '#domain/wire/live'
import type { Course } from '#domain/wire/pack-course'
import { encodeTemperature } from '#server/live/surface-frames'
import type { ForecastRun } from '#server/store/forecast-run'
import type { RunCourses } from './run-shelf'

const base64 = (array: ArrayBufferView): string => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

/** Unix ms of a run's step; null for -1. */
export const stepInstant = (run: ForecastRun, step: number): number | null => (step < 0 ? null : run.startAtMs + step * run.stepS * 1000)

/** First step that is not wholly past at `atMs`. */
export const stepFrom = (run: ForecastRun, atMs: number): number => Math.max(0, Math.ceil((atMs - run.startAtMs) / 1000 / run.stepS))

/** Step nearest to `atMs`; -1 when that lies more than half a step outside the run. */
export function nearestStep(run: ForecastRun, atMs: number): number {
  const step = Math.round((atMs - run.startAtMs) / 1000 / run.stepS)
  return step >= 0 && step < run.stepCount ? step : -1
}

/** One step of a run over the given segments; one without a course is unknown. */
export function frameColumns(segmentIds: readonly string[], courses: RunCourses, step: number): NonNullable<ForecastFrame['surface']> {
  const column = (of: (course: Course) => Float32Array): string =>
    base64(Int16Array.from(segmentIds, (id) => { const course = courses.get(id); return course ? encodeTemperature(of(course)[step] ?? Number.NaN) : noTemperature }))
  return {
    mean: column((course) => course.meanC), p10: column((course) => course.p10C), p90: column((course) => course.p90C),
    condition: base64(Uint8Array.from(segmentIds, (id) => { const course = courses.get(id); return course && !Number.isNaN(course.meanC[step]) ? course.state[step] ?? noCondition : noCondition })),
  }
}

/** When ice comes and how long a limit is passed from `fromStep` on, over the given segments. */
export function warningColumns(run: ForecastRun, segmentIds: readonly string[], courses: RunCourses, fromStep: number, limitC: number | null): NonNullable<ForecastWarnings['columns']> {
  const unknown = -1
  const known = (course: Course | undefined): course is Course => course !== undefined && course.meanC.subarray(fromStep).some((value) => !Number.isNaN(value))
  const iceAt = (of: (course: Course) => Float32Array): string => base64(Int32Array.from(segmentIds, (id) => {
    const course = courses.get(id)
    return known(course) ? (stepInstant(run, findIceStep(of(course), course.state, fromStep)) ?? 0) / 1000 : unknown
  }))
  return {
    ice_at: iceAt((course) => course.meanC), early_ice_at: iceAt((course) => course.p10C),
    above_limit_s: base64(Int32Array.from(segmentIds, (id) => {
      const course = courses.get(id)
      return limitC !== null && known(course) ? timeAboveLimit(course.meanC, run.stepS, limitC, fromStep).totalS : unknown
    })),
  }
}
