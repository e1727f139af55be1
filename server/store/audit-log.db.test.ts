import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { sm3 } from '#db/sm3'
import type { Database } from '#db/database'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { openAudit } from '#server/audit/open-audit'
import { appendAudit, loadAuditHead } from './audit-log'

const at = new Date('2026-01-10T12:00:00.123Z')
const entry = (event: string, more: Partial<AuditEntry> = {}): AuditEntry => ({ at, event, actor: 'li', role: 'operator', secondPerson: null, address: '10.0.0.1', subject: 'zone:z', ...more })

describe.each(testEngines)('the audit on %s', (engine) => {
  let db: Database
  let close: () => Promise<void>
  beforeAll(async () => { ({ db, close } = await openTestDatabase(engine)) })
  afterAll(() => close())
  const records = () => db.query<{ seq: number; body: string; prev_hash: string; hash: string; event: string; actor: string | null; at: Date }>('SELECT * FROM audit_records ORDER BY seq')

  it('chains what is appended, in one transaction with what it is about', async () => {
    await db.transaction(async (tx) => {
      appendAudit(tx, [entry('zone.save', { before: null, after: { name: '桥\0', width_m: 1.5 } })])
      appendAudit(tx, [entry('zone.delete', { reason: 'no longer wanted' })])
      expect(await tx.query('SELECT 1 FROM audit_records')).toEqual([])
    })
    await expect(db.transaction(async (tx) => {
      appendAudit(tx, [entry('zone.save')])
      throw new Error('not saved')
    })).rejects.toThrow('not saved')
    const [first, second, ...more] = await records()
    expect(more).toEqual([])
    expect(first).toMatchObject({ seq: 1, at, event: 'zone.save', actor: 'li', prev_hash: '0'.repeat(64) })
    expect(first!.body).toBe('{"actor":"li","address":"10.0.0.1","after":{"name":"桥\uFFFD","width_m":1.5},"at":"2026-01-10T12:00:00.123Z","before":null,"event":"zone.save","reason":null,"role":"operator","second_person":null,"seq":1,"subject":"zone:z"}')
    expect(second).toMatchObject({ seq: 2, prev_hash: first!.hash, hash: sm3(first!.hash + second!.body) })
  })

  it('has no fork and no gap when many append at once, and one that cannot be written fails alone', async () => {
    const audit = openAudit(db)
    const endless: Record<string, unknown> = {}
    endless['self'] = endless
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 30 }, (_, index) => audit.record(entry('session.signIn', { subject: `account:${index}` }))),
      audit.record(entry('session.signIn', { after: endless })),
      ...Array.from({ length: 8 }, () => db.transaction(async (tx) => appendAudit(tx, Array.from({ length: 5 }, () => entry('zone.save'))))),
    ])
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    const all = await records()
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 2 + 30 + 40 }, (_, index) => index + 1))
    expect(all.every((record, index) => record.prev_hash === (all[index - 1]?.hash ?? '0'.repeat(64)) && record.hash === sm3(record.prev_hash + record.body))).toBe(true)
    expect(await loadAuditHead(db)).toMatchObject({ seq: 72, hash: all.at(-1)!.hash, at })
  })

  it('lets nothing be changed, removed or put beside', async () => {
    for (const statement of ["UPDATE audit_records SET body = '{}'", 'DELETE FROM audit_records', 'TRUNCATE audit_records']) await expect(db.query(statement), statement).rejects.toThrow(/append-only/)
    await expect(db.query('INSERT INTO audit_records (seq, at, body, prev_hash, hash) SELECT 1000, at, body, prev_hash, hash FROM audit_records WHERE seq = 2')).rejects.toThrow(/no_fork/)
  })

  it('takes what strangers send, however long', async () => {
    await openAudit(db).record(entry('session.refused', { actor: null, subject: `account:${'名'.repeat(50_000)}`, reason: 'x'.repeat(50_000) }))
    const [record] = await db.query<{ subject: string; body: string }>('SELECT subject, body FROM audit_records ORDER BY seq DESC LIMIT 1')
    expect(record!.subject).toHaveLength(200)
    expect(record!.body.length).toBeLessThan(2600)
  })
})
