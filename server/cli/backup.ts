import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { saveBackup } from '#db/backup'
import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { openAudit } from '#server/audit/open-audit'
import { readConfig } from '#server/config'
import { localActor } from './local-actor'
import { userPath } from './user-path'

/**
 * `npm run backup -- FILE [--force]`: everything in the database into one file (gzipped JSON lines), which `restore` reads on either engine.
 * On PostgreSQL the server may go on; the embedded engine must be stopped first, as its folder belongs to one process.
 * @returns exit code: 0 done, 1 failed, 2 asked wrongly
 */
export async function run(argv: string[], env: Record<string, string | undefined>): Promise<number> {
  const [asked, ...more] = argv.filter((argument) => argument !== '--force')
  if (!asked || more.length > 0 || asked.startsWith('-')) {
    console.error('usage: npm run backup -- FILE [--force]')
    return 2
  }
  const file = userPath(asked, env)
  if (existsSync(file) && !argv.includes('--force')) {
    console.error(`${file} exists: choose another name, or replace it with --force`)
    return 1
  }
  const config = readConfig(env)
  if (config.databaseUrl === null && !existsSync(config.dataDir)) {
    console.error(`there is no database in ${resolve(config.dataDir)}: set HEARTHWAY_DATA_DIR or HEARTHWAY_DATABASE_URL`)
    return 1
  }
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  try {
    await migrate(db)
    await openAudit(db).record({ at: new Date(), event: 'export.take', actor: localActor(), role: null, secondPerson: null, address: null, subject: 'export:backup', after: { file: basename(file) } })
    const { rows } = await saveBackup(db, file, new Date())
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    console.error(`${file}: ${total} rows of ${Object.keys(rows).length} tables, ${rows['readings'] ?? 0} of them readings`)
    return 0
  } finally {
    await db.close()
  }
}

if (/[\\/]backup\.(js|ts)$/.test(process.argv[1] ?? '')) {
  try {
    process.exitCode = await run(process.argv.slice(2), process.env)
  } catch (error) {
    console.error(`backup failed: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
