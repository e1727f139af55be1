import type { Database } from '#db/database'
import { saveReadings, type ReadingRow, type SaveOutcome } from '#server/store/save-readings'

/** A row's fate; a string after `poisoned: ` names why the database would not take it. */
export type CommitOutcome = SaveOutcome | { poisoned: string }
/** The outcomes in order, or that nothing was stored because the database does not answer just now. */
export type CommitAnswer = CommitOutcome[] | 'unavailable'

interface Waiting { rows: ReadingRow[]; settle(answer: CommitAnswer): void }

/** Two transactions waited for each other; nothing was stored and the same may simply be tried again. */
const isRetryable = (error: unknown): boolean => (error as { code?: string }).code?.startsWith('40') ?? false
/** Data the database refuses (SQLSTATE classes 22 and 23) as opposed to a database in trouble. */
const isDataFault = (error: unknown): boolean => /^2[23]/.test((error as { code?: string }).code ?? '')

/**
 * Stores the rows of many requests in one transaction each time the database is free: one wait for the disk serves all who wait.
 * A row that the database refuses is found by halving, so that it takes no good row with it.
 */
export class GroupCommit {
  readonly #db: Database
  readonly #mostRowsPerCommit: number
  readonly #onError: (error: unknown) => void
  #waiting: Waiting[] = []
  /** Transactions at work: two on a server, so that one computes while the other waits for the disk; one on the embedded engine. */
  readonly #mostLanes: number
  #lanes = 0
  /** Rows accepted and not yet stored. */
  pendingRows = 0
  /** Smoothed speed of storing, rows per s; what Retry-After is reckoned from. */
  rowsPerS = 20_000

  constructor(db: Database, mostRowsPerCommit: number, onError: (error: unknown) => void) {
    this.#db = db
    this.#mostRowsPerCommit = mostRowsPerCommit
    this.#onError = onError
    this.#mostLanes = db.engine === 'postgresql' ? 2 : 1
  }

  /** Waits until the rows are on disk (or refused). */
  save(rows: ReadingRow[]): Promise<CommitAnswer> {
    return new Promise((settle) => {
      this.pendingRows += rows.length
      this.#waiting.push({ rows, settle })
      this.#openLane()
    })
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.#lanes > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  #openLane(): void {
    if (this.#lanes >= this.#mostLanes) return
    this.#lanes += 1
    void this.#drain()
  }

  /** Never rejects: every fault becomes an answer. */
  async #drain(): Promise<void> {
    for (;;) {
      // Let the requests of this turn of the event loop join the group.
      await new Promise<void>((resolve) => setImmediate(resolve))
      const group = this.#takeGroup()
      if (group.length === 0) break
      await this.#storeGroup(group)
    }
    // In the same breath as the empty look, so that a request arriving next finds the lane closed and opens one.
    this.#lanes -= 1
  }

  async #storeGroup(group: Waiting[]): Promise<void> {
    const rows = group.length === 1 ? group[0]!.rows : group.flatMap((request) => request.rows)
    const beganMs = performance.now()
    const answer = await this.#store(rows)
    const tookS = (performance.now() - beganMs) / 1000
    if (answer !== 'unavailable' && tookS > 0) this.rowsPerS += (rows.length / tookS - this.rowsPerS) * 0.2
    this.pendingRows -= rows.length
    let at = 0
    for (const request of group) {
      request.settle(answer === 'unavailable' || group.length === 1 ? answer : answer.slice(at, at + request.rows.length))
      at += request.rows.length
    }
  }

  #takeGroup(): Waiting[] {
    let [rows, count] = [0, 0]
    for (const request of this.#waiting) {
      if (count > 0 && rows + request.rows.length > this.#mostRowsPerCommit) break
      rows += request.rows.length
      count += 1
    }
    return this.#waiting.splice(0, count)
  }

  async #store(rows: ReadingRow[]): Promise<CommitAnswer> {
    try {
      return await this.#saveAround(rows).catch((error: unknown) => {
        if (!isRetryable(error)) throw error
        return this.#saveAround(rows)
      })
    } catch (error) {
      this.#onError(error)
      return 'unavailable'
    }
  }

  async #saveAround(rows: ReadingRow[]): Promise<CommitOutcome[]> {
    try {
      return await saveReadings(this.#db, rows)
    } catch (error) {
      if (!isDataFault(error)) throw error
      this.#onError(error)
      if (rows.length === 1) return [{ poisoned: String((error as Error).message) }]
      const middle = rows.length >> 1
      return [...(await this.#saveAround(rows.slice(0, middle))), ...(await this.#saveAround(rows.slice(middle)))]
    }
  }
}
