import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { WorkerStart } from './worker-protocol'

/**
 * Starts the worker that holds the engine: its TypeScript source where this module itself runs from source (tests, tsx), the
 * built entry `embedded-worker.js` beside this module's chunk otherwise.
 */
export function startWorker(start: WorkerStart): Worker {
  const here = import.meta.url
  const options: WorkerOptions = { name: 'embedded-database', workerData: start, execArgv: [] }
  if (!here.endsWith('.ts')) return new Worker(new URL('embedded-worker.js', here), options)
  // A worker of a process that runs under tsx does not inherit its loader on Node 20, so it imports through tsx by itself.
  const tsx = pathToFileURL(createRequire(here).resolve('tsx/esm/api').replace(/index\.cjs$/, 'index.mjs')).href
  const source = new URL('embedded-worker.ts', here).href
  const code = `import(${JSON.stringify(tsx)}).then(({ tsImport }) => tsImport(${JSON.stringify(source)}, ${JSON.stringify(here)}))`
  return new Worker(code, { ...options, eval: true })
}
