import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import { modelErrorK } from '#domain/thermal/course-spread'
import { winterDay } from '#domain/thermal/testing/winter-day'
import type { WeatherSeries } from '#domain/weather/weather-series'
import { localWhatIf } from '#domain/wire/local-what-if'
import { thermalStateShape, type ThermalStateView } from '#domain/wire/thermal-state'
import { whatIfAnswerShape, type WhatIfAnswer, type WhatIfRequest } from '#domain/wire/what-if'
import { createExpectEffect } from '#server/forecast/expect-effect'
import { openTestApp, testNow } from './testing/test-app'

const nowMs = testNow.getTime()
const hour = 3_600_000
/** Of an hour ago; it snows from four to eight hours from now. */
const weather: WeatherSeries = { ...winterDay(97), startMs: nowMs - 30 * hour, issuedAtMs: nowMs - hour }
const heat = { target: { kind: 'segment' as const, id: 'h' }, mode: 'heat' as const, setpoint_c: 40, lease_s: 7200 }

describe.each(testEngines)('what-ifs over HTTP on %s', (engine) => {
  let test: Awaited<ReturnType<typeof openTestApp>>
  beforeAll(async () => { test = await openTestApp(engine) })
  afterAll(() => test.close())
  const post = (body: unknown) => test.send('POST', '/api/what-if', body)
  const ask = async (...commands: WhatIfRequest['commands']): Promise<WhatIfAnswer> => {
    const answer = await post({ commands })
    expect(answer.status).toBe(200)
    return whatIfAnswerShape.parse(await answer.json())
  }
  const state = async (id: string): Promise<ThermalStateView> => thermalStateShape.parse(await (await test.get(`/api/segments/${id}/thermal-state`)).json())
  const hear = (supplyC: number, flowLPerMin: number, atMs = nowMs - 1000): void => test.live.applyReadings([['L1.supply_temperature', supplyC], ['L1.flow', flowLPerMin]]
    .map(([sensorId, value]) => ({ sensorId: sensorId as string, value: value as number, measuredAtMs: atMs, quality: 0 as const })))

  it('says why there is no answer yet, and when to ask again', async () => {
    for (const answer of [await post({ commands: [heat] }), await test.get('/api/segments/h/thermal-state')]) {
      expect([answer.status, answer.headers.get('retry-after'), (await answer.json() as { code: string }).code]).toEqual([503, '60', 'what_if.no_weather'])
    }
    test.weather.start({ place: 'test', load: async () => ({ series: weather, repairs: [] }) })
    await test.weather.refresh()
    expect(await (await post({ commands: [heat] })).json()).toMatchObject({ status: 503, code: 'what_if.no_run' })
  })

  it('knows nothing above a loop that was not heard of', async () => {
    test.live.applyReadings([{ sensorId: 's-h', value: -4, measuredAtMs: nowMs - 1000, quality: 0 }])
    test.forecast.start()
    while (test.forecast.status.runs === 0 && test.forecast.status.failed === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    const answer = await ask(heat)
    expect(answer.segments).toEqual([{ segment_id: 'h', loop_id: 'L1', area_m2: 1576, unknown: 'loop_not_heard', without: null, with: null }])
    expect(answer.summary).toEqual({ segments: 1, unknown_segments: 1, area_m2: 0, known: null })
    expect(answer.loops).toEqual([expect.objectContaining({ now: null, flow_l_per_min: null, flow_assumed: false })])
    expect((await state('h')).loop).toBeNull()
    // Heard of now, but not when the column was run: what has heated it is still not known.
    hear(20, 0)
    expect((await ask(heat)).segments[0]!.unknown).toBe('loop_not_heard')
  })

  it('gives both courses, what they rest on and what was assumed', async () => {
    await reopen()
    const answer = await ask(heat)
    expect(answer).toMatchObject({
      issued_at: testNow.toISOString(), start_at: testNow.toISOString(), age_s: 0, stale: [], step_s: 1200, step_count: 145, model_error_k: modelErrorK, weather_age_s: 3600, weather_source: 'test',
      assumptions: ['loop_goes_on', 'supply_at_once', 'flow_assumed', 'pipes_assumed', 'one_weather'], refused: [],
      loops: [{ loop_id: 'L1', mode: 'heat', setpoint_c: 40, from: testNow.toISOString(), until: new Date(nowMs + 2 * hour).toISOString(), now: { supply_c: 20, flow_l_per_min: 0 }, flow_assumed: true }],
    })
    const [row] = answer.segments
    for (const outcome of [row!.without!, row!.with!]) {
      expect(Object.values(outcome.course!).map((values) => values.length)).toEqual([145, 145, 145])
      expect(outcome.course!.surface_c[0]).toBeCloseTo(-4, 1)
      expect(outcome.course!.pipe_w_per_m2[0]).toBeNull()
    }
    expect(row!.without!.energy_kwh).toBe(0)
    expect(row!.with!.energy_kwh).toBeGreaterThan(300)
    expect(row!.with!.end_surface_c).toBeGreaterThan(row!.without!.end_surface_c + 2)
    expect(answer.summary).toMatchObject({ segments: 1, unknown_segments: 0, area_m2: 1576, known: { energy_kwh: { without: 0, with: row!.with!.energy_kwh }, lowest_end_surface_c: { with: row!.with!.end_surface_c } } })
    const short = whatIfAnswerShape.parse(await (await post({ commands: [heat], courses: false })).json())
    expect(short.segments[0]).toEqual({ ...row, without: { ...row!.without, course: null }, with: { ...row!.with, course: null } })
    const off = await ask({ ...heat, mode: 'off', setpoint_c: undefined })
    expect(off.assumptions).toEqual(['loop_goes_on', 'pipes_assumed', 'one_weather'])
    expect(off.segments[0]!.with).toEqual(off.segments[0]!.without)
  })

  it('is computed elsewhere from the thermal state to the same numbers', async () => {
    const view = await state('h')
    expect(view.weather.air_temperature_c.length).toBeLessThan(56)
    for (const command of [heat, { ...heat, setpoint_c: 25.5, lease_s: 43_200 }, { ...heat, mode: 'off' as const, setpoint_c: undefined }]) {
      const { segments: [there] } = await ask(command)
      const here = localWhatIf(view, { loopId: 'L1', mode: command.mode, setpointC: command.setpoint_c ?? Number.NaN, leaseS: command.lease_s }, nowMs)
      for (const side of ['without', 'with'] as const) {
        here[side]!.course!.surface_c.forEach((value, i) => expect(Math.abs(value! - there![side]!.course!.surface_c[i]!)).toBeLessThanOrEqual(1e-6))
        expect(Math.abs(here[side]!.energy_kwh - there![side]!.energy_kwh)).toBeLessThanOrEqual(1e-6 * Math.max(1, there![side]!.energy_kwh))
        expect(here[side]!.course!.condition).toEqual(there![side]!.course!.condition)
      }
    }
    expect(() => localWhatIf({ ...view, model_version: 'other' }, { loopId: 'L1', mode: 'off', setpointC: Number.NaN, leaseS: 60 }, nowMs)).toThrow(RangeError)
    expect((await state('a')).loop).toBeNull()
  })

  it('refuses what cannot be followed or given', async () => {
    const problem = async (body: unknown) => { const answer = await post(body); return [answer.status, ((await answer.json()) as { code: string }).code] }
    expect(await problem({ commands: [{ ...heat, mode: 'hold', setpoint_c: undefined }] })).toEqual([422, 'what_if.mode_not_followed'])
    expect(await problem({ commands: [{ ...heat, mode: 'release', setpoint_c: undefined }] })).toEqual([422, 'what_if.mode_not_followed'])
    expect(await problem({ commands: [heat, heat] })).toEqual([422, 'what_if.loop_twice'])
    expect(await problem({ commands: [{ ...heat, setpoint_c: 60 }] })).toEqual([422, 'what_if.refused'])
    expect(await problem({ commands: [{ ...heat, setpoint_c: undefined }] })).toEqual([422, 'what_if.refused'])
    expect(await problem({ commands: [{ ...heat, mode: 'cool' }] })).toEqual([422, 'what_if.refused'])
    expect(await problem({ commands: [{ ...heat, target: { kind: 'segment', id: 'a' } }] })).toEqual([422, 'command.no_loop'])
    expect(await problem({ commands: [{ ...heat, target: { kind: 'loop', id: 'nowhere' } }] })).toEqual([404, 'loop.not_found'])
    expect(await problem({ commands: [] })).toEqual([400, 'request.invalid'])
    expect((await test.get('/api/segments/nowhere/thermal-state')).status).toBe(404)
  })

  it('is asked by whoever may read, and by nobody else', async () => {
    const closed = await openTestApp(engine, { HEARTHWAY_PUBLIC_READ: 'off' })
    try {
      expect((await closed.send('POST', '/api/what-if', { commands: [heat] })).status).toBe(401)
      expect((await closed.get('/api/segments/h/thermal-state')).status).toBe(401)
    } finally {
      await closed.close()
    }
  })

  it('says of a command that was just applied the same as before it was given, though its loop does by now what it was told', async () => {
    const [row] = (await ask(heat)).segments
    hear(40, 500, nowMs)
    expect((await ask(heat)).loops[0]).toMatchObject({ now: { supply_c: 40, flow_l_per_min: 500 } })
    const expectEffect = createExpectEffect({
      forecast: test.forecast, flowBefore: async (loopId) => ({ loopId, supplyC: 20, flowLPerMin: 0 }),
      sensors: () => [{ id: 's-h', stationId: null, segmentId: 'h', loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device' }],
    })
    const expected = await expectEffect({ loopId: 'L1', mode: 'heat', setpointC: 40, sentAtMs: nowMs - 1000, appliedAtMs: nowMs, untilMs: nowMs + 2 * hour })
    const hundredths = (course: (number | null)[]): unknown[] => course.slice(0, 7).map((value) => expect.closeTo(value as number, 1))
    expect(expected).toMatchObject({ startAtMs: nowMs, untilMs: nowMs + 2 * hour, surfaces: [{ sensorId: 's-h', withoutC: hundredths(row!.without!.course!.surface_c), withC: hundredths(row!.with!.course!.surface_c) }] })
  })

  /** Another server, which has heard of the loop before its first run. */
  async function reopen(): Promise<void> {
    await test.close()
    test = await openTestApp(engine)
    hear(20, 0)
    test.live.applyReadings([{ sensorId: 's-h', value: -4, measuredAtMs: nowMs - 1000, quality: 0 }])
    test.weather.start({ place: 'test', load: async () => ({ series: weather, repairs: [] }) })
    await test.weather.refresh()
    test.forecast.start()
    while (test.forecast.status.runs === 0 && test.forecast.status.failed === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(test.forecast.status.failed).toBe(0)
  }
})
