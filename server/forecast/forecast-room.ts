import type { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Database } from '#db/database'
import { startWorkerThread } from '#db/worker-thread'
import type { Sensor } from '#domain/network/network'
import { courseSteps, courseStepS, forecastModel } from '#domain/thermal/city-forecast'
import type { LoopFlow } from '#domain/thermal/loop-drives'
import type { SiteClock } from '#domain/units/site-time'
import type { WeatherSeries } from '#domain/weather/weather-series'
import type { Live } from '#server/live/create-live'
import type { StoredNetwork } from '#server/store/load-network'
import { loadSurfaceHistory } from '#server/store/surface-history'
import { saveForecastRun, type PackedForecast } from '#server/store/save-forecast-run'
import type { ForecastReply, ForecastRequest } from './forecast-protocol'
import type { WeatherDesk } from './weather/weather-desk'

/** Distance of two runs, s of site time; a fast demo runs as often as the machine allows. */
export const forecastEveryS = 600
/** Rest between two runs, wall ms: the database and the page have the machine too. */
const leastRestMs = 3000
/** How often it is looked whether a run is due, wall ms. */
const lookMs = 1000
/** A loop whose supply was not heard of for so long is unknown, ms of site time. */
const loopFreshMs = 900_000
/** What a new thread learns from before its first run: this long, at this distance, s. */
const taughtS = 24 * 3600
const taughtEveryS = 1200
/** Segments handed over at once, so that no turn of the event loop takes long. */
const segmentsPerPart = 250

export interface ForecastRoomOptions { db: Database; clock: SiteClock; live: Live; weather: WeatherDesk; log: Logger }

/** What is known of the forecast's own work, for health and metrics. */
export interface ForecastStatus {
  runs: number
  failed: number
  lastRunMs: number | null
  lastIssuedAtMs: number | null
}

/** Runs the forecast in a thread of its own whenever it is due, and stores what comes out. */
export class ForecastRoom {
  readonly status: ForecastStatus = { runs: 0, failed: 0, lastRunMs: null, lastIssuedAtMs: null }
  private readonly options: ForecastRoomOptions
  private thread: Worker | null = null
  private network: StoredNetwork
  /** The network the thread has, null until it has one. */
  private laid: StoredNetwork | null = null
  private surfaceSensors: Sensor[] = []
  /** Whether the thread has learned from the day before. */
  private isTaught = false
  private running: Promise<void> | null = null
  private restUntilMs = 0
  private timer: NodeJS.Timeout | null = null
  private stopped = false

  constructor(network: StoredNetwork, options: ForecastRoomOptions) {
    this.network = network
    this.options = options
  }

  setNetwork(network: StoredNetwork): void { this.network = network }

  start(): void {
    this.timer = setInterval(() => this.look(), lookMs)
  }

  async stop(): Promise<void> {
    this.stopped = true
    if (this.timer) clearInterval(this.timer)
    await this.thread?.terminate()
    await this.running
  }

  private look(): void {
    const { clock, weather } = this.options
    const nowMs = clock.now().getTime()
    const good = weather.current().good
    const { lastIssuedAtMs } = this.status
    const isDue = lastIssuedAtMs === null || nowMs - lastIssuedAtMs >= forecastEveryS * 1000 || nowMs < lastIssuedAtMs
    if (this.running || !good || !isDue || this.network.segments.length === 0 || this.network.city === null || performance.now() < this.restUntilMs) return
    this.running = this.run(good.series, nowMs)
      .catch((error: unknown) => {
        this.isTaught = false
        if (this.stopped) return
        this.status.failed++
        this.options.log.error({ err: error }, 'the forecast failed')
      })
      .finally(() => {
        this.running = null
        this.restUntilMs = performance.now() + leastRestMs
      })
  }

  private async run(weather: WeatherSeries, nowMs: number): Promise<void> {
    const { db, clock, live } = this.options
    const began = performance.now()
    const { network } = this
    const thread = this.thread ??= this.openThread()
    if (this.laid !== network) await this.layNetwork(thread, network)
    const history = this.isTaught ? null : await loadSurfaceHistory(db, this.surfaceSensors.map(({ id }) => id), new Date(nowMs - taughtS * 1000), new Date(nowMs), taughtEveryS)
    const readings = live.surfaceReadings(this.surfaceSensors)
    const courses: PackedForecast[] = []
    const done = await this.ask(thread, { ask: 'run', weather, nowMs, flows: this.flows(network, nowMs), readings, history }, ({ bytes, ends }) => {
      let from = 0
      for (const end of ends) {
        courses.push({ segmentId: network.segments[courses.length]!.id, packed: bytes.subarray(from, end) })
        from = end
      }
    })
    this.isTaught = true
    // A fast demo cannot run every ten site minutes: a run is overdue by the distance that can be kept.
    const wallS = (performance.now() - began + leastRestMs + 2 * lookMs) / 1000
    await saveForecastRun(db, {
      issuedAtMs: nowMs, readyAtMs: Math.round(clock.now().getTime()), weatherIssuedAtMs: weather.issuedAtMs, weatherSource: weather.source, modelVersion: forecastModel,
      startAtMs: done.startAtMs, stepS: courseStepS, stepCount: courseSteps, cadenceS: Math.max(forecastEveryS, Math.ceil((wallS * clock.base.timeScale) / 60) * 60), status: done.unknown > 0 ? 'partial' : 'complete',
    }, courses)
    // Only now: a run that could not be stored is due again.
    this.status.lastIssuedAtMs = nowMs
    this.status.runs++
    this.status.lastRunMs = performance.now() - began
    this.options.log.debug({ ms: this.status.lastRunMs, cpu_ms: done.cpuMs, segments: courses.length, unknown: done.unknown }, 'forecast stored')
  }

  private openThread(): Worker {
    const thread = startWorkerThread(import.meta.url, 'forecast-worker', { name: 'forecast' })
    thread.setMaxListeners(20)
    thread.once('exit', () => {
      if (this.thread !== thread) return
      this.thread = null
      this.laid = null
    })
    return thread
  }

  private async layNetwork(thread: Worker, network: StoredNetwork): Promise<void> {
    this.surfaceSensors = network.sensors.filter((sensor) => sensor.quantity === 'surface_temperature' && sensor.segmentId !== null)
    const [lon, lat] = network.city!.centre
    const send = (request: ForecastRequest): void => thread.postMessage(request)
    send({ ask: 'network', place: { lat, lon }, sensors: this.surfaceSensors })
    for (let from = 0; from < network.segments.length; from += segmentsPerPart) {
      send({ ask: 'segments', segments: network.segments.slice(from, from + segmentsPerPart).map(({ id, kind, layers, pavementType, exposure, loopId, lengthM, widthM, assetId, route, fromM, toM, axis }) =>
        ({ id, kind, layers, pavementType, exposure, loopId, lengthM, widthM, assetId, route, fromM, toM, axis })) })
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    this.laid = network
    this.isTaught = false
  }

  private ask(thread: Worker, request: ForecastRequest, onCourses: (part: Extract<ForecastReply, { tell: 'courses' }>) => void): Promise<Extract<ForecastReply, { tell: 'done' }>> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        thread.off('message', take).off('error', fail).off('exit', gone)
      }
      const fail = (error: Error): void => { end(); reject(error) }
      const gone = (): void => fail(new Error('the forecast thread has ended'))
      const take = (reply: ForecastReply): void => {
        if (reply.tell === 'courses') onCourses(reply)
        else if (reply.tell === 'failed') fail(new Error(reply.reason))
        else { end(); resolve(reply) }
      }
      thread.on('message', take).on('error', fail).on('exit', gone)
      thread.postMessage(request)
    })
  }

  /** What each loop does by its own controller; a loop that was not heard of is left out. */
  private flows(network: StoredNetwork, nowMs: number): LoopFlow[] {
    const { live } = this.options
    const fresh = (sensorId: string): number => {
      const reading = live.reading(sensorId)
      return reading && reading.quality === 0 && nowMs - reading.measuredAtMs <= loopFreshMs ? reading.value : Number.NaN
    }
    return network.loops.map(({ id }) => ({ loopId: id, supplyC: fresh(`${id}.supply_temperature`), flowLPerMin: fresh(`${id}.flow`) }))
      .filter(({ supplyC, flowLPerMin }) => !Number.isNaN(supplyC) && !Number.isNaN(flowLPerMin))
  }
}
