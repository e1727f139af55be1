import { describe, expect, it } from 'vitest'
import { courseSteps, courseStepS, forecastModel } from '#domain/thermal/city-forecast'
import { winterDay } from '#domain/thermal/testing/winter-day'
import { localWhatIf } from '#domain/wire/local-what-if'
import { unpackCourse, type Course } from '#domain/wire/pack-course'
import { thermalStateShape, thermalStateView } from '#domain/wire/thermal-state'
import { whatIfSegmentShape, type WhatIfSegment } from '#domain/wire/what-if'
import { smallNetwork } from '#server/store/testing/small-network'
import type { ColumnAnswer, ForecastReply, ForecastRequest, RunReply } from './forecast-protocol'
import { ForecastWork } from './forecast-work'

const weather = winterDay(97)
const nowMs = weather.startMs + 30 * 3_600_000
const surface = smallNetwork.sensors.filter((sensor) => sensor.quantity === 'surface_temperature')
const flow = { loopId: 'l1', supplyC: 35, flowLPerMin: 600 }
const readings = (s1: number, s2: number, atMs = nowMs, quality = 0) => ({ value: Float64Array.of(s1, s2), measuredAtMs: Float64Array.of(atMs, atMs), quality: Uint8Array.of(quality, quality) })

function run(work: ForecastWork, over: Partial<Extract<ForecastRequest, { ask: 'run' }>> = {}, inPause: () => void = () => {}): { courses: Course[]; done: Extract<RunReply, { tell: 'done' }> } {
  const courses: Course[] = []
  let done: RunReply | undefined
  const steps = work.run({ ask: 'run', weather, nowMs, flows: [flow], readings: readings(2, -6), history: null, ...over }, (reply) => {
    if (reply.tell === 'courses') reply.ends.forEach((end, i) => courses.push(unpackCourse(reply.bytes.subarray(i === 0 ? 0 : reply.ends[i - 1], end))))
    else if (reply.tell === 'done') done = reply
  })
  while (!steps.next().done) inPause()
  return { courses, done: done as Extract<RunReply, { tell: 'done' }> }
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

const wish = { loopId: 'l1', mode: 'heat' as const, setpointC: 45, leaseS: 7200 }
const ask = (work: ForecastWork, over: { nowMs?: number; flows?: typeof flow[] } = {}): ColumnAnswer => work.answer({ ask: 'whatIf', id: 7, nowMs, fromMs: over.nowMs ?? nowMs, flows: [flow], wishes: [wish], courses: true, ...over })
const rowsOf = (answer: ColumnAnswer): WhatIfSegment[] => whatIfSegmentShape.array().parse(JSON.parse(new TextDecoder().decode((answer as Extract<ColumnAnswer, { tell: 'whatIf' }>).segments)))

it('answers what-ifs in the pauses of a run without changing a byte of it', () => {
  const [alone, asked] = [open(), open()]
  const answers: ColumnAnswer[] = []
  for (const [i, over] of [{}, { nowMs: nowMs + 600_000, flows: [{ ...flow, supplyC: 20 }] }, { nowMs: nowMs + 1_200_000, flows: [] }].entries()) {
    const expected = run(alone, over)
    const got = run(asked, over, () => answers.push(ask(asked, { nowMs: nowMs + 600_000 * i })))
    expect(got.courses).toEqual(expected.courses)
    expect(got.done).toEqual({ ...expected.done, cpuMs: expect.any(Number) })
  }
  // Two pauses a column or more in each of three runs, one a class beside.
  expect(answers.length).toBeGreaterThan(18)
})

it('answers from the columns as they last stood until all of them have been advanced and corrected', () => {
  const work = open()
  const said: ColumnAnswer[] = []
  run(work, {}, () => said.push(ask(work)))
  // Nothing is known while the first run advances three columns; then what it ends with.
  expect(said.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => ({ tell: 'noColumns', id: 7, reason: 'no_run' })))
  const first = ask(work)
  expect(said.slice(3)).toEqual(said.slice(3).map(() => first))
  const laterMs = nowMs + 600_000
  const during: ColumnAnswer[] = []
  run(work, { nowMs: laterMs, readings: readings(-1, -9, laterMs) }, () => during.push(ask(work, { nowMs: laterMs })))
  const [before, after] = [during.slice(0, 3), during.slice(3)].map((answers) => answers.map((answer) => (answer as Extract<ColumnAnswer, { tell: 'whatIf' }>).stand))
  expect(before).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ startMs: nowMs, runAtMs: nowMs })))
  expect(after!.every((stand) => stand.startMs === laterMs)).toBe(true)
  expect(rowsOf(during[0]!)[0]!.without!.course!.surface_c[0]).toBe(rowsOf(first)[0]!.without!.course!.surface_c[0])
  expect(rowsOf(during[3]!)[0]!.without!.course!.surface_c[0]).toBeCloseTo(-1, 2)
})

it('without the command it says what is forecast; of a loop that was not heard of at the run or is not now it says nothing', () => {
  const work = open()
  const { courses } = run(work)
  const [row, ...others] = rowsOf(ask(work))
  expect(others).toEqual([])
  row!.without!.course!.surface_c.forEach((value, i) => expect(value).toBeCloseTo(courses[0]!.meanC[i]!, 1))
  expect(row!.with!.course!.surface_c[6]).toBeGreaterThan(row!.without!.course!.surface_c[6]! + 0.5)
  expect(row!.with!.energy_kwh).toBeGreaterThan(row!.without!.energy_kwh)
  const unknown = [{ segment_id: 'g1', loop_id: 'l1', area_m2: expect.closeTo(3114.4, 0), unknown: 'loop_not_heard', without: null, with: null }]
  expect(rowsOf(ask(work, { flows: [] }))).toEqual(unknown)
  run(work, { nowMs: nowMs + 600_000, flows: [] })
  expect(ask(work, { nowMs: nowMs + 600_000 })).toMatchObject({ loops: [{ now: null, flow_l_per_min: null, flow_assumed: false }], summary: { segments: 1, unknown_segments: 1, area_m2: 0, known: null } })
})

it('one segment is computed elsewhere to the same numbers, with what the stations have taught of the radiation', () => {
  const work = open()
  const atMs = nowMs + 600_000
  const history = { atMs: Float64Array.from({ length: 72 }, (_, i) => nowMs - (72 - i) * 1_200_000), surfaceC: Float32Array.from({ length: 144 }, (_, i) => (i % 2 === 0 ? 2 : -16)) }
  run(work, { history })
  run(work, { nowMs: atMs, readings: readings(2, -16, atMs) })
  const { state, stand } = work.answer({ ask: 'thermalState', id: 1, nowMs: atMs, flows: [flow], segmentId: 'g1' }) as Extract<ColumnAnswer, { tell: 'thermalState' }>
  expect(Math.abs(state.corrections.sky.clearWPerM2)).toBeGreaterThan(1)
  const iso = (ms: number): string => new Date(ms).toISOString()
  const view = thermalStateShape.parse(JSON.parse(JSON.stringify(thermalStateView({
    issued_at: iso(atMs), start_at: iso(stand.startMs), age_s: 0, stale: [], step_s: courseStepS, step_count: courseSteps, model_version: forecastModel, model_error_k: 1,
    weather_issued_at: iso(weather.issuedAtMs), weather_age_s: 0, weather_source: weather.source,
  }, state))))
  const [there] = rowsOf(ask(work, { nowMs: atMs }))
  const here = localWhatIf(view, wish, atMs)
  for (const side of ['without', 'with'] as const) here[side]!.course!.surface_c.forEach((value, i) => expect(Math.abs(value! - there![side]!.course!.surface_c[i]!)).toBeLessThanOrEqual(1e-6))
  // Without what was taught it would be another course.
  const untaught = localWhatIf({ ...view, corrections: { sky_clear_w_per_m2: 0, sky_cover_w_per_m2: 0, solar_factor: 1 } }, wish, atMs)
  expect(Math.abs(untaught.with!.end_surface_c - here.with!.end_surface_c)).toBeGreaterThan(1e-3)
})

it('does not answer from columns that stand far from now', () => {
  const work = open()
  run(work)
  for (const far of [-1, 6 * 3_600_000 + 1]) expect(ask(work, { nowMs: nowMs + far })).toEqual({ tell: 'noColumns', id: 7, reason: 'columns_old' })
})

it('never pulls a heated segment to a bare neighbour, nor the other way', () => {
  const unmeasured = run(open(), { readings: readings(Number.NaN, Number.NaN) }).courses
  expect(run(open(), { readings: readings(Number.NaN, -14) }).courses[0]!.meanC[0]).toBe(unmeasured[0]!.meanC[0])
  expect(run(open(), { readings: readings(14, Number.NaN) }).courses[2]!.meanC[0]).toBe(unmeasured[2]!.meanC[0])
})

const drain = (steps: Generator): void => { while (!steps.next().done); }

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
    const first = told(work, (tell) => drain(work.run(request, tell)))
    expect(first.slice(0, 3).map(({ tell }) => tell)).toEqual(['plan', 'background', 'courses'])
    const again = told(work, (tell) => drain(work.run({ ...request, readings: readings(30, 30) }, tell)))
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
    const { surfaceC } = backgroundOf(told(work, (tell) => drain(work.run({ ...request, flows: [] }, tell))))
    expect([...surfaceC].map(Number.isNaN)).toEqual([true, false, false])
  })
})
