import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import { openMeteoAnswer } from '#domain/weather/testing/open-meteo-answer'
import { forecastFrameShape, forecastOverviewShape, forecastWarningsShape, noCondition, segmentForecastShape, weatherStatusShape } from '#domain/wire/forecast'
import { noTemperature } from '#domain/wire/live'
import { newCourse, packCourse } from '#domain/wire/pack-course'
import { JsonWeatherSource } from '#server/forecast/weather/json-weather-source'
import { saveForecastRun } from '#server/store/save-forecast-run'
import { courseParts } from '#server/store/testing/course-parts'
import { openTestApp, testNow } from './testing/test-app'

const nowMs = testNow.getTime()
const minute = 60_000
const iso = (minutes: number): string => encodeURIComponent(new Date(nowMs + minutes * minute).toISOString())
const int16 = (text: string): number[] => Array.from(new Int16Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer))
const int32 = (text: string): number[] => Array.from(new Int32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer))

/** Cools by 1 K an hour from `startC`, wet; the 10th percentile 1 K below. */
function coolingCourse(startC: number): Uint8Array {
  const course = newCourse(145)
  for (let i = 0; i < 145; i++) {
    course.meanC[i] = startC - i / 3
    course.p10C[i] = startC - 1 - i / 3
    course.p90C[i] = i === 144 ? Number.NaN : startC + 1 - i / 3
    course.state[i] = 3
  }
  return packCourse(course)
}

describe.each(testEngines)('forecasts over HTTP on %s', (engine) => {
  let test: Awaited<ReturnType<typeof openTestApp>>
  const folder = mkdtempSync(join(tmpdir(), 'hearthway-forecast-'))
  beforeAll(async () => { test = await openTestApp(engine) })
  afterAll(async () => {
    await test.close()
    rmSync(folder, { recursive: true })
  })
  const segment = async (id: string, query = '') => segmentForecastShape.parse(await (await test.get(`/api/segments/${id}/forecast${query}`)).json())
  const frame = async (query: string) => forecastFrameShape.parse(await (await test.get(`/api/forecast${query}`)).json())
  const save = (minutesAgo: number, startC: number, weatherMinutesAgo = 60) => saveForecastRun(test.db, {
    issuedAtMs: nowMs - minutesAgo * minute, readyAtMs: nowMs - minutesAgo * minute + 5000, weatherIssuedAtMs: nowMs - weatherMinutesAgo * minute, weatherSource: 'test', modelVersion: 'none-1',
    startAtMs: nowMs - minutesAgo * minute, stepS: 1200, stepCount: 145, cadenceS: 600, status: 'partial',
  }, courseParts(['a', 'b'].map((segmentId) => ({ segmentId, packed: coolingCourse(startC) }))))

  it('without a run says so, and gives no numbers', async () => {
    expect(await segment('a')).toEqual({ segment_id: 'a', as_of: testNow.toISOString(), run: null, reason: 'no_run', course: null, ice: null, above_limit: null })
    expect(await frame(`?at=${iso(60)}`)).toMatchObject({ run: null, reason: 'no_run', at: null, surface: null })
    expect(forecastWarningsShape.parse(await (await test.get('/api/forecast/warnings?limit_c=60')).json())).toMatchObject({ run: null, reason: 'no_run', columns: null })
    expect(forecastOverviewShape.parse(await (await test.get('/api/forecast/overview')).json())).toMatchObject({ run: null, reason: 'no_run', columns: null })
    expect((await test.get('/api/segments/nowhere/forecast')).status).toBe(404)
    expect(weatherStatusShape.parse(await (await test.get('/api/weather/status')).json())).toEqual({ place: null, asked_at: null, good: null, refused: null })
  })

  it('gives the newest course with its age, when ice comes and how long a limit is passed', async () => {
    await save(120, 9)
    const newest = await save(10, 2)
    const forecast = await segment('a', '?limit_c=1')
    expect(forecast.run).toMatchObject({ id: newest, age_s: 600, stale: [], weather_source: 'test', step_s: 1200, step_count: 145, status: 'partial' })
    expect(forecast.course!.mean_c.slice(0, 4)).toEqual([2, expect.closeTo(1.67, 5), expect.closeTo(1.33, 5), 1])
    expect(forecast.course!.p90_c[144]).toBeNull()
    // 2 °C falls to 0 in 6 steps, its 10th percentile in 3; the run began 10 min ago.
    expect(forecast.ice).toEqual({ first_at: new Date(nowMs + 110 * minute).toISOString(), early_at: new Date(nowMs + 50 * minute).toISOString() })
    expect(forecast.above_limit).toEqual({ limit_c: 1, first_at: new Date(nowMs + 10 * minute).toISOString(), total_s: 2400, unknown_steps: 0 })
    expect(await segment('c')).toMatchObject({ reason: 'segment_not_in_run', course: null, run: { id: newest } })
  })

  it('looks back at what was forecast when, and calls the old one stale', async () => {
    const before = await segment('a', `?asOf=${iso(-30)}`)
    expect(before).toMatchObject({ as_of: new Date(nowMs - 30 * minute).toISOString(), run: { age_s: 5400, stale: ['run_overdue'] } })
    expect(before.course!.mean_c[0]).toBe(9)
    expect((await test.get(`/api/segments/a/forecast?asOf=${iso(1)}`)).status).toBe(400)
    expect((await test.get('/api/forecast?at=tomorrow')).status).toBe(400)
    expect(await segment('a', `?asOf=${iso(-300)}`)).toMatchObject({ run: null, reason: 'no_run' })
  })

  it('gives the whole surface at the nearest step, unknown where there is no course or no step', async () => {
    const shown = await frame(`?at=${iso(55)}`)
    expect(shown.at).toBe(new Date(nowMs + 50 * minute).toISOString())
    expect(int16(shown.surface!.mean)).toEqual([100, 100, noTemperature, noTemperature])
    expect(int16(shown.surface!.p10)).toEqual([0, 0, noTemperature, noTemperature])
    expect(Array.from(Buffer.from(shown.surface!.condition, 'base64'))).toEqual([3, 3, noCondition, noCondition])
    expect(await frame(`?at=${iso(60 * 49)}`)).toMatchObject({ reason: 'outside_horizon', surface: null, at: null })
    expect((await frame(`?at=${iso(60)}&asOf=${iso(-30)}`)).run!.age_s).toBe(5400)
    const warnings = forecastWarningsShape.parse(await (await test.get('/api/forecast/warnings?limit_c=1')).json())
    expect(int32(warnings.columns!.ice_at)).toEqual([nowMs / 1000 + 6600, nowMs / 1000 + 6600, -1, -1])
    expect(int32(warnings.columns!.above_limit_s)).toEqual([2400, 2400, -1, -1])
  })

  it("gives the city's course for the time bar, by the run that was known then", async () => {
    const overview = async (query = '') => forecastOverviewShape.parse(await (await test.get(`/api/forecast/overview${query}`)).json())
    const { run, columns } = await overview()
    expect(run).toMatchObject({ age_s: 600, step_s: 1200 })
    // Only the unheated a and b have a course: 2 °C at first, wet, 0 °C after 6 steps; of the heated one nothing is said.
    expect([columns!.known[0], columns!.known_heated[0], columns!.icy[5], columns!.icy[6], columns!.icy_heated[6], columns!.snowy[6]]).toEqual([2, 0, 0, 2, 0, 0])
    expect([columns!.middle_unheated.mean_c[6], columns!.middle_unheated.p10_c[6], columns!.middle_unheated.p90_c[6], columns!.middle_unheated.p90_c[144], columns!.highest_c[3]]).toEqual([0, -1, 1, null, 1])
    expect([columns!.lowest_heated.mean_c[0], columns!.middle_heated.p10_c[0]]).toEqual([null, null])
    expect(columns!.known).toHaveLength(145)
    const before = await overview(`?asOf=${iso(-30)}`)
    expect([before.run!.age_s, before.columns!.middle_unheated.mean_c[0]]).toEqual([5400, 9])
    expect((await test.get(`/api/forecast/overview?asOf=${iso(1)}`)).status).toBe(400)
  })

  it('tells of the weather: what was repaired, how old it is, why it failed; and newer weather makes the run stale', async () => {
    const file = join(folder, 'weather.json')
    const answer = openMeteoAnswer()
    answer.hourly['time'] = answer.hourly['time']!.map((_, h) => nowMs / 1000 + (h - 24) * 3600)
    answer.hourly['cloud_cover']![3] = null
    answer.issued_at = new Date(nowMs - 30 * minute).toISOString()
    writeFileSync(file, JSON.stringify(answer))
    test.weather.start(new JsonWeatherSource(file))
    await test.weather.refresh()
    const status = async () => weatherStatusShape.parse(await (await test.get('/api/weather/status')).json())
    expect(await status()).toMatchObject({ place: 'weather.json', asked_at: testNow.toISOString(), refused: null, good: { source: 'test', age_s: 1800, old: false, step_s: 3600, repairs: [{ field: 'cloud_cover', count: 1 }] } })
    expect((await segment('a')).run!.stale).toEqual(['weather_superseded'])
    writeFileSync(file, '[]')
    await test.weather.refresh()
    expect(await status()).toMatchObject({ good: { source: 'test' }, refused: { field: 'hourly', reason: { en: expect.stringContaining('Open-Meteo') } } })
    await save(0, 2, 7 * 60)
    expect((await segment('a', `?asOf=${encodeURIComponent(testNow.toISOString())}`)).run!.stale).toEqual([])
  })

  it('is read by nobody who may not read', async () => {
    const closed = await openTestApp(engine, { HEARTHWAY_PUBLIC_READ: 'off' })
    try {
      for (const path of ['/api/segments/a/forecast', `/api/forecast?at=${iso(0)}`, '/api/forecast/warnings', '/api/forecast/overview', '/api/weather/status']) expect((await closed.get(path)).status, path).toBe(401)
    } finally {
      await closed.close()
    }
  })
})
