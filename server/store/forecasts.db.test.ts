import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { syntheticCity } from '#server/bench/synthetic-city'
import { seedNetwork } from '#db/seed'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { packCourse, unpackCourse } from '#domain/wire/pack-course'
import { typicalCourse } from '#domain/wire/testing/typical-course'
import { loadForecast, loadForecastRun, loadForecasts } from './forecasts'
import type { ForecastRun } from './forecast-run'
import { saveForecastRun } from './save-forecast-run'
import { courseParts } from './testing/course-parts'
import { thinForecasts } from './thin-forecasts'

const t0 = Date.parse('2026-01-15T12:00:00Z')
const minute = 60_000
const hour = 60 * minute
const segments = 3620
const run = (issuedAtMs: number, more: Partial<ForecastRun> = {}): Omit<ForecastRun, 'id'> => ({
  issuedAtMs, readyAtMs: issuedAtMs + 20_000, weatherIssuedAtMs: issuedAtMs - hour, weatherSource: 'test', modelVersion: 'none-1', startAtMs: issuedAtMs, stepS: 1200, stepCount: 145, cadenceS: 600, status: 'complete', ...more,
})

describe.each(testEngines)('forecasts on %s', (engine) => {
  let opened: TestDatabase
  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    await seedNetwork(opened.db, syntheticCity(segments, 1))
  })
  afterAll(async () => { await opened.close() })
  const packed = packCourse(typicalCourse(1))
  const twoOf = (value: Uint8Array) => [{ segmentId: 'g0', packed: value }, { segmentId: 'g7', packed: value }]
  const few = (value = packed) => courseParts(twoOf(value))

  it('keeps a whole run and gives it back byte by byte, whatever the order of the segments', async () => {
    const forecasts = Array.from({ length: segments }, (_, i) => ({ segmentId: `g${i}`, packed: packCourse(typicalCourse(i)) })).reverse()
    const started = performance.now()
    const id = await saveForecastRun(opened.db, run(t0), courseParts(forecasts))
    const saved = performance.now()
    const all = await loadForecasts(opened.db, id)
    const loaded = performance.now()
    console.info(`${engine}: ${segments} courses, ${(forecasts.reduce((sum, one) => sum + one.packed.length, 0) / segments).toFixed(0)} bytes each: saved in ${(saved - started).toFixed(0)} ms, loaded in ${(loaded - saved).toFixed(0)} ms`)
    expect(all.size).toBe(segments)
    for (const one of forecasts) expect(Buffer.compare(all.get(one.segmentId)!, one.packed)).toBe(0)
    expect(unpackCourse((await loadForecast(opened.db, id, 'g3619'))!).meanC).toHaveLength(145)
    expect(await loadForecastRun(opened.db, new Date(t0 + minute))).toEqual({ id, ...run(t0) })
  })

  it('knows at each instant what was known then, not what was issued but not ready', async () => {
    const [first, second] = [await saveForecastRun(opened.db, run(t0 + 10 * minute), few()), await saveForecastRun(opened.db, run(t0 + 20 * minute, { status: 'partial', readyAtMs: t0 + 25 * minute }), few())]
    const known = async (atMs: number) => (await loadForecastRun(opened.db, new Date(atMs)))?.id ?? null
    expect(await known(t0 - hour)).toBeNull()
    expect(await known(t0 + 24 * minute)).toBe(first)
    expect(await known(t0 + 25 * minute)).toBe(second)
    expect(await loadForecast(opened.db, second, 'g7')).not.toBeNull()
    expect(await loadForecast(opened.db, second, 'g1')).toBeNull()
    expect(await loadForecast(opened.db, second, 'nowhere')).toBeNull()
  })

  it('stores a run whole or not at all', async () => {
    const count = () => opened.db.query('SELECT id FROM forecast_runs').then((rows) => rows.length)
    const before = await count()
    await expect(saveForecastRun(opened.db, run(t0 + hour), courseParts([...twoOf(packed), { segmentId: 'nowhere', packed }]))).rejects.toThrow('not in the network')
    await expect(saveForecastRun(opened.db, run(t0 + hour), courseParts([...twoOf(packed), ...twoOf(packed)]))).rejects.toThrow()
    await expect(saveForecastRun(opened.db, run(t0 + hour, { stepS: 0 }), few())).rejects.toThrow()
    expect(await count()).toBe(before)
    expect(await saveForecastRun(opened.db, run(t0 - hour), [])).toBeGreaterThan(0)
  })

  it('thins: all for two days, the first of the hour for a month, the first of the day for 400 days, and never the newest', async () => {
    await opened.db.query('DELETE FROM forecast_runs')
    const now = t0
    const issued: number[] = []
    const add = async (fromMs: number, toMs: number, everyMs: number): Promise<void> => {
      for (let at = fromMs; at < toMs; at += everyMs) {
        issued.push(at)
        await saveForecastRun(opened.db, run(at), few())
      }
    }
    await add(now - 402 * 24 * hour, now - 398 * 24 * hour, 12 * hour)
    await add(now - 31 * 24 * hour, now - 29 * 24 * hour, 20 * minute)
    await add(now - 50 * hour, now - 47 * hour, 10 * minute)
    const left = async () => (await opened.db.query<{ at: Date }>('SELECT issued_at AS at FROM forecast_runs ORDER BY issued_at')).map(({ at }) => at.getTime())
    const [allFrom, hourlyFrom, dailyFrom] = [now - 48 * hour, now - 30 * 24 * hour, now - 400 * 24 * hour]
    const isFirst = (at: number, everyMs: number) => at === Math.min(...issued.filter((other) => Math.floor(other / everyMs) === Math.floor(at / everyMs)))
    const expected = issued.filter((at) => at >= allFrom || (at >= dailyFrom && isFirst(at, at >= hourlyFrom ? hour : 24 * hour)))
    expect(await thinForecasts(opened.db, new Date(now))).toBe(issued.length - expected.length)
    expect(await left()).toEqual(expected)
    expect(await thinForecasts(opened.db, new Date(now))).toBe(0)
    const [orphans] = await opened.db.query<{ n: number }>('SELECT count(*)::int AS n FROM forecasts f WHERE NOT EXISTS (SELECT 1 FROM forecast_runs r WHERE r.id = f.run_id)')
    expect(orphans!.n).toBe(0)
    // A year without a run: the last one stays, however old.
    expect(await thinForecasts(opened.db, new Date(now + 500 * 24 * hour))).toBe(expected.length - 1)
    expect(await left()).toEqual([expected.at(-1)])
  })

  it('takes a whole run away in little time', async () => {
    const forecasts = Array.from({ length: segments }, (_, i) => ({ segmentId: `g${i}`, packed }))
    for (const at of [0, 10, 20]) await saveForecastRun(opened.db, run(t0 + hour + at * minute), courseParts(forecasts))
    const started = performance.now()
    const deleted = await thinForecasts(opened.db, new Date(t0 + 72 * hour))
    console.info(`${engine}: ${deleted} runs thinned in ${(performance.now() - started).toFixed(0)} ms`)
    expect(deleted).toBeGreaterThanOrEqual(1)
  })
})
