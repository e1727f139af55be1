import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from './testing/opened-test-database'
import { openTestDatabase, testEngines } from './testing/test-database'
import { migrate } from './migrate'

describe.each(testEngines)('the database interface on %s', (engine) => {
  let opened: TestDatabase
  beforeAll(async () => { opened = await openTestDatabase(engine) })
  afterAll(async () => { await opened.close() })

  it('reads instants as Date and bigint as number', async () => {
    const [row] = await opened.db.query<{ at: Date; id: number }>("SELECT timestamptz '2026-01-15T12:00:00.123+08:00' AS at, 9007199254740991::bigint AS id")
    expect(row).toEqual({ at: new Date('2026-01-15T04:00:00.123Z'), id: 9007199254740991 })
    await expect(opened.db.query('SELECT 9007199254740993::bigint')).rejects.toThrow(/beyond what a number holds/)
    expect(await opened.db.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('commits, and rolls back what threw', async () => {
    const { db } = opened
    await db.transaction((tx) => tx.query("INSERT INTO settings VALUES ('kept', '1')"))
    await expect(db.transaction(async (tx) => {
      await tx.query("INSERT INTO settings VALUES ('lost', '1')")
      throw new Error('changed my mind')
    })).rejects.toThrow('changed my mind')
    expect(await db.query("SELECT key FROM settings WHERE key IN ('kept', 'lost')")).toEqual([{ key: 'kept' }])
  })

  it('does not pass a failed transaction for a stored one when the work swallowed the error', async () => {
    const { db } = opened
    await expect(db.transaction(async (tx) => {
      await tx.query("INSERT INTO settings VALUES ('swallowed', '1')")
      await tx.query('SELECT 1 / 0').catch(() => {})
    })).rejects.toThrow(/rolled back/)
    expect(await db.query("SELECT key FROM settings WHERE key = 'swallowed'")).toEqual([])
  })

  it('refuses the pool inside a transaction, and the transaction after its end', async () => {
    const { db } = opened
    await db.transaction(async (tx) => {
      await expect(db.query('SELECT 1')).rejects.toThrow(/inside a transaction/)
      await expect(db.transaction(async () => 1)).rejects.toThrow(/inside a transaction/)
      await expect(db.pool.query('SELECT 1')).rejects.toThrow(/inside a transaction/)
      expect(await tx.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
    })
    const leaked = await db.transaction(async (tx) => tx)
    await expect(leaked.query('SELECT 1')).rejects.toThrow(/has ended/)
  })

  it('lets a timer that a transaction left behind use the pool after its end', async () => {
    const { db } = opened
    const later = await db.transaction(async () => ({ answer: new Promise((resolve) => setTimeout(() => resolve(db.query('SELECT 2 AS two')), 20)) }))
    expect(await later.answer).toEqual([{ two: 2 }])
  })

  it('survives a faulty statement without losing its session', async () => {
    const { db } = opened
    await expect(db.query('SELECT nonsense')).rejects.toThrow(/nonsense/)
    expect(await db.query('SELECT 3 AS three')).toEqual([{ three: 3 }])
  })

  it('migrates twice without harm', async () => {
    await migrate(opened.db)
    const [row] = await opened.db.query<{ n: number }>('SELECT count(*) AS n FROM drizzle.__drizzle_migrations')
    expect(row!.n).toBeGreaterThanOrEqual(3)
  })

  it('keeps command events append-only, also for a superuser', async () => {
    const { db } = opened
    await expect(db.query('TRUNCATE command_events')).rejects.toThrow(/append-only/)
  })
})
