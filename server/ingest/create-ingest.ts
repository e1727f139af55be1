import type { Database } from '#db/database'
import { parseReading, type ReadingRules, type SensorSource } from '#domain/sensing/parse-reading'
import { judgeRange, qualityCode } from '#domain/sensing/quality'
import type { Reading } from '#domain/sensing/reading'
import type { SiteClock } from '#domain/units/site-time'
import type { IngestAnswer } from '#domain/wire/readings'
import type { ReadingRow } from '#server/store/save-readings'
import { loadSensorCatalogue, type CataloguedSensor } from '#server/store/sensor-catalogue'
import { GroupCommit, type CommitOutcome } from './group-commit'

export interface IngestOptions {
  db: Database
  clock: SiteClock
  /** Oldest reading taken, days before site time; default 400. */
  retentionDays?: number
  /** Rows that may wait for the database; beyond them requests are sent away with `busy`. Default 100 000. */
  mostPendingRows?: number
  /** Rows stored in one transaction at most (a single larger request still goes whole); default 20 000. */
  mostRowsPerCommit?: number
  /** Told of faults of the database, for the log. */
  onError?: (error: unknown) => void
}

/** Nothing of the request was stored; send the same again after so many seconds. */
export interface Busy { busy: number }
export type StoredListener = (readings: readonly Reading[]) => void

/** How often an unknown sensor may cause the catalogue to be read again (an import by another process adds sensors). */
const catalogueRestMs = 5000

/** The one way in for readings: judged one by one, stored together, and only then told to the listeners. */
export class Ingest {
  readonly #db: Database
  readonly #clock: SiteClock
  readonly #retentionDays: number
  readonly #mostPendingRows: number
  readonly #commit: GroupCommit
  readonly #onError: (error: unknown) => void
  readonly #listeners = new Set<StoredListener>()
  #sensors: Map<string, CataloguedSensor> | undefined
  #cataloguedMs = -Infinity

  constructor(options: IngestOptions) {
    this.#db = options.db
    this.#clock = options.clock
    this.#retentionDays = options.retentionDays ?? 400
    this.#mostPendingRows = options.mostPendingRows ?? 100_000
    this.#onError = options.onError ?? (() => {})
    this.#commit = new GroupCommit(options.db, options.mostRowsPerCommit ?? 20_000, this.#onError)
  }

  /** Rows judged good and not yet stored. */
  get pendingRows(): number { return this.#commit.pendingRows }

  /** Calls `listener` with every reading newly stored (never with duplicates), after it is on disk. @returns a function that ends it */
  onStored(listener: StoredListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reads the sensors again, after the network has changed. */
  async reloadSensors(): Promise<void> {
    this.#cataloguedMs = performance.now()
    this.#sensors = await loadSensorCatalogue(this.#db)
  }

  /**
   * Judges and stores the items of one request (`{ sensor, at, value }`, unproven). Resolves when every good one is on disk.
   * @param maySpeakFor sensors that whoever posts may speak for; absent = all of the source
   */
  accept(items: readonly unknown[], source: SensorSource = 'device', maySpeakFor?: (sensor: CataloguedSensor) => boolean): Promise<IngestAnswer | Busy> {
    return this.#take(items, source, maySpeakFor)
  }

  /** Resolves when everything accepted has been stored; for a graceful end. */
  idle(): Promise<void> {
    return this.#commit.idle()
  }

  async #take(items: readonly unknown[], source: SensorSource, maySpeakFor?: (sensor: CataloguedSensor) => boolean): Promise<IngestAnswer | Busy> {
    // Asked before the work of judging, and again when the rows are known: other requests may have come in between.
    if (this.#isFull(items.length)) return { busy: this.#waitS() }
    try {
      await this.#ensureSensors()
    } catch (error) {
      this.#onError(error)
      return { busy: this.#waitS() }
    }
    let batch = this.#judge(items, source, maySpeakFor)
    if (batch.unknownSensor && performance.now() - this.#cataloguedMs > catalogueRestMs) {
      await this.reloadSensors().catch(this.#onError)
      batch = this.#judge(items, source, maySpeakFor)
    }
    const { rejected, rows, sensors, indexes } = batch
    if (rows.length === 0) return { accepted: 0, duplicates: 0, rejected }
    if (this.#isFull(rows.length)) return { busy: this.#waitS() }
    const outcomes = await this.#commit.save(rows)
    if (outcomes === 'unavailable') return { busy: this.#waitS() }
    const stored: Reading[] = []
    let duplicates = 0
    for (const [at, outcome] of outcomes.entries()) {
      const row = rows[at]!
      if (outcome === 'stored') stored.push({ sensorId: sensors[at]!.id, measuredAtMs: row.measuredAtMs, value: row.value, quality: row.quality })
      else if (outcome === 'duplicate') duplicates += 1
      else rejected.push({ index: indexes[at]!, ...refusal(outcome) })
    }
    if (stored.length > 0) this.#publish(stored)
    return { accepted: stored.length, duplicates, rejected: rejected.sort((a, b) => a.index - b.index) }
  }

  #judge(items: readonly unknown[], source: SensorSource, maySpeakFor?: (sensor: CataloguedSensor) => boolean) {
    const nowMs = this.#clock.now().getTime()
    const known = this.#sensors!
    const rules: ReadingRules<CataloguedSensor> = { sensors: known, source, maySpeakFor, nowMs, retentionDays: this.#retentionDays }
    const rejected: IngestAnswer['rejected'] = []
    const rows: ReadingRow[] = []
    const sensors: CataloguedSensor[] = []
    const indexes: number[] = []
    let unknownSensor = false
    for (let index = 0; index < items.length; index += 1) {
      const judged = parseReading(items[index], rules)
      if ('reason' in judged) {
        rejected.push({ index, field: judged.field, reason: judged.reason })
        unknownSensor ||= judged.field === 'sensor' && judged.reason === 'unknown sensor'
        continue
      }
      const { sensor, measuredAtMs, value } = judged
      rows.push({ sensorKey: sensor.key, measuredAtMs, receivedAtMs: Math.floor(nowMs), value, quality: qualityCode(judgeRange(sensor.quantity, value)) })
      sensors.push(sensor)
      indexes.push(index)
    }
    return { rejected, rows, sensors, indexes, unknownSensor }
  }

  /** A request that finds nothing waiting is always taken, however large. */
  #isFull(moreRows: number): boolean {
    const pending = this.#commit.pendingRows
    return pending > 0 && pending + moreRows > this.#mostPendingRows
  }

  async #ensureSensors(): Promise<void> {
    if (!this.#sensors) await this.reloadSensors()
  }

  /** A listener that throws must not turn a stored reading into a failed request. */
  #publish(readings: readonly Reading[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(readings)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  /** Time to work off what waits, s, within 1 to 30. */
  #waitS(): number {
    return Math.min(30, Math.max(1, Math.ceil(this.#commit.pendingRows / this.#commit.rowsPerS)))
  }
}

function refusal(outcome: Exclude<CommitOutcome, 'stored' | 'duplicate'>): { field: string; reason: string } {
  return outcome === 'conflict'
    ? { field: 'value', reason: 'conflict: another value is stored for this sensor and instant' }
    : { field: '', reason: `the database refused it: ${outcome.poisoned}` }
}

/** The ingest room over a database and a site clock. Sensors are read at the first request. */
export function createIngest(options: IngestOptions): Ingest {
  return new Ingest(options)
}
