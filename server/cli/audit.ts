import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { evidenceLines } from '#server/audit/evidence'
import { openAudit } from '#server/audit/open-audit'
import { verifyAudit } from '#server/audit/verify-audit'
import { readConfig } from '#server/config'
import { sealAudit } from '#server/store/seal-audit'
import { auditReportLines } from './audit-report-lines'
import { localActor } from './local-actor'
import { userPath } from './user-path'

const usage = `usage: npm run audit -- verify [--from N]
       npm run audit -- export [--from N] [--to N] FILE.jsonl
       npm run audit -- seal --server-role NAME
verify: the chain of records, and the notes of its end in HEARTHWAY_AUDIT_HEAD. Ends with 1 when a record does not stand.
export: an evidence pack, verified by docs/verify-evidence.mjs.
seal: on PostgreSQL, as its administrator: takes from the role that the server connects with whatever could change the audit.`

/**
 * `npm run audit -- verify | export | seal`.
 * @returns exit code: 0 whole or done, 1 broken or failed, 2 asked wrongly
 */
export async function run(argv: readonly string[], env: Record<string, string | undefined> = process.env, say: (text: string) => void = console.log): Promise<number> {
  const asked = parse(argv)
  if (!asked) {
    say(usage)
    return 2
  }
  const config = readConfig(env)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  try {
    if (asked.verb === 'verify') {
      const verdict = await verifyAudit(db, config.auditHead, asked.from)
      const { lines, whole } = auditReportLines(verdict, { headFile: resolve(config.auditHead), from: asked.from })
      for (const line of lines) say(line)
      return whole ? 0 : 1
    }
    if (asked.verb === 'seal') {
      for (const line of await sealAudit(db, asked.role)) say(line)
      return 0
    }
    const file = userPath(asked.file, env)
    await recordExport(db, asked, say)
    const bytes = await writeNew(file, evidenceLines(db, { from: asked.from, to: asked.to, madeAt: new Date() }))
    say(`${file}: ${bytes} bytes. Verify it with: node docs/verify-evidence.mjs ${file}`)
    return 0
  } finally {
    await db.close()
  }
}

type Asked = { verb: 'verify'; from: number } | { verb: 'export'; from: number; to: number | undefined; file: string } | { verb: 'seal'; role: string }

function parse(argv: readonly string[]): Asked | null {
  try {
    const text = { type: 'string' } as const
    const { positionals: [verb, file, ...more], values } = parseArgs({ args: [...argv], allowPositionals: true, options: { from: text, to: text, 'server-role': text } })
    const from = Number(values.from ?? '1')
    const to = values.to === undefined ? undefined : Number(values.to)
    const isNumber = (value: number): boolean => Number.isSafeInteger(value) && value >= 1
    if (more.length > 0 || !isNumber(from) || (to !== undefined && !isNumber(to))) return null
    if (verb === 'verify' && !file && to === undefined) return { verb, from }
    if (verb === 'export' && file) return { verb, from, to, file }
    if (verb === 'seal' && !file && values['server-role']) return { verb, role: values['server-role'] }
    return null
  } catch {
    return null
  }
}

/** Taking evidence away is itself recorded; whoever may only read the database says so elsewhere. */
async function recordExport(db: Database, { from, to }: { from: number; to: number | undefined }, say: (text: string) => void): Promise<void> {
  await openAudit(db).record({ at: new Date(), event: 'export.take', actor: localActor(), role: null, secondPerson: null, address: null, subject: 'export:audit-evidence', after: { from, to: to ?? null } })
    .catch((error: { code?: string }) => {
      if (error.code !== '42501') throw error
      say('This export is not recorded: the database lets this user read only.')
    })
}

/** @throws Error when the file exists: evidence is never overwritten */
async function writeNew(file: string, lines: AsyncIterable<string>): Promise<number> {
  const handle = await open(file, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const text of lines) bytes += (await handle.write(text)).bytesWritten
    await handle.sync()
  } finally {
    await handle.close()
  }
  return bytes
}

if (/[\\/]audit\.(js|ts)$/.test(process.argv[1] ?? '')) {
  try {
    process.exitCode = await run(process.argv.slice(2))
  } catch (error) {
    console.error(`audit: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
