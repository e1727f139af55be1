import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { seedNetwork } from '#db/seed'
import type { Reading } from '#domain/sensing/reading'
import type { SiteClock } from '#domain/units/site-time'
import { smallNetwork } from '#server/store/testing/small-network'
import { createIngest, type Ingest } from './create-ingest'

const t0 = Date.parse('2026-01-15T12:00:00Z')
const clock: SiteClock = { base: { siteEpochMs: t0, wallEpochMs: 0, timeScale: 1 }, now: () => new Date(t0) }
const item = (sensor: string, minutes: number, value: unknown) => ({ sensor, at: new Date(t0 + minutes * 60_000).toISOString(), value })

describe.each(testEngines)('ingest on %s', (engine) => {
  let opened: TestDatabase
  let ingest: Ingest
  let published: Reading[]
  const errors: unknown[] = []
  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    await seedNetwork(opened.db, smallNetwork)
    ingest = createIngest({ db: opened.db, clock, onError: (error) => errors.push(error) })
    ingest.onStored((readings) => published.push(...readings))
  })
  beforeEach(() => { published = []; errors.length = 0 })
  afterAll(async () => { await opened.close() })
  const count = async (): Promise<number> => (await opened.db.query<{ n: number }>('SELECT count(*) AS n FROM readings'))[0]!.n

  it('stores the good items of a batch, names the bad ones, and publishes what it stored', async () => {
    const answer = await ingest.accept([item('s1', 0, -1.5), item('nobody', 0, 1), item('s2', 0, Number.NaN), item('s2', 0, -120), item('l1-supply', 0, 30), item('s1', 6, 1)])
    expect(answer).toEqual({ accepted: 2, duplicates: 0, rejected: [
      { index: 1, field: 'sensor', reason: 'unknown sensor' },
      { index: 2, field: 'value', reason: expect.stringContaining('finite') },
      { index: 4, field: 'sensor', reason: expect.stringContaining('controller') },
      { index: 5, field: 'at', reason: expect.stringContaining('ahead') },
    ] })
    // -120 °C is outside the plausible range: stored, and marked bad.
    expect(published).toEqual([{ sensorId: 's1', measuredAtMs: t0, value: -1.5, quality: 0 }, { sensorId: 's2', measuredAtMs: t0, value: -120, quality: 2 }])
  })

  it('counts duplicates, refuses conflicts, within a batch and against the store, and publishes neither', async () => {
    const answer = await ingest.accept([item('s1', 0, -1.5), item('s1', 0, 7), item('s1', 1, 3), item('s1', 1, 3), item('s1', 1, 4)])
    expect(answer).toEqual({ accepted: 1, duplicates: 2, rejected: [
      { index: 1, field: 'value', reason: expect.stringContaining('conflict') }, { index: 4, field: 'value', reason: expect.stringContaining('conflict') }] })
    expect(published.map((reading) => reading.value)).toEqual([3])
  })

  it('tells every request of a group what became of its own items', async () => {
    const answers = await Promise.all([
      ingest.accept([item('s1', -10, 1), item('s2', -10, 'x')]), ingest.accept([item('s1', -10, 2)]), ingest.accept([item('s1', -10, 1), item('s2', -10, 5)]), ingest.accept([])])
    expect(answers).toEqual([
      { accepted: 1, duplicates: 0, rejected: [{ index: 1, field: 'value', reason: 'expected a number' }] },
      { accepted: 0, duplicates: 0, rejected: [{ index: 0, field: 'value', reason: expect.stringContaining('conflict') }] },
      { accepted: 1, duplicates: 1, rejected: [] },
      { accepted: 0, duplicates: 0, rejected: [] }])
  })

  it('takes read-backs of controllers by the same path, and only of their own sensors', async () => {
    expect(await ingest.accept([item('l1-supply', 0, 31), item('s1', 0, 1), item('l1-supply', 0, Number.NaN)], 'controller')).toEqual({
      accepted: 1, duplicates: 0, rejected: [{ index: 1, field: 'sensor', reason: expect.any(String) }, { index: 2, field: 'value', reason: expect.any(String) }] })
    expect(published).toEqual([{ sensorId: 'l1-supply', measuredAtMs: t0, value: 31, quality: 0 }])
  })

  it('finds a row the database refuses and stores all the others of the group', async () => {
    await opened.db.query("INSERT INTO sensors (id, quantity, cadence_s, source) VALUES ('doomed', 'air_temperature', 60, 'device')")
    await ingest.reloadSensors()
    await opened.db.query("DELETE FROM sensors WHERE id = 'doomed'")
    const before = await count()
    const answers = await Promise.all([
      ingest.accept(Array.from({ length: 50 }, (_, index) => item('s1', -100 - index, index))),
      ingest.accept([item('s2', -100, 1), item('doomed', 0, 1), item('s2', -101, 2)]),
    ])
    expect(answers[0]).toEqual({ accepted: 50, duplicates: 0, rejected: [] })
    expect(answers[1]).toEqual({ accepted: 2, duplicates: 0, rejected: [{ index: 1, field: '', reason: expect.stringMatching(/database refused it: .*foreign key/) }] })
    expect(await count()).toBe(before + 52)
    expect(published).toHaveLength(52)
    await ingest.reloadSensors()
  })

  it('sends requests away when too much waits, and stores them when they come again', async () => {
    const small = createIngest({ db: opened.db, clock, mostPendingRows: 100 })
    await small.reloadSensors()
    const batch = (from: number) => Array.from({ length: 80 }, (_, index) => item('s2', -1000 - from - index, 1))
    const answers = await Promise.all([small.accept(batch(0)), small.accept(batch(100))])
    expect(answers).toEqual([{ accepted: 80, duplicates: 0, rejected: [] }, { busy: expect.any(Number) }])
    expect(await small.accept(batch(100))).toEqual({ accepted: 80, duplicates: 0, rejected: [] })
  })

  it('survives a listener that throws, and never publishes before the reading can be read back', async () => {
    const end = ingest.onStored(() => { throw new Error('listener') })
    let seen: Promise<unknown[]> | undefined
    const endCheck = ingest.onStored(([reading]) => { seen = opened.db.query('SELECT value FROM readings WHERE measured_at = $1', [new Date(reading!.measuredAtMs)]) })
    expect(await ingest.accept([item('s1', -5000, 4.25)])).toMatchObject({ accepted: 1 })
    expect(await seen).toEqual([{ value: 4.25 }])
    end(); endCheck()
    expect(errors).toEqual([new Error('listener')])
  })

  it('answers every one of many requests that come one after the other, and is idle then', async () => {
    const run = async (lane: number): Promise<number> => {
      let accepted = 0
      for (let index = 0; index < 40; index += 1) {
        const answer = await ingest.accept([item('s2', -20_000 - lane * 100 - index, index)])
        if ('accepted' in answer) accepted += answer.accepted
      }
      return accepted
    }
    expect(await Promise.all([run(0), run(1), run(2), run(3), run(4)])).toEqual([40, 40, 40, 40, 40])
    await ingest.idle()
    expect(ingest.pendingRows).toBe(0)
  })

  it('finds a sensor that was added since', async () => {
    const late = createIngest({ db: opened.db, clock })
    await late.accept([])
    await opened.db.query("INSERT INTO sensors (id, quantity, cadence_s, source) VALUES ('newcomer', 'air_temperature', 60, 'device')")
    expect(await late.accept([item('newcomer', 0, 1)])).toMatchObject({ rejected: [{ field: 'sensor' }] })
    await late.reloadSensors()
    expect(await late.accept([item('newcomer', 0, 1)])).toMatchObject({ accepted: 1 })
  })
})

describe('ingest without a database', () => {
  it('asks for the same again instead of losing or acknowledging it', async () => {
    const { db, close } = await openTestDatabase('postgresql')
    await seedNetwork(db, smallNetwork)
    const errors: unknown[] = []
    const ingest = createIngest({ db, clock, onError: (error) => errors.push(error) })
    await ingest.reloadSensors()
    await close()
    expect(await ingest.accept([item('s1', 0, 1)])).toEqual({ busy: expect.any(Number) })
    expect(errors).toHaveLength(1)
  })
})
