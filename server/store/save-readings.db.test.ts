import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { seedNetwork } from '#db/seed'
import { loadLatestReadings } from './latest-readings'
import { dropExpiredPartitions } from './reading-partitions'
import { saveReadings, type ReadingRow } from './save-readings'
import { loadSensorCatalogue } from './sensor-catalogue'
import { smallNetwork } from './testing/small-network'

const t0 = Date.parse('2026-01-15T12:00:00Z')

describe.each(testEngines)('saved readings on %s', (engine) => {
  let opened: TestDatabase
  let key: (id: string) => number
  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    await seedNetwork(opened.db, smallNetwork)
    const sensors = await loadSensorCatalogue(opened.db)
    key = (id) => sensors.get(id)!.key
  })
  afterAll(async () => { await opened.close() })
  const row = (id: string, minutes: number, value: number, quality = 0): ReadingRow => ({ sensorKey: key(id), measuredAtMs: t0 + minutes * 60_000, receivedAtMs: t0 + minutes * 60_000 + 7, value, quality })

  it('keeps instants to the millisecond and values to the last bit, before and after the year 2000', async () => {
    const value = 0.1 + 0.2
    const early = { ...row('s2', 0, Number.MIN_VALUE), measuredAtMs: Date.parse('1999-12-31T23:59:59.999Z') }
    expect(await saveReadings(opened.db, [{ ...row('s2', 0, value), measuredAtMs: t0 + 1 }, early])).toEqual(['stored', 'stored'])
    const rows = await opened.db.query('SELECT measured_at, received_at, value, quality FROM readings WHERE sensor_key = $1 ORDER BY measured_at', [key('s2')])
    expect(rows).toEqual([
      { measured_at: new Date(early.measuredAtMs), received_at: new Date(t0 + 7), value: Number.MIN_VALUE, quality: 0 },
      { measured_at: new Date(t0 + 1), received_at: new Date(t0 + 7), value, quality: 0 },
    ])
  })

  it('tells stored, duplicate and conflict, also within one call', async () => {
    expect(await saveReadings(opened.db, [row('s1', 0, 1), row('s1', 1, 2)])).toEqual(['stored', 'stored'])
    expect(await saveReadings(opened.db, [row('s1', 0, 1), row('s1', 1, 9), row('s1', 2, 3), row('s1', 2, 3), row('s1', 2, 4)]))
      .toEqual(['duplicate', 'conflict', 'stored', 'duplicate', 'conflict'])
    const values = await opened.db.query('SELECT value FROM readings WHERE sensor_key = $1 ORDER BY measured_at', [key('s1')])
    expect(values).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }])
  })

  it('never turns the latest reading back, whatever the order of arrival', async () => {
    await saveReadings(opened.db, [row('s1', 30, 30), row('s1', 10, 10), row('s1', 20, 20, 2)])
    await saveReadings(opened.db, [row('s1', 25, 25)])
    const latest = await loadLatestReadings(opened.db)
    expect(latest.find((reading) => reading.sensorId === 's1')).toEqual({ sensorId: 's1', measuredAtMs: t0 + 30 * 60_000, value: 30, quality: 0 })
  })

  it('keeps as latest the reading that was stored, when another value of its instant comes with it or after it', async () => {
    expect(await saveReadings(opened.db, [row('s1', 60, 60), row('s1', 61, 61), row('s1', 61, -61)])).toEqual(['stored', 'stored', 'conflict'])
    expect(await saveReadings(opened.db, [row('s1', 61, -99), row('s1', 59, 59)])).toEqual(['conflict', 'stored'])
    const latest = await loadLatestReadings(opened.db)
    expect(latest.find((reading) => reading.sensorId === 's1')).toEqual({ sensorId: 's1', measuredAtMs: t0 + 61 * 60_000, value: 61, quality: 0 })
  })

  it('stores nothing of a call that holds a row the database refuses', async () => {
    for (const bad of [{ ...row('s1', 41, 1), value: Number.NaN }, { ...row('s1', 41, 1), value: Infinity }, { ...row('s1', 41, 1), sensorKey: 99_999 }]) {
      await expect(saveReadings(opened.db, [row('s1', 40, 40), bad])).rejects.toHaveProperty('code', expect.stringMatching(/^23/))
    }
    expect(await opened.db.query('SELECT 1 FROM readings WHERE measured_at = $1', [new Date(t0 + 40 * 60_000)])).toEqual([])
  })

  it('makes months as they are needed and drops those past retention, whole', async () => {
    const month = (text: string): ReadingRow => ({ ...row('s2', 0, 5), measuredAtMs: Date.parse(text) })
    await saveReadings(opened.db, [month('2025-02-28T23:59:59.999Z'), month('2025-03-01T00:00:00Z'), month('2025-04-10T00:00:00Z')])
    const now = new Date('2026-04-20T00:00:00Z')
    expect(await dropExpiredPartitions(opened.db, now, 400)).toEqual(['readings_y1999m12', 'readings_y2025m02'])
    expect(await dropExpiredPartitions(opened.db, now, 400)).toEqual([])
    const left = await opened.db.query<{ measured_at: Date }>("SELECT measured_at FROM readings WHERE measured_at < '2025-12-01' ORDER BY 1")
    expect(left.map((found) => found.measured_at.toISOString())).toEqual(['2025-03-01T00:00:00.000Z', '2025-04-10T00:00:00.000Z'])
    // A month dropped is made again, also when another process dropped it.
    expect(await saveReadings(opened.db, [month('2025-02-10T00:00:00Z')])).toEqual(['stored'])
    await opened.db.query('DROP TABLE readings_y2025m02')
    expect(await saveReadings(opened.db, [month('2025-02-10T00:00:00Z')])).toEqual(['stored'])
  })
})
