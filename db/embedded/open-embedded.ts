import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { EmbeddedWire } from './embedded-wire'
import { lockFolder } from './folder-lock'
import { findTemplate } from './template'
import { unpackTar } from './unpack-tar'
import { WorkerQueue } from './worker-queue'
import type { WorkerStart } from './worker-protocol'

export interface EmbeddedOptions {
  /** Folder of the data (made when it is missing), or 'memory' for a database that is gone when it is closed. */
  dataDir: string
  /** Where the start template is cached; .cache in the working folder by default. */
  templateDir?: string
  /** A batch that takes longer than this loses the engine: it is stopped and started again. No limit by default. */
  batchTimeoutMs?: number
}

export interface EmbeddedEngine {
  /** A stream for `new pg.Pool({ max: 1, stream: () => engine.createStream() })`. */
  createStream(): Duplex
  /** Everything as a gzipped tar of the data folder, committed work only. */
  dump(): Promise<Uint8Array>
  /** Shuts the database down and gives the folder back. */
  close(): Promise<void>
}

/**
 * Starts PostgreSQL with PostGIS in a worker thread of this process, on a data folder or in memory.
 * @throws Error when another process has the folder open
 */
export async function openEmbedded({ dataDir, templateDir = '.cache', batchTimeoutMs }: EmbeddedOptions): Promise<EmbeddedEngine> {
  void batchTimeoutMs
  const unlock = dataDir === 'memory' ? () => {} : lockFolder(resolve(dataDir))
  try {
    const worker = new WorkerQueue(await startOf(dataDir, templateDir))
    await worker.started
    return {
      createStream: () => new EmbeddedWire((batch, onBytes) => worker.batch(batch, onBytes)),
      dump: () => worker.dump(),
      async close() {
        await worker.close()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Makes the cluster's folder from the template when it is new; it appears under its name only when it is whole. */
async function startOf(dataDir: string, templateDir: string): Promise<WorkerStart> {
  if (dataDir === 'memory') return { cluster: undefined, template: await findTemplate(templateDir) }
  const cluster = join(resolve(dataDir), 'cluster')
  if (!existsSync(cluster)) {
    const unfinished = `${cluster}.new`
    await rm(unfinished, { recursive: true, force: true })
    unpackTar(await promisify(gunzip)(await readFile(await findTemplate(templateDir))), unfinished)
    await rename(unfinished, cluster)
  }
  return { cluster, template: undefined }
}
