import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { slimBundle } from './slim-bundle'
import { queryMessage } from './wire-messages'
import { WorkerQueue } from './worker-queue'

const postgisPackage = '@electric-sql/pglite-postgis'

/** The two files every start needs, both gzipped tars. */
export interface Template {
  /** PostGIS without what the engine never needs. */
  bundle: string
  /** The folder of a cluster in which PostGIS was created: about 2 s to start from instead of 20 s. */
  cluster: string
}

/** Finds the template in `templateDir`, where it is named by the versions of engine and PostGIS; makes it on first use. */
export async function findTemplate(templateDir: string): Promise<Template> {
  const versions = `${versionOf('@electric-sql/pglite')}-${versionOf(postgisPackage)}`
  const bundle = join(templateDir, `postgis-${versions}.tar.gz`)
  const cluster = join(templateDir, `cluster-${versions}.tar.gz`)
  await mkdir(templateDir, { recursive: true })
  if (!existsSync(bundle)) await place(bundle, await makeBundle())
  if (!existsSync(cluster)) await place(cluster, await makeCluster(bundle))
  return { bundle, cluster }
}

async function makeBundle(): Promise<Uint8Array> {
  const whole = await readFile(join(dirname(createRequire(import.meta.url).resolve(postgisPackage)), 'postgis.tar.gz'))
  // level 1: it is unpacked at every start
  return promisify(gzip)(slimBundle(await promisify(gunzip)(whole)), { level: 1 })
}

async function makeCluster(bundle: string): Promise<Uint8Array> {
  const worker = new WorkerQueue({ bundle, cluster: undefined, template: undefined })
  try {
    await worker.started
    for (const sql of ['CREATE EXTENSION postgis', 'CHECKPOINT']) {
      let answer = ''
      await worker.batch({ kind: 'query', bytes: queryMessage(sql) }, (bytes) => (answer += Buffer.from(bytes).toString('latin1')))
      if (!answer.includes(sql.split(' postgis')[0] as string)) throw new Error(`the embedded engine could not run ${sql}: ${answer}`)
    }
    return await worker.dump()
  } finally {
    await worker.terminate(new Error('the template is made'))
  }
}

/** Two processes may race here: each writes a file of its own, the last rename wins, both are whole. */
async function place(file: string, bytes: Uint8Array): Promise<void> {
  const own = `${file}.${randomUUID()}`
  await writeFile(own, bytes)
  await rename(own, file)
}

function versionOf(name: string): string {
  const require = createRequire(import.meta.url)
  let folder = dirname(require.resolve(name))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return (require(join(folder, 'package.json')) as { version: string }).version
}
