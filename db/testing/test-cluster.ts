import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openDatabase } from '../connect'
import { migrate } from '../migrate'
import { startThrowawayPostgres, type ThrowawayHandle } from './throwaway-postgres'

export interface TestCluster {
  /** Address of the cluster's maintenance database; replace the path for another one. */
  url: string
  /** A migrated, empty database to copy with CREATE DATABASE ... TEMPLATE. */
  template: string
  handle: ThrowawayHandle
}

/**
 * The one cluster of this test run, started by whichever worker asks first; the others wait for it.
 * @throws Error when vitest's globalSetup did not run, or PostgreSQL is missing (the words say what to install)
 */
export async function testCluster(): Promise<TestCluster> {
  const place = process.env['HEARTHWAY_TEST_PLACE']
  if (!place) throw new Error('no HEARTHWAY_TEST_PLACE: run the tests through vitest with db/testing/global-setup.ts as globalSetup')
  const first = await mkdir(join(place, 'starting')).then(() => true, () => false)
  if (first) await writeAtomically(join(place, 'ready.json'), await start().catch((error: Error) => ({ error: error.message })))
  for (let waited = 0; waited < 600; waited += 1) {
    const text = await readFile(join(place, 'ready.json'), 'utf8').catch(() => undefined)
    if (text) {
      const outcome = JSON.parse(text) as TestCluster | { error: string }
      if ('error' in outcome) throw new Error(outcome.error)
      return outcome
    }
    await wait(100)
  }
  throw new Error('the test cluster did not come up within 60 s')
}

async function start(): Promise<TestCluster> {
  const server = await startThrowawayPostgres({ ownerPid: Number(process.env['HEARTHWAY_TEST_OWNER_PID']) })
  const template = 'hearthway_template'
  try {
    const maintenance = await openDatabase({ url: server.url() })
    await maintenance.query(`CREATE DATABASE ${template}`)
    await maintenance.close()
    const migrated = await openDatabase({ url: server.url(template) })
    await migrate(migrated)
    await migrated.close()
  } catch (error) {
    await server.stop()
    throw error
  }
  return { url: server.url(), template, handle: server.handle }
}

async function writeAtomically(file: string, value: object): Promise<void> {
  await writeFile(`${file}.part`, JSON.stringify(value))
  await rename(`${file}.part`, file)
}
