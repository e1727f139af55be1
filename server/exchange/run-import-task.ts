import { statSync } from 'node:fs'
import { startWorkerThread } from '#db/worker-thread'
import type { Segment } from '#domain/network/network'
import { ImportRefused } from './import-refused'
import type { ImportTask, PreparedImport } from './prepare-import'

/** What the thread tells. Segments come in pieces, so that taking them up never holds the event loop for long. */
export type FromImportThread =
  | { kind: 'progress'; step: string }
  | { kind: 'segments'; rows: Segment[] }
  | { kind: 'done'; prepared: PreparedImport }
  | { kind: 'refused'; message: string }
  | { kind: 'failed'; message: string }

export interface ImportLimits { /** For an empty file. */ timeS: number; timePerMiB: number; heapMiB: number; growthMiB: number }
/** One file may take so long by its size (a busy machine reads ten times faster than that), so much JavaScript memory, and let the process grow by so much. */
export const importLimits: ImportLimits = { timeS: 30, timePerMiB: 1.5, heapMiB: 2048, growthMiB: 3072 }
const lookEveryMs = 200

/**
 * `prepareImport` in a thread of its own: a file that never ends, or unpacks to more than there is, ends the thread and not the process.
 * @throws ImportRefused as `prepareImport`; when a limit is passed; when the signal aborts
 */
export function runImportTask(task: ImportTask, onProgress: (step: string) => void = () => undefined, signal?: AbortSignal, limits: ImportLimits = importLimits): Promise<PreparedImport> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new ImportRefused(`${task.shown}: cancelled`))
    const worker = startWorkerThread(import.meta.url, 'import-worker', { workerData: task, resourceLimits: { maxOldGenerationSizeMb: limits.heapMiB } })
    const segments: Segment[] = []
    const before = process.memoryUsage().rss
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      clearInterval(look)
      signal?.removeEventListener('abort', cancel)
      settle()
      void worker.terminate()
    }
    const refuse = (words: string): void => end(() => reject(new ImportRefused(`${task.shown}: ${words}`)))
    const cancel = (): void => refuse('cancelled')
    const tooLarge = (mib: number): void => refuse(`reading it takes more than ${mib} MiB of memory. Cut it by area, for example: ogr2ogr -spat LON1 LAT1 LON2 LAT2 part.gpkg ${task.shown}`)
    const mostS = limits.timeS + limits.timePerMiB * ((statSync(task.path, { throwIfNoEntry: false })?.size ?? 0) / 2 ** 20)
    const timer = setTimeout(() => refuse(`reading it took longer than ${Math.round(mostS * 100) / 100} s: it is damaged, or too large for this machine. Cut it by area`), mostS * 1000)
    const look = setInterval(() => {
      if (process.memoryUsage().rss - before > limits.growthMiB * 2 ** 20) tooLarge(limits.growthMiB)
    }, lookEveryMs)
    signal?.addEventListener('abort', cancel)
    worker.on('message', (said: FromImportThread) => {
      if (said.kind === 'progress') onProgress(said.step)
      else if (said.kind === 'segments') for (const row of said.rows) segments.push(row)
      else if (said.kind === 'done') end(() => resolve({ ...said.prepared, plan: { ...said.prepared.plan, segments } }))
      else if (said.kind === 'refused') end(() => reject(new ImportRefused(said.message)))
      else end(() => reject(new Error(said.message)))
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') tooLarge(limits.heapMiB)
      else end(() => reject(error))
    })
    worker.on('exit', (code) => end(() => reject(new Error(`the thread that reads imports ended (${code})`))))
  })
}
