import type { Segment, Sensor } from '#domain/network/network'
import type { Reading } from '#domain/sensing/reading'
import type { Background } from '#domain/thermal/background'
import type { NowcastRows } from '#domain/thermal/nowcast-plan'
import { newNowcastColumns, type NowcastColumns } from '#domain/thermal/optimal-interpolation'
import type { SiteClock } from '#domain/units/site-time'
import type { CommandView } from '#domain/wire/commands'
import type { ControllerView } from '#domain/wire/controllers'
import type { LiveFrame, LiveReading } from '#domain/wire/live'
import { LiveClients, type LiveSink } from './live-clients'
import { encodeSurface, encodeSurfaceDelta } from './surface-frames'
import { SurfaceJudge } from './surface-judge'

export interface LiveNetwork { version: string; segments: readonly Segment[]; sensors: readonly Sensor[] }

const tickMs = 250
/** Wall ms for which the surface is judged at a stretch: with what else a turn of the event loop holds, it stays below 20 ms. */
export const judgeBudgetMs = 6
const heartbeatMs = 10_000
/** Without any news a frame still goes out this often, so that ageing states move and a client can tell silence from a dead line. */
const quietFrameMs = 1000
/** Commands a new client is told of: all that are open, and the latest ended ones. */
const keptCommands = 60
const bootSeq = (): number => Date.now()

/**
 * The live room: holds the newest reading of every sensor, judges each segment's surface from them, and tells all clients what changed.
 * Everything it is given has been stored before.
 */
export class Live {
  readonly clients = new LiveClients()
  private network!: LiveNetwork
  private judge!: SurfaceJudge
  /** What clients have been told. */
  private shown!: NowcastColumns
  private readonly newest = new Map<string, Reading>()
  private readonly changedSensors = new Set<string>()
  private readonly changedCommands = new Map<number, CommandView>()
  private readonly commands = new Map<number, CommandView>()
  private readonly changedControllers = new Map<string, ControllerView>()
  private readonly controllers = new Map<string, ControllerView>()
  private timers: NodeJS.Timeout[] = []
  private lastFrameWallMs = 0
  private judging: NodeJS.Immediate | null = null
  private toldJudgements = 0
  // Starts from the wall clock, so that an id handed out before a restart is never mistaken for one of this run.
  private seq = bootSeq()

  constructor(private readonly clock: SiteClock) {}

  /**
   * Takes the network in (or a changed one after an import) together with the newest stored readings. What came in while they were loaded
   * is kept: of each sensor the newer reading counts.
   */
  setNetwork(network: LiveNetwork, readings: readonly Reading[]): void {
    const judge = new SurfaceJudge(network.segments, network.sensors)
    const there = new Set(network.sensors.map((sensor) => sensor.id))
    const known = [...this.newest.values()].filter((reading) => there.has(reading.sensorId))
    this.network = network
    this.judge = judge
    this.shown = newNowcastColumns(network.segments.length)
    this.newest.clear()
    this.changedSensors.clear()
    this.applyReadings(readings)
    this.applyReadings(known)
    encodeSurfaceDelta(this.surface(), this.shown)
    this.toldJudgements = this.judge.judgements
    this.clients.forget()
  }

  /** How stations speak for segments in a network; of another than the present one it is left. From now on the model can be heard. */
  setNowcast(networkVersion: string, rows: NowcastRows): void {
    if (networkVersion === this.network.version) this.judge.setRows(rows)
  }

  /** The model's surfaces at an instant; those of another network are left. */
  setBackground(networkVersion: string, background: Background): void {
    if (networkVersion === this.network.version) this.judge.setBackground(background)
  }

  start(): void {
    this.timers = [setInterval(() => this.tick(), tickMs), setInterval(() => this.clients.heartbeat(), heartbeatMs)]
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer)
    if (this.judging) clearImmediate(this.judging)
    this.clients.close()
  }

  /** Stored readings; one that is older than what is known changes nothing. */
  applyReadings(readings: readonly Reading[]): void {
    for (const reading of readings) {
      const known = this.newest.get(reading.sensorId)
      if (known && known.measuredAtMs >= reading.measuredAtMs) continue
      this.newest.set(reading.sensorId, reading)
      this.changedSensors.add(reading.sensorId)
      this.judge.take(reading)
    }
  }

  /** A version of a command that is older than what is known changes nothing: those who tell of it do not wait for each other. */
  applyCommand(command: CommandView): void {
    if ((this.commands.get(command.id)?.attempt ?? -1) > command.attempt) return
    this.commands.set(command.id, command)
    if (this.commands.size > keptCommands) {
      const oldest = [...this.commands.values()].filter((known) => known.ended_at !== null).sort((a, b) => a.id - b.id)[0]
      if (oldest) this.commands.delete(oldest.id)
    }
    this.changedCommands.set(command.id, command)
  }

  applyController(controller: ControllerView): void {
    this.controllers.set(controller.id, controller)
    this.changedControllers.set(controller.id, controller)
  }

  /** Controllers that stand no longer are not shown any more. */
  keepControllers(ids: ReadonlySet<string>): void {
    for (const id of [...this.controllers.keys()]) if (!ids.has(id)) {
      this.controllers.delete(id)
      this.changedControllers.delete(id)
    }
  }

  /** Newest stored reading of a sensor. */
  reading(sensorId: string): Reading | undefined {
    return this.newest.get(sensorId)
  }

  /** Newest readings of the given sensors as columns, in their order: NaN where there is none. */
  surfaceReadings(sensors: readonly Sensor[]): { value: Float64Array; measuredAtMs: Float64Array; quality: Uint8Array } {
    const columns = { value: new Float64Array(sensors.length).fill(Number.NaN), measuredAtMs: new Float64Array(sensors.length), quality: new Uint8Array(sensors.length) }
    sensors.forEach(({ id }, i) => {
      const reading = this.newest.get(id)
      if (!reading) return
      columns.value[i] = reading.value
      columns.measuredAtMs[i] = reading.measuredAtMs
      columns.quality[i] = reading.quality
    })
    return columns
  }

  controllerViews(): ControllerView[] {
    return [...this.controllers.values()]
  }

  /** The surface as judged now; read, never written, by others. */
  surface(): NowcastColumns {
    const nowMs = this.clock.now().getTime()
    // What is under way began before this was asked.
    if (this.judge.isUnderWay) this.judge.judge(nowMs)
    if (this.isJudgementDue(nowMs)) this.judge.judge(nowMs)
    return this.judge.columns
  }

  networkVersion(): string {
    return this.network.version
  }

  /** The surface at another instant as columns of their own, from the readings known for it. */
  surfaceAt(readings: readonly Reading[], atMs: number): NowcastColumns {
    return this.judge.past(readings, atMs)
  }

  /** The surface at another instant, from the readings known for it; between stations by inverse distance, as its `method` says. */
  surfaceFrom(readings: readonly Reading[], atMs: number): LiveFrame {
    return { seq: 0, network: this.network.version, at: new Date(atMs).toISOString(), surface: encodeSurface(this.judge.past(readings, atMs)), sensors: readings.map(liveReading) }
  }

  /** The same as columns. */
  columnsFrom(readings: readonly Reading[], atMs: number): NowcastColumns {
    return this.judge.past(readings, atMs)
  }

  /** @returns a function that ends the client's stream */
  connect(sink: LiveSink, lastEventId: number | null): () => void {
    return this.clients.add(sink, lastEventId, () => this.snapshot())
  }

  private snapshot(): Buffer {
    // What clients were last shown, not what is being judged: the next delta starts from there.
    return this.encode('snapshot', {
      ...this.frameHead(), surface: encodeSurface(this.shown), sensors: [...this.newest.values()].map(liveReading),
      commands: [...this.commands.values()], controllers: this.controllerViews(),
    })
  }

  private tick(): void {
    if (this.judging) return
    const quiet = this.changedSensors.size === 0 && this.changedCommands.size === 0 && this.changedControllers.size === 0 && !this.judge.isDirty && this.judge.judgements === this.toldJudgements
    if (quiet && Date.now() - this.lastFrameWallMs < quietFrameMs) return
    this.lastFrameWallMs = Date.now()
    this.tell()
  }

  /** Judges if that is due, a stretch at a time, then tells all clients what has changed. */
  private tell(): void {
    const nowMs = this.clock.now().getTime()
    if ((this.judge.isUnderWay || this.isJudgementDue(nowMs)) && !this.judge.judge(nowMs, judgeBudgetMs)) {
      this.judging = setImmediate(() => {
        this.judging = null
        this.tell()
      })
      return
    }
    const surface = this.judge.judgements === this.toldJudgements ? undefined : encodeSurfaceDelta(this.judge.columns, this.shown)
    this.toldJudgements = this.judge.judgements
    this.seq++
    const frame: LiveFrame = this.frameHead()
    if (surface) frame.surface = surface
    if (this.changedSensors.size > 0) frame.sensors = [...this.changedSensors].map((id) => liveReading(this.newest.get(id) as Reading))
    if (this.changedCommands.size > 0) frame.commands = [...this.changedCommands.values()]
    if (this.changedControllers.size > 0) frame.controllers = [...this.changedControllers.values()]
    this.changedSensors.clear()
    this.changedCommands.clear()
    this.changedControllers.clear()
    this.clients.publish(this.seq, this.encode('delta', frame))
  }

  /** Something has come in, or what was judged has grown old by itself. */
  private isJudgementDue(nowMs: number): boolean {
    return this.judge.isDirty || Math.abs(nowMs - this.judge.judgedAtMs) >= quietFrameMs * this.clock.base.timeScale
  }

  private frameHead(): LiveFrame {
    return { seq: this.seq, network: this.network.version, at: this.clock.now().toISOString() }
  }

  private encode(event: 'snapshot' | 'delta', frame: LiveFrame): Buffer {
    return Buffer.from(`event: ${event}\nid: ${frame.seq}\ndata: ${JSON.stringify(frame)}\n\n`)
  }
}

const liveReading = (reading: Reading): LiveReading => [reading.sensorId, reading.value, Math.floor(reading.measuredAtMs / 1000), reading.quality]
