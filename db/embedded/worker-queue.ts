import type { Worker } from 'node:worker_threads'
import type { FrontendBatch } from './frontend-batches'
import { startWorker } from './worker-entry'
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker-protocol'

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

interface Outstanding {
  onBytes: (bytes: Uint8Array) => void
  resolve: () => void
  reject: (error: Error) => void
}

/** One worker thread and the requests it has not answered yet; it answers them in the order they came. */
export class WorkerQueue {
  #worker: Worker
  #outstanding = new Map<number, Outstanding>()
  #lastId = 0
  #dead: Error | undefined
  /** Resolves when the engine has started; rejects when it could not. */
  readonly started: Promise<void>

  constructor(start: WorkerStart) {
    this.#worker = startWorker(start)
    this.started = new Promise((resolve, reject) => this.#outstanding.set(0, { onBytes: () => {}, resolve, reject }))
    this.#worker.on('message', (reply: WorkerReply) => this.#take(reply))
    this.#worker.on('error', (error) => this.#die(error))
    this.#worker.on('exit', () => this.#die(new Error('the embedded engine has stopped')))
  }

  /** Undefined while it lives, else why it died. */
  get dead(): Error | undefined {
    return this.#dead
  }

  /** Sends one batch; `onBytes` gets the answer in pieces. Rejects when the worker dies before it has answered. */
  async batch(batch: FrontendBatch, onBytes: (bytes: Uint8Array) => void): Promise<void> {
    await this.#send({ ask: 'batch', batch }, onBytes)
  }

  /** The data folder as a gzipped tar. */
  async dump(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = []
    await this.#send({ ask: 'dump' }, (bytes) => pieces.push(bytes))
    return pieces[0] ?? new Uint8Array()
  }

  /** Shuts the database down cleanly after everything asked before. */
  async close(): Promise<void> {
    await this.#send({ ask: 'close' }, () => {})
    await this.#worker.terminate()
  }

  /** Stops the worker at once, whatever it is doing, as kill -9 would; what is outstanding rejects with `why`. */
  async terminate(why: Error): Promise<void> {
    this.#die(why)
    await this.#worker.terminate()
  }

  #send(request: WithoutId<WorkerRequest>, onBytes: (bytes: Uint8Array) => void): Promise<void> {
    if (this.#dead) return Promise.reject(this.#dead)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#outstanding.set(id, { onBytes, resolve, reject })
      this.#worker.postMessage({ ...request, id })
    })
  }

  #take(reply: WorkerReply): void {
    const outstanding = this.#outstanding.get(reply.id)
    if (!outstanding) return
    if (reply.bytes) outstanding.onBytes(reply.bytes)
    if (!reply.done) return
    this.#outstanding.delete(reply.id)
    if (reply.error === undefined) outstanding.resolve()
    else outstanding.reject(new Error(reply.error))
  }

  #die(error: Error): void {
    this.#dead ??= error
    for (const { reject } of this.#outstanding.values()) reject(this.#dead)
    this.#outstanding.clear()
  }
}
