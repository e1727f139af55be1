import { siteInstantAt } from '#domain/units/site-time'
import type { Network } from '#domain/network/network'
import { FieldControllers } from './field-controllers'
import { simulateHistory } from './history'
import { ReadingOutbox } from './reading-outbox'
import type { Scenario } from './scenario'
import { SensorBank } from './sensor-bank'
import { sendReadings } from './send-readings'
import { Simulation } from './simulation'
import { openFaultPort, type FaultPort } from './fault-port'
import type { TwinOptions } from './twin-options'
import { openWeatherPort, type WeatherPort } from './weather-port'
import { captureState, loadState, restoreState, saveState } from './twin-state'

/** What the twin tells its parent, one JSON line each. */
export type TwinEvent =
  | { event: 'controllers'; ports: Record<string, number> }
  | { event: 'faults'; port: number }
  | { event: 'weather'; port: number }
  | { event: 'backfill'; done: number; total: number }
  | { event: 'ready' }

export interface TwinSurroundings {
  wallNowMs: () => number
  monotonicMs: () => number
  tell: (event: TwinEvent) => void
  log: (message: string, detail: Record<string, unknown>) => void
}

/** Longest time simulated in one go when the twin was away, h; beyond it the physics starts anew. */
const longestGapH = 24
const spinUpH = 24
/** Most waiting readings that are written down with the state. */
const waitingSaved = 50_000

/** The digital twin as a running thing: clock, simulation, controllers on Modbus TCP, readings over HTTP, state on disk. */
export class Twin {
  readonly simulation: Simulation
  readonly sensors: SensorBank
  readonly controllers: FieldControllers
  readonly outbox: ReadingOutbox
  private faultPort: FaultPort | null = null
  private weatherPort: WeatherPort | null = null
  private timers: NodeJS.Timeout[] = []
  private live = false
  private delivered = true
  private stopped = false

  constructor(network: Network, scenario: Scenario, private readonly options: TwinOptions, private readonly around: TwinSurroundings) {
    const startMs = this.siteNowMs() - (options.backfillH + spinUpH) * 3_600_000
    this.simulation = new Simulation(network, scenario, options.seed, startMs, around.monotonicMs)
    this.sensors = new SensorBank(this.simulation)
    this.controllers = new FieldControllers(this.simulation.devices)
    this.outbox = new ReadingOutbox({ send: (readings) => sendReadings(options.server, options.deviceToken, readings), log: around.log })
  }

  private siteNowMs(): number { return siteInstantAt(this.options.timeBase, this.around.wallNowMs()) }
  /** Site seconds per step: half a minute in a fast demo, finer near real time so that actuators are seen to move. */
  private get stepS(): number { return Math.min(30, Math.max(5, this.options.timeBase.timeScale / 2)) }

  /** Takes up the saved state or simulates a past, opens the controllers, delivers the past, then goes live. */
  async start(): Promise<void> {
    const past = await this.takeUp()
    this.around.tell({ event: 'controllers', ports: await this.controllers.start(this.simulation.network.controllers) })
    if (this.options.faultPort !== null) {
      this.faultPort = await openFaultPort(this.options.faultPort, this.controllers, this.sensors, this.simulation)
      this.around.tell({ event: 'faults', port: this.faultPort.port })
    }
    if (this.options.weatherPort !== null) {
      this.weatherPort = await openWeatherPort(this.options.weatherPort, this.simulation.scenario, this.options.seed, () => this.siteNowMs())
      this.around.tell({ event: 'weather', port: this.weatherPort.port })
    }
    this.timers.push(setInterval(() => this.tick(), 250))
    this.live = true
    this.timers.push(setInterval(() => void this.save(), 30_000))
    if (past) await this.deliver()
    if (this.stopped) return
    this.delivered = true
    await this.save()
    this.around.tell({ event: 'ready' })
    void this.outbox.run()
  }

  /** @returns whether a past was simulated whose readings wait to be delivered */
  private async takeUp(): Promise<boolean> {
    const { stateFile, backfillH } = this.options
    const nowMs = this.siteNowMs()
    const saved = stateFile === null ? null : await loadState(stateFile)
    if (saved?.delivered && nowMs - saved.siteMs <= longestGapH * 3_600_000 && restoreState(saved, this.simulation, this.sensors, nowMs)) {
      this.outbox.push(saved.waiting)
      return false
    }
    if (saved?.delivered) {
      this.around.log('saved physics does not fit (other network, seed, or too old): simulating anew', { saved_at: new Date(saved.siteMs).toISOString() })
    }
    // Whatever becomes of the physics, a device never forgets which commands it has carried out.
    if (saved) for (const device of this.simulation.devices) device.restore(saved.commands)
    this.delivered = saved?.delivered ?? false
    const fromMs = this.delivered ? nowMs : nowMs - backfillH * 3_600_000
    await simulateHistory(this.simulation, this.sensors, nowMs, fromMs, (readings) => this.outbox.push(readings), () => this.stopped)
    return !this.delivered
  }

  private async deliver(): Promise<void> {
    const total = this.outbox.size
    this.around.tell({ event: 'backfill', done: 0, total })
    // Live readings queue up behind the past meanwhile: delivered is delivered when as many have left as stood there at the start.
    let done = 0
    await this.outbox.run(true, 0, (answer) => {
      if (done >= total) return
      done = Math.min(total, done + answer.accepted + answer.duplicates + answer.rejected.length)
      this.around.tell({ event: 'backfill', done, total })
    })
  }

  private tick(): void {
    const stepMs = this.stepS * 1000
    const nowMs = this.siteNowMs()
    // At most an hour of site time per tick, so that a machine that slept stays responsive while it catches up.
    for (let steps = 0; steps * this.stepS < 3600 && this.simulation.siteMs + stepMs <= nowMs; steps++) {
      this.simulation.step(this.stepS)
      this.outbox.push(this.sensors.collect())
    }
  }

  private async save(): Promise<void> {
    if (this.options.stateFile === null || !this.live) return
    try {
      await saveState(this.options.stateFile, captureState(this.simulation, this.sensors, this.delivered, this.delivered ? this.outbox.oldest(waitingSaved) : []))
    } catch (error) {
      this.around.log('state could not be saved', { file: this.options.stateFile, error: String(error) })
    }
  }

  /** Saves and closes everything; safe to call twice. */
  async stop(): Promise<void> {
    if (this.stopped) return
    this.stopped = true
    for (const timer of this.timers) clearInterval(timer)
    this.outbox.stop()
    await Promise.all([this.controllers.stop(), this.faultPort?.close(), this.weatherPort?.close()])
    await this.save()
  }
}
