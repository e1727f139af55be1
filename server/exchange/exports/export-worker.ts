import { closeSync, openSync, renameSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { ExportTask, ExportWriter } from './export-writer'
import { openExportWriter } from './open-export-writer'
import type { FromExportThread, ToExportThread } from './write-export-file'

const { task, path } = workerData as { task: ExportTask; path: string }
const tell = (message: FromExportThread): void => parentPort!.postMessage(message)

/** Under its own name only when it is whole. @returns bytes written */
function finish(writer: ExportWriter): number {
  const file = openSync(`${path}.part`, 'wx')
  let bytes = 0
  try {
    for (const piece of writer.finish()) {
      for (let from = 0; from < piece.byteLength;) from += writeSync(file, piece, from)
      bytes += piece.byteLength
    }
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.part`, path)
  return bytes
}

const writer = await openExportWriter(task)
parentPort!.on('message', (said: ToExportThread) => {
  if (said.kind === 'finish') {
    tell({ kind: 'done', bytes: finish(writer) })
    parentPort!.close()
    return
  }
  for (const row of said.rows) writer.add(row)
  tell({ kind: 'taken', rows: said.rows.length })
})
tell({ kind: 'taken', rows: 0 })
