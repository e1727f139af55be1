import type { ServerResponse } from 'node:http'

/** A client that has this much unread is too slow to be shown the present: it is let go and reconnects to a fresh snapshot. */
export const evictAboveBytes = 256 * 1024
/** Deltas kept for Last-Event-ID; about half a minute of a busy city. */
const keptFrames = 128

/** The raw response of a connected client, as far as it is used here. */
export type LiveSink = Pick<ServerResponse, 'write' | 'end' | 'writableLength' | 'destroy' | 'once'>

/**
 * The connected clients of the live channel. Every frame is encoded once and the same bytes are written to all.
 */
export class LiveClients {
  private readonly sinks = new Set<LiveSink>()
  private readonly recent: { seq: number; bytes: Buffer }[] = []
  evicted = 0

  get size(): number {
    return this.sinks.size
  }

  /**
   * Takes a client in: the deltas after `lastSeq` if all of them are still kept, else a snapshot.
   * @param snapshot bytes of a frame of the present, made only when needed
   */
  add(sink: LiveSink, lastSeq: number | null, snapshot: () => Buffer): void {
    sink.once('close', () => this.sinks.delete(sink))
    sink.once('error', () => this.sinks.delete(sink))
    const missed = lastSeq === null ? null : this.framesAfter(lastSeq)
    if (missed) for (const frame of missed) sink.write(frame.bytes)
    else sink.write(snapshot())
    this.sinks.add(sink)
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
    for (const sink of this.sinks) sink.end()
    this.sinks.clear()
  }

  private framesAfter(lastSeq: number): { seq: number; bytes: Buffer }[] | null {
    const first = this.recent[0]
    const last = this.recent.at(-1)
    if (!first || !last || lastSeq < first.seq - 1 || lastSeq > last.seq) return null
    return this.recent.filter((frame) => frame.seq > lastSeq)
  }

  private writeAll(bytes: Buffer): void {
    for (const sink of this.sinks) {
      if (sink.writableLength > evictAboveBytes) {
        this.sinks.delete(sink)
        this.evicted++
        sink.destroy()
      } else sink.write(bytes)
    }
  }
}
