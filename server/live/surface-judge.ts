import type { Segment, Sensor } from '#domain/network/network'
import type { Reading } from '#domain/sensing/reading'
import type { Background } from '#domain/thermal/background'
import { planSurface, type SurfacePlan } from '#domain/thermal/inverse-distance'
import { nowcastPlan, type NowcastPlan, type NowcastRows } from '#domain/thermal/nowcast-plan'
import { estimateWithoutModel, newNowcastColumns, nowcastSegments, nowcastStations, type NowcastColumns } from '#domain/thermal/optimal-interpolation'

/** Segments judged between two looks at the clock. */
const perLook = 1000

/**
 * Judges every segment's surface: from the readings and, once the forecast's thread has told of it, from the model. A large city is judged in
 * slices; what is seen is complete judgements only.
 */
export class SurfaceJudge {
  readonly columns: NowcastColumns
  private readonly surface: SurfacePlan
  private readonly indexOf: Map<string, number>
  private readonly latest: (Reading | undefined)[]
  private plan: NowcastPlan | null = null
  private background: Background | null = null
  /** Something has come in that the last judgement did not know. */
  isDirty = true
  /** Site instant of the last complete judgement, unix ms, and how many there were. */
  judgedAtMs = Number.NaN
  judgements = 0
  /** A judgement that is under way: its instant, what it began with, and how far it has come. */
  private pass: { nowMs: number; plan: NowcastPlan; background: Background; latest: (Reading | undefined)[]; next: number } | null = null

  constructor(segments: readonly Segment[], sensors: readonly Sensor[]) {
    this.surface = planSurface(segments, sensors)
    this.indexOf = new Map(this.surface.sensorIds.map((id, index) => [id, index]))
    this.latest = Array.from<Reading | undefined>({ length: this.surface.sensorIds.length })
    this.columns = newNowcastColumns(segments.length)
  }

  get isUnderWay(): boolean { return this.pass !== null }

  take(reading: Reading): void {
    const index = this.indexOf.get(reading.sensorId)
    if (index === undefined) return
    this.latest[index] = reading
    this.isDirty = true
  }

  /** @throws RangeError when the rows are of another network */
  setRows(rows: NowcastRows): void {
    if (rows.sdK.length !== this.surface.segmentCount + this.latest.length) throw new RangeError('the nowcast was planned for another network')
    this.pass = null
    this.plan = nowcastPlan(this.surface, rows)
    this.isDirty = true
  }

  /** @throws RangeError when it is of another network */
  setBackground(background: Background): void {
    if (background.surfaceC.length !== this.surface.segmentCount) throw new RangeError('the background is of another network')
    this.background = background
    this.isDirty = true
  }

  /**
   * Goes on with the judgement under way, or begins one of `nowMs`, for `budgetMs` of wall time.
   * @returns whether it is complete: `columns` then hold the instant at which it began
   */
  judge(nowMs: number, budgetMs = Infinity): boolean {
    const endMs = performance.now() + budgetMs
    if (!this.pass) {
      this.isDirty = false
      if (!this.plan || !this.background) {
        // Before there is a model: little work.
        estimateWithoutModel(this.surface, this.latest, nowMs, this.columns)
        return this.complete(nowMs)
      }
      this.pass = { nowMs, plan: this.plan, background: this.background, latest: this.latest.slice(), next: 0 }
      nowcastStations(this.plan, this.background, this.latest, nowMs, this.columns)
    }
    const { pass } = this
    const { segmentCount } = this.surface
    for (; pass.next < segmentCount; pass.next += perLook) {
      if (performance.now() > endMs) return false
      nowcastSegments(pass.plan, pass.background, pass.latest, pass.nowMs, this.columns, pass.next, Math.min(segmentCount, pass.next + perLook))
    }
    return this.complete(pass.nowMs)
  }

  private complete(nowMs: number): true {
    this.pass = null
    this.judgedAtMs = nowMs
    this.judgements++
    return true
  }

  /** The surface of a past instant from the readings known for it: without the model, whose past is not kept. */
  past(readings: readonly Reading[], atMs: number): NowcastColumns {
    const bySensor = new Map(readings.map((reading) => [reading.sensorId, reading]))
    const columns = newNowcastColumns(this.surface.segmentCount)
    estimateWithoutModel(this.surface, this.surface.sensorIds.map((id) => bySensor.get(id)), atMs, columns)
    return columns
  }
}
