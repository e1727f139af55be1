import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestCluster } from './test-cluster'
import { stopThrowawayPostgres } from './throwaway-postgres'

/**
 * vitest globalSetup: names the place where the run's one PostgreSQL cluster will be. The first test that opens a database starts
 * it (test-cluster.ts), so that runs without database tests do not pay for it; here it is stopped at the end.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const place = await mkdtemp(join(tmpdir(), 'hearthway-tests-'))
  process.env['HEARTHWAY_TEST_PLACE'] = place
  process.env['HEARTHWAY_TEST_OWNER_PID'] = String(process.pid)
  return async () => {
    const started = await readFile(join(place, 'ready.json'), 'utf8').catch(() => undefined)
    const handle = started ? (JSON.parse(started) as Partial<TestCluster>).handle : undefined
    if (handle) await stopThrowawayPostgres(handle)
    await rm(place, { recursive: true, force: true })
  }
}
