import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { queryMessage } from './wire-messages'
import { WorkerQueue } from './worker-queue'

/**
 * The file every new data folder starts from: a gzipped tar of a cluster with PostGIS, about 2 s to start from instead of 20 s.
 * It is made on first use and kept in `templateDir`, named by the versions of engine and PostGIS.
 */
export async function findTemplate(templateDir: string): Promise<string> {
  const file = join(templateDir, `embedded-${versionOf('@electric-sql/pglite')}-postgis-${versionOf('@electric-sql/pglite-postgis')}.tar.gz`)
  if (existsSync(file)) return file
  const worker = new WorkerQueue({ cluster: undefined, template: undefined })
  try {
    await worker.started
    let answer = ''
    await worker.batch({ kind: 'query', bytes: queryMessage('CREATE EXTENSION postgis') }, (bytes) => (answer += Buffer.from(bytes).toString('latin1')))
    if (!answer.includes('CREATE EXTENSION')) throw new Error(`PostGIS could not be installed into the embedded engine: ${answer}`)
    await worker.batch({ kind: 'query', bytes: queryMessage('CHECKPOINT') }, () => {})
    const dump = await worker.dump()
    await mkdir(templateDir, { recursive: true })
    // Two processes may race here: each writes a file of its own, the last rename wins, both are whole.
    const own = `${file}.${process.pid}`
    await writeFile(own, dump)
    await rename(own, file)
  } finally {
    await worker.terminate(new Error('the template is made'))
  }
  return file
}

function versionOf(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  const { version } = createRequire(import.meta.url)(join(folder, 'package.json')) as { version: string }
  return version
}

