import type { ServerResponse } from 'node:http'

/** A client that has more than this unread and reads nothing off it for `backlogPatienceMs` is let go; it reconnects to a fresh snapshot. */
export const evictAboveBytes = 256 * 1024
/** Wall ms. */
export const backlogPatienceMs = 10_000
/** What a client may cost in memory beyond its first snapshot, however eagerly it reads. */
export const evictAtOnceBytes = 4 * 1024 * 1024
/** Deltas kept for Last-Event-ID; about half a minute of a busy city. */
const keptFrames = 128

/** The raw response of a connected client, as far as it is used here. */
export type LiveSink = Pick<ServerResponse, 'write' | 'end' | 'writableLength' | 'destroy' | 'once'>

/** `lowestBytes`: the backlog at its smallest since it is too large; `drainedMs`: when it was last smaller than ever before. */
interface Client { firstBytes: number; backlog: { lowestBytes: number; drainedMs: number } | null }

/**
 * The connected clients of the live channel. Every frame is encoded once and the same bytes are written to all.
 */
export class LiveClients {
  private readonly sinks = new Map<LiveSink, Client>()
  private readonly recent: { seq: number; bytes: Buffer }[] = []
  evicted = 0

  /** @param now monotonic wall ms */
  constructor(private readonly now: () => number = () => performance.now()) {}

  get size(): number {
    return this.sinks.size
  }

  /**
   * Takes a client in: the deltas after `lastSeq` if all of them are still kept, else a snapshot.
   * @param snapshot bytes of a frame of the present, made only when needed
   * @returns a function that ends its stream
   */
  add(sink: LiveSink, lastSeq: number | null, snapshot: () => Buffer): () => void {
    sink.once('close', () => this.sinks.delete(sink))
    sink.once('error', () => this.sinks.delete(sink))
    const missed = lastSeq === null ? null : this.framesAfter(lastSeq)
    const first = missed ? missed.map((frame) => frame.bytes) : [snapshot()]
    for (const bytes of first) sink.write(bytes)
    this.sinks.set(sink, { firstBytes: first.reduce((sum, bytes) => sum + bytes.byteLength, 0), backlog: null })
    return () => {
      this.sinks.delete(sink)
      sink.end()
    }
  }

  /** Sends a delta to all and keeps it for those who resume. */
  publish(seq: number, bytes: Buffer): void {
    this.recent.push({ seq, bytes })
    if (this.recent.length > keptFrames) this.recent.shift()
    this.writeAll(bytes)
  }

  /** Keeps proxies and clients sure that the line is alive. */
  heartbeat(): void {
    this.writeAll(Buffer.from(': alive\n\n'))
  }

  /** Forgets the kept frames: nobody may resume across a change of the network. */
  forget(): void {
    this.recent.length = 0
  }

  close(): void {
    for (const sink of this.sinks.keys()) sink.end()
    this.sinks.clear()
  }

  private framesAfter(lastSeq: number): { seq: number; bytes: Buffer }[] | null {
    const first = this.recent[0]
    const last = this.recent.at(-1)
    if (!first || !last || lastSeq < first.seq - 1 || lastSeq > last.seq) return null
    return this.recent.filter((frame) => frame.seq > lastSeq)
  }

  private writeAll(bytes: Buffer): void {
    for (const [sink, client] of this.sinks) {
      if (this.isTooSlow(sink.writableLength, client)) {
        this.sinks.delete(sink)
        this.evicted++
        sink.destroy()
      } else sink.write(bytes)
    }
  }

  /** A large first snapshot on a thin line shrinks steadily and is waited for; a backlog that only grows or stands still is not. */
  private isTooSlow(bytes: number, client: Client): boolean {
    if (bytes > evictAtOnceBytes + client.firstBytes) return true
    if (bytes <= evictAboveBytes) client.backlog = null
    else if (!client.backlog || bytes < client.backlog.lowestBytes) client.backlog = { lowestBytes: bytes, drainedMs: this.now() }
    return client.backlog !== null && this.now() - client.backlog.drainedMs >= backlogPatienceMs
  }
}
