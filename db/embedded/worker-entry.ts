import type { Worker } from 'node:worker_threads'
import { startWorkerThread } from '../worker-thread'
import type { WorkerStart } from './worker-protocol'

/** Starts the worker that holds the engine. */
export const startWorker = (start: WorkerStart): Worker => startWorkerThread(import.meta.url, 'embedded-worker', { name: 'embedded-database', workerData: start })
