import { EmbeddedWire } from './embedded-wire'
import type { FrontendBatch } from './frontend-batches'
import type { WorkerStart } from './worker-protocol'
import { WorkerQueue } from './worker-queue'

/** Keeps one engine running for the clients of this process: gives its one session to one wire at a time, restarts what was stopped. */
export class EmbeddedEngineHost {
  #start: WorkerStart
  #answerTimeoutMs: number | undefined
  #worker: WorkerQueue
  #holder: EmbeddedWire | undefined
  #closed = false

  constructor(start: WorkerStart, answerTimeoutMs?: number) {
    this.#start = start
    this.#answerTimeoutMs = answerTimeoutMs
    this.#worker = new WorkerQueue(start)
  }

  /** Resolves when the engine answers; rejects when it could not start. */
  started(): Promise<void> {
    return this.#worker.started
  }

  createStream(): EmbeddedWire {
    const wire: EmbeddedWire = new EmbeddedWire((batch, onBytes) => this.#answer(wire, batch, onBytes))
    // A client that vanished without a word must not leave its transaction open.
    wire.once('close', () => this.#release(wire))
    return wire
  }

  dump(): Promise<Uint8Array> {
    return this.#living().dump()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#holder?.destroy()
    this.#holder = undefined
    if (!this.#worker.dead) await this.#worker.close()
  }

  async #answer(wire: EmbeddedWire, batch: FrontendBatch, onBytes: (bytes: Uint8Array) => void): Promise<void> {
    if (batch.kind === 'startup') {
      this.#holder?.destroy(new Error('the embedded engine has one session, and another client has taken it'))
      this.#holder = wire
    } else if (batch.kind === 'cancel') return
    else if (this.#holder !== wire) throw new Error('this connection to the embedded engine is closed')
    if (batch.kind === 'terminate') return this.#release(wire)
    await this.#inTime(this.#living(), batch, onBytes)
  }

  async #inTime(worker: WorkerQueue, batch: FrontendBatch, onBytes: (bytes: Uint8Array) => void): Promise<void> {
    await worker.started
    const limitMs = this.#answerTimeoutMs
    const timer = limitMs === undefined ? undefined : setTimeout(() => void worker.terminate(new Error(`the embedded engine was stopped: no answer within ${limitMs} ms`)), limitMs)
    try {
      await worker.batch(batch, onBytes)
    } finally {
      clearTimeout(timer)
      if (worker.dead) this.#holder?.destroy(worker.dead)
    }
  }

  /** Rolls back what the wire left open, unless another one has the session already. */
  #release(wire: EmbeddedWire): void {
    if (this.#holder !== wire) return
    this.#holder = undefined
    if (!this.#worker.dead) this.#worker.batch({ kind: 'terminate', bytes: new Uint8Array() }, () => {}).catch(() => {})
  }

  #living(): WorkerQueue {
    if (this.#closed) throw new Error('the embedded engine is closed')
    if (this.#worker.dead) {
      if (this.#start.cluster === undefined) throw this.#worker.dead
      this.#worker = new WorkerQueue(this.#start)
    }
    return this.#worker
  }
}
