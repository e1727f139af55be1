import { expect, it } from 'vitest'
import { courseSteps } from '#domain/thermal/city-forecast'
import { winterDay } from '#domain/thermal/testing/winter-day'
import { unpackCourse, type Course } from '#domain/wire/pack-course'
import { smallNetwork } from '#server/store/testing/small-network'
import type { ForecastReply, ForecastRequest } from './forecast-protocol'
import { ForecastWork } from './forecast-work'

const weather = winterDay(97)
const nowMs = weather.startMs + 30 * 3_600_000
const surface = smallNetwork.sensors.filter((sensor) => sensor.quantity === 'surface_temperature')
const flow = { loopId: 'l1', supplyC: 35, flowLPerMin: 600 }
const readings = (s1: number, s2: number, atMs = nowMs, quality = 0) => ({ value: Float64Array.of(s1, s2), measuredAtMs: Float64Array.of(atMs, atMs), quality: Uint8Array.of(quality, quality) })

function run(work: ForecastWork, over: Partial<Extract<ForecastRequest, { ask: 'run' }>> = {}): { courses: Course[]; done: Extract<ForecastReply, { tell: 'done' }> } {
  const courses: Course[] = []
  let done: ForecastReply | undefined
  work.run({ ask: 'run', weather, nowMs, flows: [flow], readings: readings(2, -6), history: null, ...over }, (reply) => {
    if (reply.tell === 'courses') reply.ends.forEach((end, i) => courses.push(unpackCourse(reply.bytes.subarray(i === 0 ? 0 : reply.ends[i - 1], end))))
    else done = reply
  })
  return { courses, done: done as Extract<ForecastReply, { tell: 'done' }> }
}
const open = (): ForecastWork => new ForecastWork(smallNetwork.segments, surface, { lat: 45.7, lon: 126.6 })

it('begins with what is measured, and with the neighbour where nothing is', () => {
  const { courses, done } = run(open())
  expect(courses.map((course) => course.meanC.length)).toEqual([courseSteps, courseSteps, courseSteps])
  expect(done).toMatchObject({ startAtMs: nowMs, unknown: 0 })
  expect(courses[0]!.meanC[0]).toBeCloseTo(2, 2)
  expect(courses[1]!.meanC[0]).toBeCloseTo(-6, 2)
  expect(courses[2]!.meanC[0]).toBeCloseTo(-6, 2)
  // Its own sensor is surer of it than a neighbour's.
  const width = (course: Course): number => course.p90C[0]! - course.p10C[0]!
  expect(width(courses[1]!)).toBeLessThan(width(courses[2]!))
  for (const { meanC, p10C, p90C } of courses) expect(meanC.every((value, i) => p10C[i]! <= value && value <= p90C[i]!)).toBe(true)
})

it('heats what its loop heats, and knows nothing of a segment whose loop was not heard of', () => {
  const [heated] = run(open()).courses
  const cold = run(open(), { flows: [{ ...flow, flowLPerMin: 0 }] }).courses[0]!
  expect(Math.min(...cold.meanC)).toBeLessThan(Math.min(...heated!.meanC) - 3)
  const { courses, done } = run(open(), { flows: [] })
  expect(courses[0]!.meanC.every(Number.isNaN)).toBe(true)
  expect(courses[1]!.meanC.every(Number.isNaN)).toBe(false)
  expect(done.unknown).toBe(1)
})

it('goes on from its own columns, starts anew after a day, and says the same again', () => {
  const work = open()
  run(work)
  const later = run(work, { nowMs: nowMs + 600_000, readings: readings(2, -6, nowMs + 600_000) })
  expect(later.done.startAtMs).toBe(nowMs + 600_000)
  expect(later.courses[1]!.meanC[0]).toBeCloseTo(-6, 2)
  expect(run(work, { nowMs: nowMs - 86_400_000 * 3 }).done.startAtMs).toBe(nowMs - 86_400_000 * 3)
  expect(run(open()).courses).toEqual(run(open()).courses)
})

it('is not pulled by readings that are bad or old', () => {
  const free = run(open(), { readings: readings(Number.NaN, Number.NaN) }).courses[1]!.meanC[0]!
  expect(run(open(), { readings: readings(40, 40, nowMs, 2) }).courses[1]!.meanC[0]).toBe(free)
  expect(run(open(), { readings: readings(40, 40, nowMs - 7_200_000) }).courses[1]!.meanC[0]).toBe(free)
})
