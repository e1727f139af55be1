const dataRow = 0x44 // D
const errorResponse = 0x45 // E
const readyForQuery = 0x5a // Z
const commandComplete = 0x43 // C
const emptyQuery = 0x49 // I
const notification = 0x41 // A
/** One of these ends every statement that was really run: CommandComplete, PortalSuspended, CopyInResponse, CopyOutResponse. */
const completions = new Set([commandComplete, 0x73, 0x47, 0x48])

/**
 * Reads what the engine answers to one batch while it comes, passes on what a PostgreSQL server would have said and counts what
 * tells a swallowed exception from an answer: everything after an ErrorResponse is dropped (the engine goes on answering), and
 * ReadyForQuery is held back, for the engine says it twice after an error.
 */
export class BackendAnswer {
  /** Statements that ended, one by one, without error. */
  completed = 0
  empty = 0
  failed = false
  /** True when a statement claims to have ended without a name: an exception tore it out of its run. */
  torn = false
  /** Transaction status of the last ReadyForQuery: I idle, T in a transaction, E in a failed one; undefined when none came. */
  status: string | undefined
  /** True when a BEGIN of this answer was not followed by its COMMIT or ROLLBACK. */
  openedBlock = false

  #emit: (bytes: Uint8Array) => void
  #header = Buffer.alloc(5)
  #headerBytes = 0
  #bodyLeft = 0
  #kept: Buffer[] | undefined
  #passes = false

  constructor(emit: (bytes: Uint8Array) => void) {
    this.#emit = emit
  }

  /** Takes the next bytes of the answer, cut anywhere; they are copied or emitted before this returns. */
  push(chunk: Uint8Array): void {
    const data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let at = 0
    let passFrom = -1
    const passUpTo = (end: number) => {
      if (passFrom >= 0 && end > passFrom) this.#emit(data.subarray(passFrom, end))
      passFrom = -1
    }
    while (at < data.length) {
      if (this.#headerBytes < 5) {
        const before = this.#headerBytes
        const n = Math.min(5 - before, data.length - at)
        data.copy(this.#header, before, at, at + n)
        this.#headerBytes += n
        at += n
        if (this.#headerBytes < 5) break
        this.#begin()
        if (!this.#passes) passUpTo(at - n)
        else if (before > 0) this.#emit(Buffer.from(this.#header))
        else if (passFrom < 0) passFrom = at - n
      }
      if (this.#passes && passFrom < 0) passFrom = at
      const n = Math.min(this.#bodyLeft, data.length - at)
      this.#kept?.push(Buffer.from(data.subarray(at, at + n)))
      this.#bodyLeft -= n
      at += n
      if (this.#bodyLeft === 0) this.#end()
    }
    // a header that is not complete yet is emitted whole, with the next chunk
    passUpTo(this.#headerBytes > 0 && this.#headerBytes < 5 ? at - this.#headerBytes : at)
  }

  #begin(): void {
    const type = this.#header[0]
    this.#bodyLeft = this.#header.readInt32BE(1) - 4
    this.#passes = type !== readyForQuery && (!this.failed || type === notification)
    this.#kept = type === readyForQuery || type === commandComplete ? [] : undefined
    if (type === dataRow || this.failed) return
    if (type === errorResponse) this.failed = true
    else if (type === emptyQuery) this.empty += 1
    else if (type !== undefined && completions.has(type)) this.completed += 1
  }

  #end(): void {
    if (this.#kept) {
      const body = Buffer.concat(this.#kept)
      if (this.#header[0] === readyForQuery) this.status = String.fromCharCode(body[0] ?? 0)
      else this.#noteTag(body.toString('latin1', 0, body.length - 1))
    }
    this.#kept = undefined
    this.#headerBytes = 0
  }

  #noteTag(tag: string): void {
    if (tag === '???') this.torn = true
    else if (tag === 'BEGIN' || tag === 'START TRANSACTION') this.openedBlock = true
    else if (tag === 'COMMIT' || tag === 'ROLLBACK') this.openedBlock = false
  }
}
