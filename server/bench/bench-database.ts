import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#db/connect'
import { startThrowawayPostgres } from '#db/testing/throwaway-postgres'

export const engines = ['postgresql', 'embedded'] as const
export type Engine = (typeof engines)[number]

export interface BenchDatabase { target: { url: string } | { dataDir: string }; remove(): Promise<void> }

/**
 * An empty database of the given engine that is gone afterwards. PostgreSQL is a cluster of its own that waits for the disk at
 * commit, as production does.
 * @throws Error that says what to install when PostgreSQL is not there
 */
export async function createBenchDatabase(engine: Engine): Promise<BenchDatabase> {
  if (engine === 'embedded') {
    const folder = await mkdtemp(join(tmpdir(), 'hearthway-bench-'))
    return { target: { dataDir: join(folder, 'database') }, remove: () => rm(folder, { recursive: true, force: true }) }
  }
  const cluster = await startThrowawayPostgres({ durable: true })
  try {
    const maintenance = await openDatabase({ url: cluster.url() })
    await maintenance.query('CREATE DATABASE bench')
    await maintenance.close()
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return { target: { url: cluster.url('bench') }, remove: () => cluster.stop() }
}
