import { startWorkerThread } from '#db/worker-thread'
import type { ExportRow } from './export-row'
import type { ExportTask } from './export-writer'

export type ToExportThread = { kind: 'rows'; rows: ExportRow[] } | { kind: 'finish' }
/** `taken`: so many rows are in the file to be; the next piece may come. */
export type FromExportThread = { kind: 'taken'; rows: number } | { kind: 'done'; bytes: number }

/** Rows of one message: making them is all that holds the event loop. */
const rowsPerMessage = 250
const heapMiB = 2048

/**
 * Writes a file of segments in a thread of its own, which is handed the rows piece by piece as fast as it takes them.
 * @param path where the whole file stands at the end; until then at most `path.part` is there
 * @param onRows told how many rows the thread has taken so far
 * @returns size, bytes
 * @throws Error when the thread fails, or the signal's reason when that aborts
 */
export function writeExportFile(path: string, task: ExportTask, rows: Iterable<ExportRow>, onRows: (written: number) => void, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    const worker = startWorkerThread(import.meta.url, 'export-worker', { workerData: { task, path }, resourceLimits: { maxOldGenerationSizeMb: heapMiB } })
    const source = rows[Symbol.iterator]()
    let written = 0
    let isOver = false
    const end = (settle: () => void): void => {
      isOver = true
      signal.removeEventListener('abort', cancel)
      // Nothing is left of a file when this promise settles: the thread has ended by then.
      void worker.terminate().then(settle)
    }
    const cancel = (): void => end(() => reject(signal.reason as Error))
    const next = (): void => {
      const piece: ExportRow[] = []
      for (let one = source.next(); !one.done; one = source.next()) {
        piece.push(one.value)
        if (piece.length === rowsPerMessage) break
      }
      worker.postMessage((piece.length === 0 ? { kind: 'finish' } : { kind: 'rows', rows: piece }) satisfies ToExportThread)
    }
    signal.addEventListener('abort', cancel)
    worker.on('message', (said: FromExportThread) => {
      if (isOver) return
      if (said.kind === 'done') return end(() => resolve(said.bytes))
      written += said.rows
      onRows(written)
      try {
        next()
      } catch (error) {
        end(() => reject(error as Error))
      }
    })
    worker.on('error', (error) => end(() => reject(error)))
    worker.on('exit', (code) => { if (!isOver) end(() => reject(new Error(`the thread that writes exports ended (${code})`))) })
  })
}
