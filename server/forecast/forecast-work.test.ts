import { describe, expect, it } from 'vitest'
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
    else if (reply.tell === 'done') done = reply
  })
  return { courses, done: done as Extract<ForecastReply, { tell: 'done' }> }
}
const open = (): ForecastWork => new ForecastWork(smallNetwork.segments, surface, { lat: 45.7, lon: 126.6 })

it('begins with what is measured, and near what the neighbour says of the model where nothing is', () => {
  const { courses, done } = run(open())
  expect(courses.map((course) => course.meanC.length)).toEqual([courseSteps, courseSteps, courseSteps])
  expect(done).toMatchObject({ startAtMs: nowMs, unknown: 0 })
  expect(courses[0]!.meanC[0]).toBeCloseTo(2, 2)
  expect(courses[1]!.meanC[0]).toBeCloseTo(-6, 2)
  const free = run(open(), { readings: readings(Number.NaN, Number.NaN) }).courses[2]!.meanC[0]!
  expect(Math.abs(courses[2]!.meanC[0]! + 6)).toBeLessThan(Math.min(0.5, Math.abs(free + 6) / 2))
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

it('never pulls a heated segment to a bare neighbour, nor the other way', () => {
  const unmeasured = run(open(), { readings: readings(Number.NaN, Number.NaN) }).courses
  expect(run(open(), { readings: readings(Number.NaN, -14) }).courses[0]!.meanC[0]).toBe(unmeasured[0]!.meanC[0])
  expect(run(open(), { readings: readings(14, Number.NaN) }).courses[2]!.meanC[0]).toBe(unmeasured[2]!.meanC[0])
})

describe('what it tells for the live picture', () => {
  const told = (work: ForecastWork, ask: (tell: (reply: ForecastReply) => void) => void): ForecastReply[] => {
    const replies: ForecastReply[] = []
    ask((reply) => replies.push(reply))
    return replies
  }
  const backgroundOf = (replies: ForecastReply[]) => (replies.find((reply) => reply.tell === 'background') as Extract<ForecastReply, { tell: 'background' }>).background
  const request: Extract<ForecastRequest, { ask: 'run' }> = { ask: 'run', weather, nowMs, flows: [flow], readings: readings(2, -6), history: null }

  it('the plan once, before the courses; the model with each run and when asked, whatever is measured', () => {
    const work = open()
    const first = told(work, (tell) => work.run(request, tell))
    expect(first.slice(0, 3).map(({ tell }) => tell)).toEqual(['plan', 'background', 'courses'])
    const again = told(work, (tell) => work.run({ ...request, readings: readings(30, 30) }, tell))
    expect(again[0]!.tell).toBe('background')
    expect(backgroundOf(again)).toEqual(backgroundOf(first))
    const later = told(work, (tell) => expect(work.now({ ask: 'now', weather, nowMs: nowMs + 330_000, flows: [flow] }, tell)).toBe(true))
    expect(backgroundOf(later).atMs).toBe(nowMs + 300_000)
    // Its change looks ahead to the step that then comes.
    backgroundOf(first).surfaceC.forEach((surfaceC, i) => expect(backgroundOf(later).surfaceC[i]).toBeCloseTo(surfaceC + 300 * backgroundOf(first).kPerS[i]!, 4))
  })

  it('nothing before the first run, and nothing of a segment whose loop was not heard of', () => {
    const work = open()
    expect(told(work, (tell) => expect(work.now({ ask: 'now', weather, nowMs, flows: [] }, tell)).toBe(false))).toEqual([])
    const { surfaceC } = backgroundOf(told(work, (tell) => work.run({ ...request, flows: [] }, tell)))
    expect([...surfaceC].map(Number.isNaN)).toEqual([true, false, false])
  })
})
