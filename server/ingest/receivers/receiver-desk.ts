import type { Database } from '#db/database'
import { reduceToCgcs2000 } from '#domain/geo/epoch/reduce-to-cgcs2000'
import { matchPosition, type PositionMatch } from '#domain/network/match-position'
import type { Segment } from '#domain/network/network'
import { SegmentGrid } from '#domain/network/segment-grid'
import { mostAheadS } from '#domain/sensing/parse-reading'
import { referenceOf, sigmaOf, type ReceivedFix, type RefusedFix } from '#domain/sensing/receiver'
import type { SiteClock } from '#domain/units/site-time'
import { saveReceiverPositions, type ReceiverPosition } from '#server/store/receiver-positions'
import { findReceiver, type StoredReceiver } from '#server/store/receivers'
import type { Busy, Ingest } from '../create-ingest'

export interface ReceiverDeskOptions {
  db: Database
  clock: SiteClock
  ingest: Pick<Ingest, 'accept'>
  retentionDays: number
  /** Told of faults of the database, for the log. */
  onError?: (error: unknown) => void
}

/** What became of positions. `refused`: how many, by reason. */
export interface FixAnswer { stored: number; duplicates: number; refused: Record<string, number>; readings: { accepted: number; duplicates: number; refused: Record<string, number> } }

/** What this server has counted of one receiver since it started. */
export interface ReceiverCounts { stored: number; duplicates: number; refused: Record<string, number> }

/** What was said of a receiver counts again after so long, wall ms: somebody may have retired it or stated its frame. */
const rememberedMs = 5000
/** A receiver's last segment tells of its next for so long, ms between two measurements. */
const continuedMs = 60_000

interface Known { receiver: StoredReceiver; readMs: number }

export const countInto = (counts: Record<string, number>, reason: string, by = 1): void => { counts[reason] = (counts[reason] ?? 0) + by }

/** The one place where receivers' positions are judged, reduced to CGCS2000, put onto segments and stored; what they measured goes the way of every reading. */
export class ReceiverDesk {
  private readonly known = new Map<string, Known>()
  private readonly counts = new Map<string, ReceiverCounts>()
  private readonly lastOn = new Map<string, { segmentId: string; atMs: number }>()
  private readonly connections = new Map<string, () => void>()
  private grid: SegmentGrid

  constructor(private readonly options: ReceiverDeskOptions, segments: readonly Segment[]) {
    this.grid = new SegmentGrid(segments)
  }

  /** Another network: positions are put onto it from now on. */
  setNetwork(segments: readonly Segment[]): void {
    this.grid = new SegmentGrid(segments)
    this.lastOn.clear()
  }

  countsOf(receiverId: string): ReceiverCounts {
    const counts = this.counts.get(receiverId) ?? { stored: 0, duplicates: 0, refused: {} }
    this.counts.set(receiverId, counts)
    return counts
  }

  isConnected(receiverId: string): boolean { return this.connections.has(receiverId) }

  /** A receiver has one connection: a newer one replaces it, because a mobile network loses connections without a word. @returns a function that says it has ended */
  connect(receiverId: string, end: () => void): () => void {
    this.connections.get(receiverId)?.()
    this.connections.set(receiverId, end)
    return () => { if (this.connections.get(receiverId) === end) this.connections.delete(receiverId) }
  }

  /** Ends a receiver's connection: it was retired, or its credential is void. */
  disconnect(receiverId: string): void {
    this.known.delete(receiverId)
    this.connections.get(receiverId)?.()
  }

  /** Counts what could not even be read as a position. */
  refuse(receiverId: string, reason: string, times = 1): void { countInto(this.countsOf(receiverId).refused, reason, times) }

  /**
   * Takes positions of a receiver whose credential was proven. Resolves when they are on disk; the same again does no harm.
   * @returns null when the receiver is no longer in use
   */
  async accept(receiverId: string, fixes: readonly (ReceivedFix | RefusedFix)[]): Promise<FixAnswer | Busy | null> {
    try {
      const receiver = await this.fresh(receiverId)
      return receiver && await this.take(receiver, fixes)
    } catch (error) {
      this.options.onError?.(error)
      return { busy: 5 }
    }
  }

  private async fresh(id: string): Promise<StoredReceiver | null> {
    const known = this.known.get(id)
    if (known && performance.now() - known.readMs < rememberedMs) return known.receiver
    const receiver = await findReceiver(this.options.db, id)
    if (receiver) this.known.set(id, { receiver, readMs: performance.now() })
    else this.known.delete(id)
    return receiver
  }

  private async take(receiver: StoredReceiver, fixes: readonly (ReceivedFix | RefusedFix)[]): Promise<FixAnswer | Busy> {
    const nowMs = this.options.clock.now().getTime()
    const refused: Record<string, number> = {}
    const good: ReceivedFix[] = []
    const instants = new Set<number>()
    let repeated = 0
    for (const fix of fixes) {
      const reason = 'refused' in fix ? fix.refused : this.outOfTime(fix.atMs, nowMs)
      if (reason !== null) countInto(refused, reason)
      else if (instants.has((fix as ReceivedFix).atMs)) repeated += 1
      else {
        instants.add((fix as ReceivedFix).atMs)
        good.push(fix as ReceivedFix)
      }
    }
    const stored = await saveReceiverPositions(this.options.db, good.map((fix) => this.positionOf(receiver, fix, nowMs)))
    const readings = await this.takeTemperatures(receiver, good)
    if ('busy' in readings) return readings
    const duplicates = repeated + good.length - stored
    const counts = this.countsOf(receiver.id)
    counts.stored += stored
    counts.duplicates += duplicates
    for (const [reason, n] of Object.entries(refused)) countInto(counts.refused, reason, n)
    return { stored, duplicates, refused, readings }
  }

  private outOfTime(atMs: number, nowMs: number): string | null {
    if (atMs > nowMs + mostAheadS * 1000) return 'ahead_of_time'
    return atMs < nowMs - this.options.retentionDays * 86_400_000 ? 'too_old' : null
  }

  private positionOf(receiver: StoredReceiver, fix: ReceivedFix, nowMs: number): ReceiverPosition {
    const row = { receiverId: receiver.id, receivedAtMs: nowMs, fix }
    const [lonDeg, latDeg] = fix.position
    const reduced = reduceToCgcs2000({ lonDeg, latDeg, heightM: fix.ellipsoidalHeightM ?? fix.receiverAltitudeM ?? 0 }, referenceOf(receiver, fix.atMs), receiver.velocity)
    if (reduced.state === 'unstated') return { ...row, reduced: null, match: { matched: false, reason: 'frame_unstated' } }
    const position = [reduced.position.lonDeg, reduced.position.latDeg] as const
    const uncertaintyM = reduced.uncertainty.totalM
    return { ...row, reduced: { position, uncertaintyM, given: reduced.provenance.given, velocity: receiver.velocity }, match: this.matched(receiver.id, fix, position, uncertaintyM) }
  }

  private matched(receiverId: string, fix: ReceivedFix, position: readonly [number, number], reductionM: number): PositionMatch {
    const last = this.lastOn.get(receiverId)
    const previousSegmentId = last && Math.abs(fix.atMs - last.atMs) <= continuedMs ? last.segmentId : null
    const match = matchPosition(this.grid, { position, headingDeg: fix.headingDeg, sigmaM: Math.hypot(sigmaOf(fix), reductionM), previousSegmentId })
    if (match.matched) this.lastOn.set(receiverId, { segmentId: match.segmentId, atMs: fix.atMs })
    return match
  }

  /** One way in for readings: where they were measured stands with the position of the same instant. */
  private async takeTemperatures({ id, sensorId }: StoredReceiver, fixes: readonly ReceivedFix[]): Promise<FixAnswer['readings'] | Busy> {
    const readings = { accepted: 0, duplicates: 0, refused: {} as Record<string, number> }
    const measured = fixes.filter(({ surfaceTemperatureC }) => surfaceTemperatureC !== null)
    if (measured.length === 0) return readings
    if (sensorId === null) {
      countInto(readings.refused, 'no_sensor', measured.length)
      return readings
    }
    const items = measured.map(({ atMs, surfaceTemperatureC }) => ({ sensor: sensorId, at: new Date(atMs).toISOString(), value: surfaceTemperatureC }))
    const answer = await this.options.ingest.accept(items, 'receiver', (sensor) => sensor.id === sensorId)
    if ('busy' in answer) return answer
    for (const { field, reason } of answer.rejected) {
      countInto(readings.refused, `${field || 'reading'}: ${reason}`)
      this.refuse(id, `reading_${field || 'other'}`)
    }
    return { ...readings, accepted: answer.accepted, duplicates: answer.duplicates }
  }
}
