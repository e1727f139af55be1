import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { wallClock } from '#server/wall-clock'
import { fencedDatabase, LeadLost } from './fenced-database'
import { openLeaderLease, type LeaderLease } from './leader-lease'
import { openSeverableLine } from './testing/severable-line'

const timing = { askMs: 50, believedMs: 400, silenceMs: 800, tryMs: 50 }
const told = new Map<LeaderLease, string[]>()
let opened: TestDatabase
const leases: LeaderLease[] = []
const closing: (() => Promise<void>)[] = []

function seek(db: Database, url?: string): LeaderLease {
  const lease = openLeaderLease(db, { wall: wallClock, timing, ...(url === undefined ? {} : { url }) })
  told.set(lease, [])
  lease.start({ gained: (epoch) => told.get(lease)?.push(`gained ${epoch}`), lost: () => told.get(lease)?.push('lost') })
  leases.push(lease)
  return lease
}
const leads = (lease: LeaderLease) => vi.waitFor(() => { expect(lease.epoch()).not.toBeNull() }, { timeout: 5000, interval: 20 })

afterEach(async () => {
  await Promise.all(leases.splice(0).map((lease) => lease.stop()))
  for (const close of closing.splice(0)) await close()
  await opened.close()
})

describe.each(testEngines)('the lead on %s', (engine) => {
  beforeEach(async () => { opened = await openTestDatabase(engine) })

  test('is taken under a new epoch each time, and fences the steps of every other one', async () => {
    const first = seek(opened.db)
    await leads(first)
    const fenced = fencedDatabase(opened.db, () => first.epoch())
    await fenced.transaction((tx) => tx.query("INSERT INTO settings (key, value) VALUES ('a', '1')"))
    const before = first.epoch()
    await first.stop()
    expect([first.epoch(), first.standby()]).toEqual([null, 'stopped'])
    await expect(fenced.transaction(() => Promise.resolve())).rejects.toThrow(LeadLost)
    const second = seek(opened.db)
    await leads(second)
    expect(second.epoch()).toBe((before as number) + 1)
    // A process that was stopped in between and knows nothing of it.
    const late = fencedDatabase(opened.db, () => before)
    await expect(late.transaction((tx) => tx.query("INSERT INTO settings (key, value) VALUES ('b', '1')"))).rejects.toThrow(LeadLost)
    expect(await opened.db.query('SELECT key FROM settings')).toEqual([{ key: 'a' }])
  })
})

describe('two servers on one PostgreSQL', () => {
  beforeEach(async () => { opened = await openTestDatabase('postgresql') })
  const another = async (): Promise<Database> => {
    const db = await openDatabase(opened.target)
    closing.push(() => db.close())
    return db
  }

  test('one leads, the other stands by and says so; it follows when the first gives the lead up or its session is ended', async () => {
    const [a, b] = [seek(opened.db), seek(await another())]
    await vi.waitFor(() => { expect([a.epoch(), b.epoch()].filter((epoch) => epoch !== null)).toHaveLength(1) })
    const [leader, standby] = a.epoch() === null ? [b, a] : [a, b]
    await vi.waitFor(() => { expect(standby.standby()).toBe('other_leads') })
    const epoch = leader.epoch() as number
    await opened.db.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hearthway lead' AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)")
    await vi.waitFor(() => { expect(told.get(leader)).toContain('lost') })
    await vi.waitFor(() => { expect([a.epoch(), b.epoch()].some((now) => now !== null && now > epoch)).toBe(true) })
    const next = a.epoch() === null ? b : a
    await next.stop()
    await leads(next === a ? b : a)
  })

  test('a leader cut off from the database stops believing before the next one can begin', async () => {
    const { port } = new URL((opened.target as { url: string }).url)
    const line = await openSeverableLine(Number(port))
    closing.push(() => line.close())
    const leader = seek(opened.db, (opened.target as { url: string }).url.replace(`:${port}`, `:${line.port}`))
    await leads(leader)
    const next = seek(await another())
    await vi.waitFor(() => { expect(next.standby()).toBe('other_leads') })
    line.sever()
    const severedMs = performance.now()
    let both = 0
    let endedMs = Infinity
    const watch = setInterval(() => {
      if (leader.epoch() !== null && next.epoch() !== null) both += 1
      if (leader.epoch() === null) endedMs = Math.min(endedMs, performance.now())
    }, 1)
    await leads(next)
    clearInterval(watch)
    expect(both).toBe(0)
    expect(endedMs - severedMs).toBeLessThan(timing.believedMs + timing.askMs + 200)
    expect(leader.standby()).toBe('database_unreachable')
    // Its other connections still stand: the epoch alone keeps it from stepping.
    await expect(fencedDatabase(opened.db, () => 1).transaction(() => Promise.resolve())).rejects.toThrow(LeadLost)
    line.mend()
    await vi.waitFor(() => { expect(leader.standby()).toBe('other_leads') }, { timeout: 5000 })
  })

  test('taking the lead waits for the steps of the one before, and not for ever', async () => {
    const leader = seek(opened.db)
    await leads(leader)
    const other = await another()
    const next = openLeaderLease(other, { wall: wallClock, timing })
    leases.push(next)
    let free = (): void => {}
    const step = fencedDatabase(opened.db, () => leader.epoch()).transaction(() => new Promise<void>((resolve) => { free = resolve }))
    await vi.waitFor(async () => { expect(await other.query("SELECT 1 FROM pg_locks WHERE locktype = 'tuple' OR mode = 'RowShareLock'")).not.toEqual([]) })
    await leader.stop()
    let gained = false
    next.start({ gained: () => { gained = true }, lost: () => {} })
    await vi.waitFor(async () => { expect(await other.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).not.toEqual([]) })
    expect(gained).toBe(false)
    free()
    await step
    await vi.waitFor(() => { expect(gained).toBe(true) })
  })
})
