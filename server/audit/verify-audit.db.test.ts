import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#db/connect'
import type { Database, Queryable } from '#db/database'
import { sm3 } from '#db/sm3'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { loadAuditHead } from '#server/store/audit-log'
import { appendHead } from './head-file'
import { openAudit } from './open-audit'
import { appendMany, entryOf } from './testing/audited-chain'
import { verifyAudit, type AuditVerdict } from './verify-audit'

const count = 24
const noteEvery = 4
interface Row { seq: number; at: Date; body: string; prev_hash: string; hash: string; event: string; actor: string | null; subject: string | null }

/** What an administrator with the tables in hand can do, and how it must be named. */
interface Tampering { what: string; sql: (rows: Row[]) => [string, unknown[]][]; named: (verdict: AuditVerdict) => void }

const broken = (seq: number) => ({ chain }: AuditVerdict): void => { expect(chain.broken?.seq).toBe(seq) }
const setRow = (seq: number, { at, body, prev_hash: prevHash, hash, event, actor, subject }: Omit<Row, 'seq'>): [string, unknown[]] =>
  ['UPDATE audit_records SET at = $2, body = $3, prev_hash = $4, hash = $5, event = $6, actor = $7, subject = $8 WHERE seq = $1', [seq, at, body, prevHash, hash, event, actor, subject]]
const seqs = fc.integer({ min: 1, max: count })
const otherChar = (text: string, place: number, salt: number): string => {
  const at = place % text.length
  const code = text.charCodeAt(at)
  const other = 0x20 + ((code + 1 + (salt % 90)) % 95)
  return text.slice(0, at) + String.fromCharCode(other === code ? other ^ 1 : other) + text.slice(at + 1)
}

const tamperings: fc.Arbitrary<Tampering> = fc.oneof(
  fc.record({ seq: seqs, column: fc.constantFrom('body', 'hash', 'prev_hash', 'event', 'actor', 'subject'), place: fc.nat(5000), salt: fc.nat(1000) }).map(({ seq, column, place, salt }): Tampering => ({
    what: `one character of ${column} of ${seq}`, named: broken(seq),
    sql: (rows) => [[`UPDATE audit_records SET ${column} = $2 WHERE seq = $1`, [seq, otherChar(String(rows[seq - 1]![column as 'body'] ?? 'x'), place, salt)]]],
  })),
  seqs.map((seq): Tampering => ({ what: `the instant of ${seq}`, sql: () => [["UPDATE audit_records SET at = at + interval '1 ms' WHERE seq = $1", [seq]]], named: broken(seq) })),
  seqs.map((seq): Tampering => ({ what: `the number of ${seq}`, sql: () => [['UPDATE audit_records SET seq = seq + 1000 WHERE seq = $1', [seq]]], named: broken(seq) })),
  fc.tuple(fc.integer({ min: 1, max: count - 1 }), fc.nat(1000)).map(([first, more]): Tampering => {
    const second = first + 1 + (more % (count - first))
    return { what: `${first} and ${second} change places`, sql: (rows) => [setRow(first, rows[second - 1]!), setRow(second, rows[first - 1]!)], named: broken(first) }
  }),
  fc.integer({ min: 1, max: count - 1 }).map((seq): Tampering => ({ what: `${seq} is taken out`, sql: () => [['DELETE FROM audit_records WHERE seq = $1', [seq]]], named: broken(seq) })),
  seqs.map((seq): Tampering => ({
    what: `the tail from ${seq} on is cut off`, sql: () => [['DELETE FROM audit_records WHERE seq >= $1', [seq]]],
    named: ({ chain, heads }) => {
      expect(chain.broken).toBeNull()
      expect(heads).toMatchObject({ kind: 'cut', chainEnds: seq - 1, noted: { seq: count } })
    },
  })),
  seqs.map((seq): Tampering => ({
    what: `from ${seq} on written anew, hashes and all`,
    sql: (rows) => {
      let hash = rows[seq - 2]?.hash ?? '0'.repeat(64)
      return rows.slice(seq - 1).map((row) => {
        const body = row.seq === seq ? row.body.replace('"because"', '"another"') : row.body
        const prevHash = hash
        hash = sm3(prevHash + body)
        return setRow(row.seq, { ...row, body, prev_hash: prevHash, hash })
      })
    },
    named: ({ chain, heads }) => {
      expect(chain.broken).toBeNull()
      expect(heads).toMatchObject({ kind: 'replaced', noted: { seq: Math.ceil(seq / noteEvery) * noteEvery }, lastAgreeing: Math.floor((seq - 1) / noteEvery) * noteEvery })
    },
  })),
)

class RolledBack extends Error {}

describe.each(testEngines)('verifying the audit on %s', (engine) => {
  let opened: TestDatabase
  let db: Database
  let folder: string
  let heads: string
  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    db = opened.db
    folder = await mkdtemp(join(tmpdir(), 'hearthway-audit-'))
    heads = join(folder, 'heads.jsonl')
    for (let done = 0; done < count; done += noteEvery) {
      await appendMany(db, noteEvery, done)
      const head = await loadAuditHead(db)
      await appendHead(heads, { seq: head!.seq, hash: head!.hash, written_at: '2026-01-10T12:00:00Z' })
    }
  })
  afterAll(async () => {
    await opened.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('finds a sound chain sound, from any record on', async () => {
    expect(await verifyAudit(db, heads)).toMatchObject({ chain: { checked: count, broken: null, head: { seq: count } }, heads: { kind: 'agree', compared: 6 }, headFaults: [] })
    expect(await verifyAudit(db, heads, 10)).toMatchObject({ chain: { checked: 15, broken: null }, heads: { kind: 'agree', compared: 4 } })
  })

  it('names whatever was done to it by whoever can do everything in the database', async () => {
    await fc.assert(fc.asyncProperty(tamperings, async (tampering) => {
      await db.transaction(async (tx) => {
        await freeHand(tx)
        const rows = await tx.query<Row>('SELECT * FROM audit_records ORDER BY seq')
        for (const [text, values] of tampering.sql(rows)) await tx.query(text, values)
        tampering.named(await verifyAudit(tx, heads))
        throw new RolledBack()
      }).catch((error: unknown) => { if (!(error instanceof RolledBack)) throw error })
    }), { numRuns: engine === 'embedded' ? 60 : 120 })
  }, 120_000)

  it('says when the notes are missing, and which lines are none', async () => {
    expect(await verifyAudit(db, join(folder, 'none.jsonl'))).toMatchObject({ chain: { broken: null }, heads: { kind: 'missing' } })
    const damaged = join(folder, 'damaged.jsonl')
    const { hash } = (await loadAuditHead(db))!
    await writeFile(damaged, `what\n${JSON.stringify({ seq: count, hash, written_at: 'x' })}\n{"seq":`)
    expect(await verifyAudit(db, damaged)).toMatchObject({ heads: { kind: 'agree', compared: 1 }, headFaults: [1] })
  })
})

/** Guards and constraints out of the way, and the columns that follow the text made free: until the rollback. */
async function freeHand(tx: Queryable): Promise<void> {
  await tx.query('ALTER TABLE audit_records DISABLE TRIGGER USER')
  for (const name of ['audit_records_hashes', 'audit_records_no_fork']) await tx.query(`ALTER TABLE audit_records DROP CONSTRAINT ${name}`)
  for (const name of ['event', 'actor', 'subject']) await tx.query(`ALTER TABLE audit_records ALTER COLUMN ${name} DROP EXPRESSION`)
}

it('has one chain when two servers append to one database at once', async () => {
  const opened = await openTestDatabase('postgresql')
  const other = await openDatabase(opened.target)
  try {
    await Promise.all([opened.db, other].flatMap((db, server) => {
      const audit = openAudit(db)
      return [appendMany(db, 40, server * 1000), appendMany(db, 40, server * 1000), ...Array.from({ length: 60 }, (_, index) => audit.record(entryOf(index)))]
    }))
    const { chain } = await verifyAudit(other, '/nowhere')
    expect(chain).toMatchObject({ checked: 2 * (40 + 40 + 60), broken: null })
  } finally {
    await other.close()
    await opened.close()
  }
})

it.each(testEngines)('is whole after kill -9 on %s, with everything that was acknowledged', async (engine) => {
  const opened = await openTestDatabase(engine)
  try {
    if (engine === 'embedded') await opened.db.close()
    const acknowledged = await appendUntilKilled(opened.target, 100)
    const db = engine === 'embedded' ? await openDatabase(opened.target) : opened.db
    const { chain } = await verifyAudit(db, '/nowhere')
    expect(chain.broken).toBeNull()
    const stored = new Set((await db.query<{ subject: string }>('SELECT subject FROM audit_records')).map(({ subject }) => subject))
    expect(acknowledged.filter((index) => !stored.has(`zone:${index}`))).toEqual([])
    await openAudit(db).record(entryOf(0))
    expect((await verifyAudit(db, '/nowhere')).chain).toMatchObject({ broken: null, checked: chain.checked + 1 })
    if (db !== opened.db) await db.close()
  } finally {
    await opened.close()
  }
}, 120_000)

function appendUntilKilled(target: object, enough: number): Promise<number[]> {
  const program = fileURLToPath(new URL('./testing/appending-process.ts', import.meta.url))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(target)], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [printed, errors, killed] = ['', '', false]
    child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString() })
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (!killed && printed.split('\n').length > enough) killed = child.kill('SIGKILL')
    })
    child.once('close', (code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the process ended by itself (${code}): ${errors}`))
      resolve(printed.split('\n').slice(0, -1).map(Number))
    })
  })
}
