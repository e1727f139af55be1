import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { EmbeddedEngineHost } from './embedded-engine-host'
import { lockFolder } from './folder-lock'
import { findTemplate } from './template'
import { unpackTar } from './unpack-tar'
import type { WorkerStart } from './worker-protocol'

export interface EmbeddedOptions {
  /** Folder of the data (made when it is missing), or 'memory' for a database that is gone when it is closed. */
  dataDir: string
  /** Where the start template is cached; `.cache` in the working folder by default. */
  templateDir?: string
  /**
   * A query cannot be cancelled here. When an answer takes longer than this the engine is stopped as by kill -9, its clients get an
   * error, and it starts again on its folder (in memory it stays lost). No limit by default.
   */
  answerTimeoutMs?: number
}

export interface EmbeddedEngine {
  /** A stream for `new pg.Pool({ max: 1, stream: () => engine.createStream() })`. There is one session: a new client ends the old. */
  createStream(): Duplex
  /** The data folder as a gzipped tar, made in memory: committed work only. */
  dump(): Promise<Uint8Array>
  /** Shuts the database down and gives the folder back. */
  close(): Promise<void>
}

/**
 * Starts PostgreSQL with PostGIS in a worker thread of this process, on a data folder or in memory. What was committed survives the
 * death of the process (kill -9); it is written to the operating system but not forced to the disk, so it may not survive a power cut.
 * @throws Error when another process has the folder open
 */
export async function openEmbedded({ dataDir, templateDir = '.cache', answerTimeoutMs }: EmbeddedOptions): Promise<EmbeddedEngine> {
  const folder = dataDir === 'memory' ? undefined : resolve(dataDir)
  const unlock = folder === undefined ? () => {} : lockFolder(folder)
  try {
    const host = new EmbeddedEngineHost(await startOf(folder, resolve(templateDir)), answerTimeoutMs)
    await host.started()
    return {
      createStream: () => host.createStream(),
      dump: () => host.dump(),
      close: () => host.close().finally(unlock),
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Makes the cluster's folder from the template when it is new; it appears under its name only when it is whole. */
async function startOf(folder: string | undefined, templateDir: string): Promise<WorkerStart> {
  const template = await findTemplate(templateDir)
  if (folder === undefined) return { bundle: template.bundle, cluster: undefined, template: template.cluster }
  const cluster = join(folder, 'cluster')
  if (!existsSync(cluster)) {
    const unfinished = `${cluster}.new`
    await rm(unfinished, { recursive: true, force: true })
    unpackTar(await promisify(gunzip)(await readFile(template.cluster)), unfinished)
    await rename(unfinished, cluster)
  }
  return { bundle: template.bundle, cluster, template: undefined }
}
