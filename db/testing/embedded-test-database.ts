import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../connect'
import { migrate } from '../migrate'
import type { TestDatabase } from './opened-test-database'

/** An embedded engine in a temporary folder, started as a copy of the run's migrated folder. */
export async function openEmbeddedTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'hearthway-embedded-'))
  const target = { dataDir: join(folder, 'database') }
  await cp(await migratedFolder(), target.dataDir, { recursive: true })
  const db = await openDatabase(target)
  return {
    db,
    target,
    async close() {
      await db.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Made by whoever needs it first in this run; two that race make it twice, the later one's is thrown away. */
async function migratedFolder(): Promise<string> {
  const place = process.env['HEARTHWAY_TEST_PLACE']
  if (!place) throw new Error('no HEARTHWAY_TEST_PLACE: run the tests through vitest with db/testing/global-setup.ts as globalSetup')
  const migrated = join(place, 'embedded-migrated')
  if (existsSync(migrated)) return migrated
  const own = join(place, `embedded-${randomUUID()}`)
  const db = await openDatabase({ dataDir: own })
  await migrate(db)
  await db.close()
  await rename(own, migrated).catch(() => rm(own, { recursive: true, force: true }))
  return migrated
}
