const sendAtBytes = 256 * 1024

/** Gathers small pieces of an answer and hands them on in buffers of their own, so that a big result travels while it is made. */
export class ReplyBuffer {
  #send: (bytes: Uint8Array<ArrayBuffer>) => void
  #pieces: Uint8Array[] = []
  #size = 0

  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send
  }

  /** Copies `bytes`, which may be reused by the caller afterwards. */
  push(bytes: Uint8Array): void {
    this.#pieces.push(new Uint8Array(bytes))
    this.#size += bytes.length
    if (this.#size >= sendAtBytes) this.#send(this.#take())
  }

  /** What is left, as a field of the last message. */
  rest(): { bytes?: Uint8Array<ArrayBuffer> } {
    return this.#size > 0 ? { bytes: this.#take() } : {}
  }

  #take(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#size)
    let at = 0
    for (const piece of this.#pieces) {
      all.set(piece, at)
      at += piece.length
    }
    this.#pieces = []
    this.#size = 0
    return all
  }
}
