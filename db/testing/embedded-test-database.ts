import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../connect'
import { migrate } from '../migrate'
import type { TestDatabase } from './opened-test-database'

/** An embedded engine in a temporary folder, started from the cached template and migrated. */
export async function openEmbeddedTestDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'hearthway-embedded-'))
  const target = { dataDir: join(folder, 'database') }
  const db = await openDatabase(target)
  await migrate(db)
  return {
    db,
    target,
    async close() {
      await db.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
