import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a worker thread: its TypeScript source where the caller runs from source (tests, tsx), the built entry of the same name beside the caller's
 * chunk otherwise.
 * @param here import.meta.url of the module beside which the worker's source stands
 * @param entry file name without ending; also an entry of the server build
 */
export function startWorkerThread(here: string, entry: string, options: WorkerOptions): Worker {
  const given: WorkerOptions = { ...options, execArgv: [] }
  if (!here.endsWith('.ts')) return new Worker(new URL(`${entry}.js`, here), given)
  // A worker of a process that runs under tsx does not inherit its loader on Node 20, so it imports through tsx by itself.
  const tsx = pathToFileURL(createRequire(here).resolve('tsx/esm/api').replace(/index\.cjs$/, 'index.mjs')).href
  const source = new URL(`${entry}.ts`, here).href
  const code = `import(${JSON.stringify(tsx)}).then(({ tsImport }) => tsImport(${JSON.stringify(source)}, ${JSON.stringify(here)}))`
  return new Worker(code, { ...given, eval: true })
}
