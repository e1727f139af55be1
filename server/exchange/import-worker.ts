import { parentPort, workerData } from 'node:worker_threads'
import { ImportRefused } from './import-refused'
import { prepareImport, type ImportTask } from './prepare-import'
import type { FromImportThread } from './run-import-task'

/** Rows of one message. */
const rowsPerMessage = 2000
const tell = (message: FromImportThread): void => parentPort!.postMessage(message)

try {
  const prepared = await prepareImport(workerData as ImportTask, (step) => tell({ kind: 'progress', step }))
  const { segments } = prepared.plan
  for (let from = 0; from < segments.length; from += rowsPerMessage) tell({ kind: 'segments', rows: segments.slice(from, from + rowsPerMessage) })
  tell({ kind: 'done', prepared: { ...prepared, plan: { ...prepared.plan, segments: [] } } })
} catch (error) {
  tell(error instanceof ImportRefused ? { kind: 'refused', message: error.message } : { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
