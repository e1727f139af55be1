import { BackendAnswer } from './backend-answer'
import { EmptyStatements, isCopyIn, isEmptyQuery } from './empty-statements'
import type { FrontendBatch } from './frontend-batches'
import { errorMessage, queryMessage, readyMessage, startupMessage } from './wire-messages'

/** Runs protocol messages in the engine; `onData` gets the answer in pieces that are only valid during the call. */
export type ExecProtocol = (message: Uint8Array, onData: (bytes: Uint8Array) => void) => void

const syncBytes = 5
const noAnswer = 'the embedded engine gave no answer'

/**
 * The one session of the engine, answering batches as a PostgreSQL server would. Where the engine itself breaks inside a statement
 * (a trap of its machine code; C++ exceptions too, did cpp-exceptions.ts not tell them as errors) it goes on as if nothing had been
 * asked: that silence is found by counting, undone by ROLLBACK and told as XX000.
 */
export class EmbeddedSession {
  #exec: ExecProtocol
  #empties = new EmptyStatements()
  #status = 'I'

  constructor(exec: ExecProtocol) {
    this.#exec = exec
  }

  /** Answers one batch; `emit` gets pieces of the answer that are only valid during the call. */
  answer(batch: FrontendBatch, emit: (bytes: Uint8Array) => void): void {
    const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.byteLength)
    if (batch.kind === 'startup') {
      this.#reset()
      this.#exec(startupMessage(), emit)
    } else if (batch.kind === 'query') this.#simple(bytes, emit)
    else if (batch.kind === 'flush') this.#extended(bytes, emit)
    else if (batch.kind === 'sync') {
      if (bytes.length > syncBytes) this.#extended(bytes.subarray(0, -syncBytes), emit)
      this.#sync(bytes.subarray(-syncBytes), emit)
    } else if (batch.kind === 'terminate') this.#reset()
  }

  #simple(bytes: Buffer, emit: (bytes: Uint8Array) => void): void {
    const sql = bytes.toString('utf8', 5, bytes.length - 1)
    if (isCopyIn(sql)) this.#refuseCopy(emit)
    else this.#query(sql, bytes, emit)
    emit(readyMessage(this.#status))
  }

  #query(sql: string, bytes: Buffer, emit: (bytes: Uint8Array) => void): void {
    const answer = this.#run(bytes, emit)
    const said = answer.completed > 0 || (answer.empty > 0 && isEmptyQuery(sql))
    if (!answer.failed && (!said || answer.torn || answer.status === undefined)) this.#recover(answer, emit)
    else this.#status = answer.status ?? this.#status
  }

  /** Parse to Execute without the Sync, so that what an exception left half done can be rolled back before Sync commits it. */
  #extended(bytes: Buffer, emit: (bytes: Uint8Array) => void): void {
    const asked = this.#empties.note(bytes)
    if (asked.copiesIn) return this.#refuseCopy(emit)
    const answer = this.#run(bytes, emit)
    const said = answer.completed + Math.min(answer.empty, asked.empty)
    if (!answer.failed && (answer.torn || said < asked.executes)) this.#recover(answer, emit)
  }

  #sync(bytes: Buffer, emit: (bytes: Uint8Array) => void): void {
    const answer = this.#run(bytes, emit)
    if (!answer.failed && answer.status === undefined) this.#recover(answer, emit)
    else this.#status = answer.status ?? this.#status
    emit(readyMessage(this.#status))
  }

  #run(bytes: Uint8Array, emit: (bytes: Uint8Array) => void): BackendAnswer {
    const answer = new BackendAnswer(emit)
    this.#exec(bytes, (data) => answer.push(data))
    return answer
  }

  #quietly(sql: string): void {
    const answer = this.#run(queryMessage(sql), () => {})
    if (answer.status) this.#status = answer.status
  }

  /** Undoes what was left half done; inside a transaction block the block then stands failed, as it would on a server. */
  #recover(answer: BackendAnswer, emit: (bytes: Uint8Array) => void): void {
    const inBlock = this.#status === 'T' || answer.openedBlock
    this.#quietly('ROLLBACK')
    if (inBlock) {
      this.#quietly('BEGIN')
      this.#quietly("SELECT 'failed'::int")
    }
    emit(errorMessage('XX000', noAnswer))
  }

  #refuseCopy(emit: (bytes: Uint8Array) => void): void {
    if (this.#status === 'T') this.#quietly("SELECT 'failed'::int")
    emit(errorMessage('0A000', 'COPY FROM STDIN does not exist on the embedded engine: insert with unnest'))
  }

  #reset(): void {
    this.#quietly('ROLLBACK')
    this.#quietly('DISCARD ALL')
    this.#empties.clear()
  }
}
