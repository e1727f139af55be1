import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { seedNetwork } from '#db/seed'
import { historyShape, overviewShape } from '#domain/wire/network'
import { loadLoopFlowBefore } from './loop-flow-before'
import { loadReadingsAsOf } from './readings-as-of'
import { saveReadings } from './save-readings'
import { loadSegmentHistory } from './segment-history'
import { loadSensorCatalogue } from './sensor-catalogue'
import { loadSurfaceHistory } from './surface-history'
import { loadSurfaceOverview } from './surface-overview'
import { smallNetwork } from './testing/small-network'

const t0 = Date.parse('2026-01-15T00:00:00Z')
const minute = 60_000
const day = 1440

describe.each(testEngines)('history on %s', (engine) => {
  let opened: TestDatabase
  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    await seedNetwork(opened.db, smallNetwork)
    const sensors = await loadSensorCatalogue(opened.db)
    const row = (id: string, at: number, value: number, quality = 0) =>
      ({ sensorKey: sensors.get(id)!.key, measuredAtMs: t0 + at * minute, receivedAtMs: t0 + at * minute, value, quality })
    const rows = Array.from({ length: day }, (_, at) => at === 500 ? row('s1', at, 85, 2) : row('s1', at, at === 777 ? -30 : at === 801 ? 20 : Math.sin(at / 100)))
    await saveReadings(opened.db, [...rows, row('s2', 0, -5), row('s2', 1, -7), row('s1-air', 3, -11), row('l1-supply', 4, 35)])
  })
  afterAll(async () => { await opened.close() })

  it('thins a day to about 500 points and keeps its extremes, its ends and what is bad', async () => {
    const history = (await loadSegmentHistory(opened.db, 'g1', new Date(t0), new Date(t0 + day * minute)))!
    expect(historyShape.parse(history)).toEqual(history)
    const surface = history.series.find((series) => series.sensor_id === 's1')!
    expect(surface.points.length).toBeGreaterThan(400)
    expect(surface.points.length).toBeLessThan(520)
    const at = (minutes: number) => t0 / 1000 + minutes * 60
    for (const point of [[at(500), 85, 2], [at(777), -30, 0], [at(801), 20, 0], [at(0), 0, 0]]) expect(surface.points).toContainEqual(point)
    expect(surface.points.at(-1)![0]).toBe(at(day - 1))
    expect(surface.points.map((point) => point[0])).toEqual(surface.points.map((point) => point[0]).toSorted((a, b) => a - b))
    expect(history.series.map((series) => [series.sensor_id, series.unit, series.points.length > 0])).toEqual([
      ['s1-air', 'degC', true], ['l1-supply', 'degC', true], ['s1', 'degC', true]])
  })

  it('gives a short range whole, an empty one empty, and null for a segment that is not there', async () => {
    const hour = await loadSegmentHistory(opened.db, 'g1', new Date(t0), new Date(t0 + 60 * minute))
    expect(hour!.series.find((series) => series.sensor_id === 's1')!.points).toHaveLength(60)
    const empty = await loadSegmentHistory(opened.db, 'g1', new Date(t0 - 60 * minute), new Date(t0))
    expect(empty!.series.every((series) => series.points.length === 0)).toBe(true)
    expect(await loadSegmentHistory(opened.db, 'nowhere', new Date(t0), new Date(t0 + 1))).toBeNull()
  })

  it('gives the course of the city from good readings, a step without any as null', async () => {
    const overview = await loadSurfaceOverview(opened.db, new Date(t0 + 500 * minute), new Date(t0 + 501 * minute), 60)
    expect(overviewShape.parse(overview).rows).toEqual([[t0 / 1000 + 500 * 60, null, null, null, null, 0]])
    const first = await loadSurfaceOverview(opened.db, new Date(t0 + 30_000), new Date(t0 + 10 * minute), 600)
    expect(first.from).toBe(new Date(t0).toISOString())
    const [row] = first.rows
    expect(row!.slice(1)).toEqual([0, expect.closeTo(0.04499, 4), -6, expect.closeTo(Math.sin(0.09), 9), 2])
    await expect(loadSurfaceOverview(opened.db, new Date(t0), new Date(t0 + 2001 * minute), 60)).rejects.toThrow(/2001 steps/)
    await expect(loadSurfaceOverview(opened.db, new Date(t0), new Date(t0), 60)).rejects.toThrow(RangeError)
  })

  it('tells what each surface sensor last read well before each step, and nothing of one that was silent or bad', async () => {
    const { atMs, surfaceC } = await loadSurfaceHistory(opened.db, ['s2', 's1'], new Date(t0 - 1), new Date(t0 + 41 * minute), 1200)
    expect([...atMs]).toEqual([0, 20, 40].map((minutes) => t0 + minutes * minute))
    expect([...surfaceC]).toEqual([-5, 0, Number.NaN, expect.closeTo(Math.sin(0.2), 6), Number.NaN, expect.closeTo(Math.sin(0.4), 6)])
    // The newest reading is bad: the one before it stands.
    expect((await loadSurfaceHistory(opened.db, ['s1'], new Date(t0 + 500 * minute), new Date(t0 + 501 * minute), 600)).surfaceC[0]).toBeCloseTo(Math.sin(4.99), 6)
    expect((await loadSurfaceHistory(opened.db, ['s1'], new Date(t0 + 3000 * minute), new Date(t0 + 3001 * minute), 60)).surfaceC).toEqual(Float32Array.of(Number.NaN))
    expect((await loadSurfaceHistory(opened.db, [], new Date(t0), new Date(t0), 60)).atMs).toHaveLength(0)
  })

  it('knows what was known at an instant, and forgets what was lost by then', async () => {
    const at = async (minutes: number) => (await loadReadingsAsOf(opened.db, new Date(t0 + minutes * minute))).map((reading) => [reading.sensorId, (reading.measuredAtMs - t0) / minute]).toSorted()
    expect(await at(-1)).toEqual([])
    expect(await at(10)).toEqual([['l1-supply', 4], ['s1', 10], ['s1-air', 3], ['s2', 1]])
    // 15 min for sensors of one minute; 6 x 10 min for the air.
    expect(await at(17)).toEqual([['l1-supply', 4], ['s1', 17], ['s1-air', 3]])
    expect(await at(63)).toEqual([['s1', 63], ['s1-air', 3]])
    expect(await at(64)).toEqual([['s1', 64]])
  })

  it('tells what a loop did at an instant by both of its good readings, none of them from after it, and nothing when one is missing or old', async () => {
    for (const quantity of ['supply_temperature', 'flow']) await opened.db.query("INSERT INTO sensors (id, loop_id, quantity, cadence_s, source) VALUES ($1, 'l1', $2, 60, 'controller')", [`l1.${quantity}`, quantity])
    const sensors = await loadSensorCatalogue(opened.db)
    const row = (quantity: string, at: number, value: number, quality = 0) => ({ sensorKey: sensors.get(`l1.${quantity}`)!.key, measuredAtMs: t0 + at * minute, receivedAtMs: t0 + at * minute, value, quality })
    await saveReadings(opened.db, [row('supply_temperature', 10, 20), row('supply_temperature', 12, 21), row('supply_temperature', 13, 90, 2), row('supply_temperature', 14, 40), row('flow', 12, 0), row('flow', 14, 600)])
    const at = (minutes: number) => loadLoopFlowBefore(opened.db, 'l1', new Date(t0 + minutes * minute))
    expect(await at(13)).toEqual({ loopId: 'l1', supplyC: 21, flowLPerMin: 0 })
    expect(await at(14)).toEqual({ loopId: 'l1', supplyC: 40, flowLPerMin: 600 })
    expect(await at(11)).toBeNull()
    expect(await at(29)).toBeNull()
    expect(await loadLoopFlowBefore(opened.db, 'l2', new Date(t0 + 14 * minute))).toBeNull()
  })
})
