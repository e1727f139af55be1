import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase } from '#db/testing/test-database'
import { run } from '#server/cli/audit'
import { loadAuditHead } from '#server/store/audit-log'
import { appendHead } from './head-file'
import { appendMany } from './testing/audited-chain'

const script = join(process.cwd(), 'docs', 'verify-evidence.mjs')
let opened: TestDatabase
let folder: string
let env: Record<string, string>
const said: string[] = []
const audit = (...args: string[]) => run(args, env, (text) => said.push(text))

beforeAll(async () => {
  opened = await openTestDatabase('postgresql')
  folder = await mkdtemp(join(tmpdir(), 'hearthway-evidence-'))
  env = { HEARTHWAY_DATABASE_URL: (opened.target as { url: string }).url, HEARTHWAY_AUDIT_HEAD: join(folder, 'heads.jsonl'), INIT_CWD: folder }
  await appendMany(opened.db, 20)
  const head = (await loadAuditHead(opened.db))!
  await appendHead(env['HEARTHWAY_AUDIT_HEAD']!, { seq: head.seq, hash: head.hash, written_at: '2026-01-10T12:00:00Z' })
  expect(await audit('export', 'all.jsonl')).toBe(0)
  expect(await audit('export', '--from', '5', '--to', '9', 'part.jsonl')).toBe(0)
})
afterAll(async () => {
  await opened.close()
  await rm(folder, { recursive: true, force: true })
})

it('is verified by the script alone, whole and in part, and beside the notes of the end', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, join(folder, 'all.jsonl'), '--heads', env['HEARTHWAY_AUDIT_HEAD']!], { cwd: '/' })
  expect(stdout).toMatch(/records 1 to 21,.*every one stands[^]*1 notes of the chain's end agree/)
  expect((await promisify(execFile)(process.execPath, [script, join(folder, 'part.jsonl')], { cwd: '/' })).stdout).toContain('records 5 to 9')
  expect((await readFile(script, 'utf8')).match(/from '([^']+)'/g)).toEqual(["from 'node:crypto'", "from 'node:fs'"])
})

it('any changed byte of it shows', async () => {
  const { verifyPack } = await import(script) as { verifyPack(bytes: Uint8Array): unknown }
  const sound = await readFile(join(folder, 'all.jsonl'))
  verifyPack(sound)
  fc.assert(fc.property(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
    const bytes = Buffer.from(sound)
    bytes[place] = bytes[place]! ^ change
    expect(() => verifyPack(bytes)).toThrow()
  }), { numRuns: 400 })
  const lines = sound.toString().split('\n')
  for (const cut of [lines.toSpliced(3, 1), lines.toSpliced(-2, 1), lines.toSpliced(-3, 1), [...lines.slice(0, 2), lines[3]!, lines[2]!, ...lines.slice(4)]]) {
    expect(() => verifyPack(Buffer.from(cut.join('\n')))).toThrow()
  }
})

it('one that was written anew is found beside the notes of the end', async () => {
  const { verifyPack, compareHeads } = await import(script) as { verifyPack(bytes: Uint8Array): object; compareHeads(pack: object, text: string): number }
  const pack = verifyPack(await readFile(join(folder, 'all.jsonl')))
  expect(() => compareHeads(pack, JSON.stringify({ seq: 20, hash: '1'.repeat(64), written_at: 'x' }))).toThrow(/written anew/)
})

it('the hashes are those of OpenSSL', async () => {
  const [first] = (await readFile(join(folder, 'all.jsonl'), 'utf8')).split('\n').slice(1)
  const { prev_hash: prevHash, body, hash } = JSON.parse(first!) as { prev_hash: string; body: string; hash: string }
  expect(execFileSync('openssl', ['dgst', '-sm3', '-r'], { input: prevHash + body }).toString().split(' ')[0]).toBe(hash)
})

it('the command says what it found, overwrites no evidence and refuses what it does not know', async () => {
  expect(await audit('verify')).toBe(0)
  expect(said.at(-2)).toMatch(/^22 records from 1 on stand as they were written; the chain ends at 22/)
  await expect(audit('export', 'all.jsonl')).rejects.toThrow(/EEXIST/)
  await expect(audit('export', '--from', '900', 'none.jsonl')).rejects.toThrow(/no records 900/)
  for (const faulty of [['verify', '--from', '0'], ['verify', 'x'], ['export'], ['seal'], ['what'], [], ['export', '--to', 'x', 'f']]) expect(await audit(...faulty), faulty.join(' ')).toBe(2)
  await writeFile(join(folder, 'heads.jsonl'), `${JSON.stringify({ seq: 900, hash: '1'.repeat(64), written_at: 'x' })}\n`)
  expect(await audit('verify', '--from', '3')).toBe(1)
  expect(said.at(-1)).toMatch(/^CUT: .* record 900 was noted/)
})
