import type { FrontendBatch } from './frontend-batches'

/** What the worker needs to open its cluster. `cluster` is a folder that exists, or undefined for one in memory. */
export interface WorkerStart {
  /** PostGIS itself: a gzipped tar of its modules and files. */
  bundle: string
  cluster: string | undefined
  /** Tar (gzip) of a data folder to start a cluster in memory from; without it a new one is made, which takes about 10 s. */
  template: string | undefined
}

/** Main thread to worker; each is answered by messages of the same `id`, the last of them with `done`. */
export type WorkerRequest =
  | { id: number; ask: 'batch'; batch: FrontendBatch }
  | { id: number; ask: 'dump' }
  | { id: number; ask: 'close' }

/** Worker to main thread. `id` 0 is the start itself. */
export interface WorkerReply {
  id: number
  bytes?: Uint8Array<ArrayBuffer>
  error?: string
  done: boolean
}
