/** What a client sends in one piece: everything up to a message after which it waits for an answer. */
export interface FrontendBatch {
  /** `refuse` asks for encryption (answer: no), `cancel` asks to cancel a query (cannot be done), `flush` wants answers before the Sync. */
  kind: 'startup' | 'query' | 'sync' | 'flush' | 'terminate' | 'refuse' | 'cancel'
  bytes: Uint8Array
}

const endsBatch: Record<string, FrontendBatch['kind']> = { Q: 'query', S: 'sync', H: 'flush', X: 'terminate' }
const longestMessageBytes = 1 << 30

/** Cuts the byte stream of a PostgreSQL client (protocol 3) into batches; the stream may be broken anywhere. */
export class FrontendBatches {
  #rest: Buffer = Buffer.alloc(0)
  #batch: Buffer[] = []
  #started = false

  /** Takes the next bytes, returns the batches they complete. Throws a RangeError on a length that cannot be. */
  push(chunk: Uint8Array): FrontendBatch[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes
    const batches: FrontendBatch[] = []
    for (let size = this.#nextSize(data); size <= data.length; size = this.#nextSize(data)) {
      const batch = this.#take(data.subarray(0, size))
      if (batch) batches.push(batch)
      data = data.subarray(size)
    }
    this.#rest = data
    return batches
  }

  /** Size in bytes of the message at the start of `data`, Infinity while its header is incomplete. */
  #nextSize(data: Buffer): number {
    const typeBytes = this.#started ? 1 : 0
    if (data.length < typeBytes + 4) return Infinity
    const size = data.readInt32BE(typeBytes)
    if (size < (this.#started ? 4 : 8) || size > longestMessageBytes) throw new RangeError(`a message of ${size} bytes cannot be`)
    return typeBytes + size
  }

  #take(message: Buffer): FrontendBatch | undefined {
    if (!this.#started) {
      const protocol = message.readInt32BE(4)
      if (protocol === 80877103 || protocol === 80877104) return { kind: 'refuse', bytes: message }
      if (protocol === 80877102) return { kind: 'cancel', bytes: message }
      this.#started = true
      return { kind: 'startup', bytes: message }
    }
    this.#batch.push(message)
    const kind = endsBatch[String.fromCharCode(message[0] ?? 0)]
    if (!kind) return undefined
    const bytes = this.#batch.length === 1 ? message : Buffer.concat(this.#batch)
    this.#batch = []
    return { kind, bytes }
  }
}
