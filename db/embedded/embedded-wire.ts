import { Duplex } from 'node:stream'
import { FrontendBatches, type FrontendBatch } from './frontend-batches'

/** Answers one batch: calls `onBytes` with the pieces of the answer, resolves at its end, rejects when the engine is lost. */
export type AnswerBatch = (batch: FrontendBatch, onBytes: (bytes: Uint8Array) => void) => Promise<void>

/**
 * Looks to `pg` like the socket of a PostgreSQL server: `new pg.Pool({ max: 1, stream: () => new EmbeddedWire(answer) })`.
 * Whole batches go to the engine, its answers come back as bytes; no bytes arrive any more after it was destroyed.
 */
export class EmbeddedWire extends Duplex {
  #answer: AnswerBatch
  #batches = new FrontendBatches()

  constructor(answer: AnswerBatch) {
    super({ allowHalfOpen: false })
    this.#answer = answer
  }

  /** As net.Socket: there is nothing to reach, so it is connected at the next tick. */
  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    try {
      for (const batch of this.#batches.push(chunk)) this.#send(batch)
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  #send(batch: FrontendBatch): void {
    if (batch.kind === 'refuse') {
      this.push(Buffer.from('N'))
      return
    }
    this.#answer(batch, (bytes) => {
      if (!this.destroyed) this.push(bytes)
    }).then(
      () => {
        if (batch.kind === 'terminate' || batch.kind === 'cancel') this.destroy()
      },
      (error: Error) => this.destroy(error),
    )
  }
}
