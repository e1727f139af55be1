import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { RunwayUses } from './runway-uses'

const t0 = Date.UTC(2026, 0, 15, 12)

describe.each(testEngines)('the use of runways on %s', (engine) => {
  let opened: TestDatabase
  let uses: RunwayUses
  let nowMs = t0
  const clock = { now: () => new Date(nowMs), base: { siteEpochMs: t0, wallEpochMs: 0, timeScale: 1 } }
  const rows = () => opened.db.query<{ source: string; in_use: boolean }>('SELECT source, in_use FROM runway_uses ORDER BY id')
  const records = async () => (await opened.db.query<{ body: string }>("SELECT body FROM audit_records WHERE event = 'runway.declare' ORDER BY seq")).map(({ body }) => JSON.parse(body) as Record<string, unknown>)
  const feed = (inUse: boolean) => uses.say({ runwayId: 'R1', inUse, source: 'tower', reference: 'ATIS', saidBy: 'tower' }, 900)
  const declare = (inUse: boolean, reference = 'log 7') => uses.say({ runwayId: 'R1', inUse, source: 'declaration', reference, saidBy: 'zhao' }, 3600)

  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    await opened.db.query("INSERT INTO assets (id, kind, name_zh, name_en) VALUES ('R1', 'runway', '跑道', 'Runway')")
    uses = new RunwayUses(opened.db, clock)
    await uses.load()
  })
  afterAll(async () => { await opened.close() })

  it('is unknown until somebody says something', () => expect(uses.useOf('R1')).toBeNull())

  it('a feed that says the same again renews its word instead of writing another', async () => {
    await feed(false)
    nowMs += 600_000
    await feed(false)
    expect(await rows()).toEqual([{ source: 'tower', in_use: false }])
    expect(uses.useOf('R1')).toEqual({ inUse: false, source: 'tower', reference: 'ATIS', declaredAtMs: nowMs, expiresAtMs: nowMs + 900_000 })
    expect(await records()).toHaveLength(1)
  })

  it('where two who may know differ, it is in use', async () => {
    await declare(true)
    await feed(false)
    expect(uses.wordOf('R1')).toMatchObject({ inUse: true, source: 'declaration', saidBy: 'zhao' })
    await declare(false, 'log 8')
    expect(uses.wordOf('R1')).toMatchObject({ inUse: false })
    expect((await records()).at(-1)).toMatchObject({ actor: 'zhao', subject: 'runway:R1', before: { in_use: true, reference: 'log 7' }, after: { in_use: false, reference: 'log 8', source: 'declaration' } })
  })

  it('an expired word is told as what it was, and another server reads the same', async () => {
    nowMs += 3_600_000
    const other = new RunwayUses(opened.db, clock)
    await other.load()
    for (const one of [uses, other]) expect(one.useOf('R1')).toMatchObject({ inUse: false, source: 'declaration', expiresAtMs: nowMs })
  })
})
