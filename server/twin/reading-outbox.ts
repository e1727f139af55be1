import { maxReadingsPerBatch, type IngestAnswer } from '#domain/wire/readings'
import type { SendResult } from './send-readings'
import type { TwinReading } from './sensor-bank'

export interface OutboxOptions {
  send: (readings: readonly TwinReading[]) => Promise<SendResult>
  /** Most readings kept while the server cannot take them; the oldest stay, newer ones are dropped and counted. */
  capacity?: number
  /** Least wall time between two requests, ms. */
  paceMs?: number
  /** Longest back-off, ms. */
  longestWaitMs?: number
  log: (message: string, detail: Record<string, unknown>) => void
}

/** The gateway's buffer: readings leave in order, a batch is forgotten only when the server has stored it. */
export class ReadingOutbox {
  private readonly waiting: TwinReading[] = []
  private stopped = false
  private wake: (() => void) | null = null
  /** Readings lost because the buffer was full, and refused as a batch by the server. */
  dropped = 0
  refused = 0
  private failures = 0
  private rejections = 0

  constructor(private readonly options: OutboxOptions) {}

  get size(): number { return this.waiting.length }

  /** The oldest waiting readings, at most `count`. */
  oldest(count: number): TwinReading[] { return this.waiting.slice(0, count) }

  push(readings: readonly TwinReading[]): void {
    const room = Math.max(0, (this.options.capacity ?? 500_000) - this.waiting.length)
    for (const reading of readings.slice(0, room)) this.waiting.push(reading)
    if (readings.length <= room) return
    if (this.dropped === 0) this.options.log('outbox full, dropping the newest readings', { capacity: this.waiting.length })
    this.dropped += readings.length - room
  }

  /** Sends until `stop`. @param untilEmpty resolves as soon as nothing waits @param paceMs overrides the pace (0 = as fast as accepted) */
  async run(untilEmpty = false, paceMs = this.options.paceMs ?? 1000, onSent?: (answer: IngestAnswer, remaining: number) => void): Promise<void> {
    while (!this.stopped) {
      if (untilEmpty && this.waiting.length === 0) return
      const startedMs = performance.now()
      const wait = this.waiting.length > 0 ? await this.sendFirst(onSent) : 0
      await this.pause(Math.max(wait, paceMs - (performance.now() - startedMs), this.waiting.length === 0 ? 50 : 0))
    }
  }

  /** Sends the oldest batch. @returns how long to wait before the next attempt, ms */
  private async sendFirst(onSent?: (answer: IngestAnswer, remaining: number) => void): Promise<number> {
    const batch = this.waiting.slice(0, maxReadingsPerBatch)
    const result = await this.options.send(batch)
    if (result.kind === 'retry') {
      this.failures++
      if (this.failures === 1 || this.failures % 20 === 0) this.options.log('server does not take readings, waiting', { reason: result.reason, attempts: this.failures, waiting: this.waiting.length })
      const backOff = Math.min(this.options.longestWaitMs ?? 15_000, 250 * 2 ** Math.min(10, this.failures - 1))
      return Math.max(result.afterMs, backOff)
    }
    this.failures = 0
    this.waiting.splice(0, batch.length)
    if (result.kind === 'refused') {
      this.refused += batch.length
      this.options.log('server refused a batch', { status: result.status, detail: result.detail, readings: batch.length })
      return 0
    }
    const [first] = result.answer.rejected
    if (first && this.rejections++ % 60 === 0) this.options.log('server rejected readings', { count: result.answer.rejected.length, first: { ...batch[first.index], field: first.field, reason: first.reason } })
    onSent?.(result.answer, this.waiting.length)
    return 0
  }

  private pause(ms: number): Promise<void> {
    if (ms <= 0 || this.stopped) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      this.wake = done
      function done(): void { clearTimeout(timer); resolve() }
    })
  }

  stop(): void {
    this.stopped = true
    this.wake?.()
  }
}
