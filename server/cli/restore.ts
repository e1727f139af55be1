import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { restoreBackup } from '#db/backup-restore'
import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { openAudit } from '#server/audit/open-audit'
import { readConfig } from '#server/config'
import { isDemoDatabase } from './demo-setting'
import { localActor } from './local-actor'
import { userPath } from './user-path'

/**
 * `npm run restore -- FILE [--force]`: fills an empty database from a backup, all or nothing; `--force` replaces what a database holds.
 * The server must not run meanwhile.
 * @returns exit code: 0 done, 1 failed, 2 asked wrongly, 3 done, but the audit in the backup is broken
 */
export async function run(argv: string[], env: Record<string, string | undefined>): Promise<number> {
  const [asked, ...more] = argv.filter((argument) => argument !== '--force')
  if (!asked || more.length > 0 || asked.startsWith('-')) {
    console.error('usage: npm run restore -- FILE [--force]')
    return 2
  }
  const file = userPath(asked, env)
  if (!existsSync(file)) {
    console.error(`there is no file ${file}`)
    return 1
  }
  const config = readConfig(env)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  try {
    await migrate(db)
    const { madeAt, rows, audit } = await restoreBackup(db, file, { force: argv.includes('--force') })
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    console.error(`restored the backup of ${madeAt}: ${total} rows of ${Object.keys(rows).length} tables, ${rows['readings'] ?? 0} of them readings`)
    if (await isDemoDatabase(db)) console.error('WARNING: this is the backup of a demo, its readings are invented. npm start refuses this database.')
    await openAudit(db).record({
      at: new Date(), event: 'backup.restore', actor: localActor(), role: null, secondPerson: null, address: null, subject: `file:${basename(file)}`, after: { made_at: madeAt, audit_ended_at: audit.head?.seq ?? 0, audit_broken_at: audit.broken?.seq ?? null },
    })
    if (audit.broken === null) return 0
    console.error(`WARNING: the audit in this backup is broken at record ${audit.broken.seq} (${audit.broken.fault}). It was so when the backup was made: npm run audit -- verify`)
    return 3
  } finally {
    await db.close()
  }
}

if (/[\\/]restore\.(js|ts)$/.test(process.argv[1] ?? '')) {
  try {
    process.exitCode = await run(process.argv.slice(2), process.env)
  } catch (error) {
    console.error(`restore failed: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
