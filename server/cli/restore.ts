import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { restoreBackup } from '#db/backup-restore'
import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { readConfig } from '#server/config'

/**
 * `npm run restore -- FILE [--force]`: fills an empty database from a backup, all or nothing; `--force` replaces what a database holds.
 * The server must not run meanwhile.
 * @returns exit code: 0 done, 1 failed, 2 asked wrongly
 */
export async function run(argv: string[], env: Record<string, string | undefined>): Promise<number> {
  const [file, ...more] = argv.filter((argument) => argument !== '--force')
  if (!file || more.length > 0 || file.startsWith('-')) {
    console.error('usage: npm run restore -- FILE [--force]')
    return 2
  }
  if (!existsSync(file)) {
    console.error(`there is no file ${resolve(file)}`)
    return 1
  }
  const config = readConfig(env)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  try {
    await migrate(db)
    const { madeAt, rows } = await restoreBackup(db, resolve(file), { force: argv.includes('--force') })
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    console.error(`restored the backup of ${madeAt}: ${total} rows of ${Object.keys(rows).length} tables, ${rows['readings'] ?? 0} of them readings`)
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
