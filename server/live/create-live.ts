import type { Segment, Sensor } from '#domain/network/network'
import type { Reading } from '#domain/sensing/reading'
import { estimateSurface, newSurfaceColumns, planSurface, type SurfaceColumns } from '#domain/thermal/inverse-distance'
import type { SiteClock } from '#domain/units/site-time'
import type { CommandView, ControllerView } from '#domain/wire/commands'
import type { LiveFrame, LiveReading } from '#domain/wire/live'
import { LiveClients, type LiveSink } from './live-clients'
import { encodeSurface, encodeSurfaceDelta } from './surface-frames'

export interface LiveNetwork { version: string; segments: readonly Segment[]; sensors: readonly Sensor[] }

const tickMs = 250
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
  private plan!: ReturnType<typeof planSurface>
  private latest: (Reading | undefined)[] = []
  private surfaceIndex = new Map<string, number>()
  private columns!: SurfaceColumns
  private shown!: SurfaceColumns
  private readonly newest = new Map<string, Reading>()
  private readonly changedSensors = new Set<string>()
  private readonly changedCommands = new Map<number, CommandView>()
  private readonly commands = new Map<number, CommandView>()
  private readonly changedControllers = new Map<string, ControllerView>()
  private readonly controllers = new Map<string, ControllerView>()
  private timers: NodeJS.Timeout[] = []
  private lastFrameWallMs = 0
  // Starts from the wall clock, so that an id handed out before a restart is never mistaken for one of this run.
  private seq = bootSeq()

  constructor(private readonly clock: SiteClock) {}

  /**
   * Takes the network in (or a changed one after an import) together with the newest stored readings. What came in while they were loaded
   * is kept: of each sensor the newer reading counts.
   */
  setNetwork(network: LiveNetwork, readings: readonly Reading[]): void {
    const plan = planSurface(network.segments, network.sensors)
    const there = new Set(network.sensors.map((sensor) => sensor.id))
    const known = [...this.newest.values()].filter((reading) => there.has(reading.sensorId))
    this.network = network
    this.plan = plan
    this.surfaceIndex = new Map(this.plan.sensorIds.map((id, index) => [id, index]))
    this.latest = Array.from<Reading | undefined>({ length: this.plan.sensorIds.length })
    this.columns = newSurfaceColumns(network.segments.length)
    this.shown = newSurfaceColumns(network.segments.length)
    this.newest.clear()
    this.changedSensors.clear()
    this.applyReadings(readings)
    this.applyReadings(known)
    this.judge()
    encodeSurfaceDelta(this.columns, this.shown)
    this.clients.forget()
  }

  start(): void {
    this.timers = [setInterval(() => this.tick(), tickMs), setInterval(() => this.clients.heartbeat(), heartbeatMs)]
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer)
    this.clients.close()
  }

  /** Stored readings; one that is older than what is known changes nothing. */
  applyReadings(readings: readonly Reading[]): void {
    for (const reading of readings) {
      const known = this.newest.get(reading.sensorId)
      if (known && known.measuredAtMs >= reading.measuredAtMs) continue
      this.newest.set(reading.sensorId, reading)
      this.changedSensors.add(reading.sensorId)
      const index = this.surfaceIndex.get(reading.sensorId)
      if (index !== undefined) this.latest[index] = reading
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
  surface(): SurfaceColumns {
    this.judge()
    return this.columns
  }

  networkVersion(): string {
    return this.network.version
  }

  /** The surface at another instant, from the readings known for it. */
  surfaceFrom(readings: readonly Reading[], atMs: number): LiveFrame {
    const bySensor = new Map(readings.map((reading) => [reading.sensorId, reading]))
    const columns = newSurfaceColumns(this.network.segments.length)
    estimateSurface(this.plan, this.plan.sensorIds.map((id) => bySensor.get(id)), atMs, columns)
    return { seq: 0, network: this.network.version, at: new Date(atMs).toISOString(), surface: encodeSurface(columns), sensors: readings.map(liveReading) }
  }

  /** @param mayStay asked at every heartbeat; false ends the stream */
  connect(sink: LiveSink, lastEventId: number | null, mayStay?: () => boolean): void {
    this.clients.add(sink, lastEventId, () => this.snapshot(), mayStay)
  }

  private snapshot(): Buffer {
    // What clients were last shown, not what is being judged: the next delta starts from there.
    return this.encode('snapshot', {
      ...this.frameHead(), surface: encodeSurface(this.shown), sensors: [...this.newest.values()].map(liveReading),
      commands: [...this.commands.values()], controllers: this.controllerViews(),
    })
  }

  private tick(): void {
    const quiet = this.changedSensors.size === 0 && this.changedCommands.size === 0 && this.changedControllers.size === 0
    if (quiet && Date.now() - this.lastFrameWallMs < quietFrameMs) return
    this.lastFrameWallMs = Date.now()
    this.judge()
    const surface = encodeSurfaceDelta(this.columns, this.shown)
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

  private judge(): void {
    estimateSurface(this.plan, this.latest, this.clock.now().getTime(), this.columns)
  }

  private frameHead(): LiveFrame {
    return { seq: this.seq, network: this.network.version, at: this.clock.now().toISOString() }
  }

  private encode(event: 'snapshot' | 'delta', frame: LiveFrame): Buffer {
    return Buffer.from(`event: ${event}\nid: ${frame.seq}\ndata: ${JSON.stringify(frame)}\n\n`)
  }
}

const liveReading = (reading: Reading): LiveReading => [reading.sensorId, reading.value, Math.floor(reading.measuredAtMs / 1000), reading.quality]
