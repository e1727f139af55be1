import { existsSync } from 'node:fs'
import { restoreBackup } from '#db/backup-restore'
import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { readConfig } from '#server/config'
import { isDemoDatabase } from './demo-setting'
import { userPath } from './user-path'

/**
 * `npm run restore -- FILE [--force]`: fills an empty database from a backup, all or nothing; `--force` replaces what a database holds.
 * The server must not run meanwhile.
 * @returns exit code: 0 done, 1 failed, 2 asked wrongly
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
    const { madeAt, rows } = await restoreBackup(db, file, { force: argv.includes('--force') })
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    console.error(`restored the backup of ${madeAt}: ${total} rows of ${Object.keys(rows).length} tables, ${rows['readings'] ?? 0} of them readings`)
    if (await isDemoDatabase(db)) console.error('WARNING: this is the backup of a demo, its readings are invented. npm start refuses this database.')
    return 0
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
