import type { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Database } from '#db/database'
import { startWorkerThread } from '#db/worker-thread'
import type { Sensor } from '#domain/network/network'
import { courseSteps, courseStepS, forecastModel, modelInstant } from '#domain/thermal/city-forecast'
import { modelErrorK } from '#domain/thermal/course-spread'
import { judgeForecastAge, weatherOldAfterS } from '#domain/thermal/forecast-age'
import type { LoopFlow } from '#domain/thermal/loop-drives'
import type { LoopWish } from '#domain/thermal/what-if'
import type { SiteClock } from '#domain/units/site-time'
import type { WeatherSeries } from '#domain/weather/weather-series'
import { thermalStateView, type ThermalStateView } from '#domain/wire/thermal-state'
import type { WhatIfBasis, WhatIfLoop, WhatIfSummary } from '#domain/wire/what-if'
import type { Live } from '#server/live/create-live'
import type { StoredNetwork } from '#server/store/load-network'
import { loadSurfaceHistory } from '#server/store/surface-history'
import { saveForecastRun, type CoursePart } from '#server/store/save-forecast-run'
import { ColumnQuestions, ForecastUnavailable } from './column-questions'
import type { ColumnQuestion, ColumnStand, ForecastReply, ForecastRequest, RunReply } from './forecast-protocol'
import type { WeatherDesk } from './weather/weather-desk'

/** Distance of two runs, s of site time; a fast demo runs as often as the machine allows. */
export const forecastEveryS = 600
/** Rest between two runs, wall ms: the database and the page have the machine too. */
const leastRestMs = 3000
/** The first run waits for so long that its loops be heard of, wall ms: without them nothing is known of heated segments. */
const hearsLoopsForMs = 5000
/** No run is expected sooner than so long after the last, wall s: a fast demo on a busy machine is late by that alone. Its age is always told. */
const leastCadenceWallS = 30
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
  /** Distance at which the last run expected the next, s. */
  cadenceS: number
}

/** What a what-if came to; `segments` is the JSON of an array of `WhatIfSegment`. */
export interface WhatIfTold { basis: WhatIfBasis; loops: WhatIfLoop[]; summary: WhatIfSummary; segments: Uint8Array }

/** Runs the forecast in a thread of its own whenever it is due, and stores what comes out. */
export class ForecastRoom {
  readonly status: ForecastStatus = { runs: 0, failed: 0, lastRunMs: null, lastIssuedAtMs: null, cadenceS: forecastEveryS }
  private readonly options: ForecastRoomOptions
  private thread: Worker | null = null
  private questions: ColumnQuestions | null = null
  private network: StoredNetwork
  /** The network the thread has, null until it has one. */
  private laid: StoredNetwork | null = null
  private surfaceSensors: Sensor[] = []
  /** Whether the thread has learned from the day before. */
  private isTaught = false
  private running: Promise<void> | null = null
  private restUntilMs = 0
  /** Model instant of the newest background that came or was asked for; NaN before a first run. */
  private backgroundAtMs = Number.NaN
  private isBackgroundAsked = false
  private timer: NodeJS.Timeout | null = null
  private startedMs = 0
  private stopped = false

  constructor(network: StoredNetwork, options: ForecastRoomOptions) {
    this.network = network
    this.options = options
  }

  setNetwork(network: StoredNetwork): void { this.network = network }

  start(): void {
    this.startedMs = performance.now()
    this.timer = setInterval(() => this.look(), lookMs)
  }

  /**
   * What loops would do to the segments above them, if commands were given now that are not given.
   * @param wishes at most one a loop
   * @param given from when on they hold, and what their loops did until then; without it now, and what they do now
   * @throws ForecastUnavailable
   */
  async whatIf(wishes: LoopWish[], courses: boolean, given?: { fromMs: number; flows: LoopFlow[] }): Promise<WhatIfTold> {
    const { questions, nowMs, flows: flowsNow } = this.askable()
    const { fromMs, flows } = given ?? { fromMs: nowMs, flows: flowsNow }
    const { stand, loops, summary, segments } = await questions.ask<Extract<ColumnQuestion, { ask: 'whatIf' }>>({ ask: 'whatIf', nowMs, fromMs, flows, wishes, courses })
    return { basis: this.basis(stand, nowMs), loops, summary, segments }
  }

  /** Everything that decides the next two days of one segment. @throws ForecastUnavailable */
  async thermalState(segmentId: string): Promise<ThermalStateView> {
    const { questions, nowMs, flows } = this.askable()
    const { stand, state } = await questions.ask<Extract<ColumnQuestion, { ask: 'thermalState' }>>({ ask: 'thermalState', nowMs, flows, segmentId })
    return thermalStateView(this.basis(stand, nowMs), state)
  }

  private askable(): { questions: ColumnQuestions; nowMs: number; flows: LoopFlow[] } {
    const { clock, weather } = this.options
    if (this.network.segments.length === 0 || this.network.city === null) throw new ForecastUnavailable('no_network')
    if (!weather.current().good) throw new ForecastUnavailable('no_weather')
    // Columns of another network answer for other segments.
    if (!this.questions || this.laid !== this.network) throw new ForecastUnavailable('no_run')
    const nowMs = clock.now().getTime()
    return { questions: this.questions, nowMs, flows: this.flows(this.network, nowMs) }
  }

  private basis({ startMs, runAtMs, weatherIssuedAtMs, weatherSource }: ColumnStand, nowMs: number): WhatIfBasis {
    const newest = this.options.weather.current().good?.series.issuedAtMs ?? null
    return {
      issued_at: new Date(nowMs).toISOString(), start_at: new Date(startMs).toISOString(), age_s: (nowMs - startMs) / 1000,
      stale: judgeForecastAge({ issuedAtMs: runAtMs, weatherIssuedAtMs, cadenceS: this.status.cadenceS }, nowMs, newest),
      step_s: courseStepS, step_count: courseSteps, model_version: forecastModel, model_error_k: modelErrorK,
      weather_issued_at: new Date(weatherIssuedAtMs).toISOString(), weather_age_s: (nowMs - weatherIssuedAtMs) / 1000, weather_source: weatherSource,
    }
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
    // A changed network has neither plan nor background before its first run.
    const isDue = lastIssuedAtMs === null || this.laid !== this.network || nowMs - lastIssuedAtMs >= forecastEveryS * 1000 || nowMs < lastIssuedAtMs
    this.askNow(nowMs)
    if (this.running || !good || !isDue || this.network.segments.length === 0 || this.network.city === null || performance.now() < this.restUntilMs) return
    const { loops } = this.network
    if (this.status.runs === 0 && performance.now() - this.startedMs < hearsLoopsForMs && this.flows(this.network, nowMs).length < loops.length) return
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
    const parts: CoursePart[] = []
    let courses = 0
    const done = await this.ask(thread, { ask: 'run', weather, nowMs, flows: this.flows(network, nowMs), readings, history }, ({ bytes, ends }) => {
      parts.push({ segmentIds: network.segments.slice(courses, courses += ends.length).map(({ id }) => id), bytes, ends })
    })
    this.isTaught = true
    // A fast demo cannot run every ten site minutes: a run is overdue by the distance that can be kept.
    const wallS = Math.max(leastCadenceWallS, (performance.now() - began + leastRestMs + 2 * lookMs) / 1000)
    this.status.cadenceS = Math.max(forecastEveryS, Math.ceil((wallS * clock.base.timeScale) / 60) * 60)
    await saveForecastRun(db, {
      issuedAtMs: nowMs, readyAtMs: Math.round(clock.now().getTime()), weatherIssuedAtMs: weather.issuedAtMs, weatherSource: weather.source, modelVersion: forecastModel,
      startAtMs: done.startAtMs, stepS: courseStepS, stepCount: courseSteps, cadenceS: this.status.cadenceS, status: done.unknown > 0 ? 'partial' : 'complete',
    }, parts)
    // Only now: a run that could not be stored is due again.
    this.status.lastIssuedAtMs = nowMs
    this.status.runs++
    this.status.lastRunMs = performance.now() - began
    this.options.log.debug({ ms: this.status.lastRunMs, cpu_ms: done.cpuMs, segments: courses, unknown: done.unknown }, 'forecast stored')
  }

  /** Asks where the model stands, once a step of it; the thread has it after its first run, and Live lets it grow old where the weather has. */
  private askNow(nowMs: number): void {
    const { good } = this.options.weather.current()
    if (!this.thread || this.isBackgroundAsked || this.laid !== this.network || Number.isNaN(this.backgroundAtMs) || modelInstant(nowMs) === this.backgroundAtMs || !good) return
    if (nowMs - good.series.issuedAtMs > weatherOldAfterS * 1000) return
    this.isBackgroundAsked = true
    this.thread.postMessage({ ask: 'now', weather: good.series, nowMs, flows: this.flows(this.network, nowMs) } satisfies ForecastRequest)
  }

  /** What the thread tells for the live picture, whether it was asked for or comes with a run. */
  private takeNow(reply: ForecastReply): void {
    const { clock, live, weather, log } = this.options
    if (reply.tell === 'plan') live.setNowcast(reply.network, reply.rows)
    else if (reply.tell === 'noBackground') {
      this.isBackgroundAsked = false
      if (reply.reason !== null) log.error({ reason: reply.reason }, 'the model could not be brought up to now')
      // Nothing more before the next run.
      this.backgroundAtMs = Number.NaN
    } else if (reply.tell === 'background' && reply.network === this.laid?.version) {
      this.isBackgroundAsked = false
      this.backgroundAtMs = reply.background.atMs
      const issuedAtMs = weather.current().good?.series.issuedAtMs ?? Number.NaN
      if (clock.now().getTime() - issuedAtMs <= weatherOldAfterS * 1000) live.setBackground(reply.network, reply.background)
    }
  }

  private openThread(): Worker {
    const thread = startWorkerThread(import.meta.url, 'forecast-worker', { name: 'forecast' })
    thread.setMaxListeners(20)
    this.questions = new ColumnQuestions(thread)
    thread.on('message', (reply: ForecastReply) => this.takeNow(reply))
    thread.once('exit', () => {
      if (this.thread !== thread) return
      this.isBackgroundAsked = false
      this.backgroundAtMs = Number.NaN
      this.thread = null
      this.questions = null
      this.laid = null
    })
    return thread
  }

  private async layNetwork(thread: Worker, network: StoredNetwork): Promise<void> {
    this.surfaceSensors = network.sensors.filter((sensor) => sensor.quantity === 'surface_temperature' && sensor.segmentId !== null)
    const [lon, lat] = network.city!.centre
    const send = (request: ForecastRequest): void => thread.postMessage(request)
    this.isBackgroundAsked = false
    this.backgroundAtMs = Number.NaN
    send({ ask: 'network', version: network.version, place: { lat, lon }, sensors: this.surfaceSensors })
    for (let from = 0; from < network.segments.length; from += segmentsPerPart) {
      send({ ask: 'segments', segments: network.segments.slice(from, from + segmentsPerPart).map(({ id, kind, layers, pavementType, exposure, loopId, lengthM, widthM, assetId, route, fromM, toM, axis }) =>
        ({ id, kind, layers, pavementType, exposure, loopId, lengthM, widthM, assetId, route, fromM, toM, axis })) })
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    this.laid = network
    this.isTaught = false
  }

  private ask(thread: Worker, request: ForecastRequest, onCourses: (part: Extract<RunReply, { tell: 'courses' }>) => void): Promise<Extract<RunReply, { tell: 'done' }>> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        thread.off('message', take).off('error', fail).off('exit', gone)
      }
      const fail = (error: Error): void => { end(); reject(error) }
      const gone = (): void => fail(new Error('the forecast thread has ended'))
      const take = (reply: ForecastReply): void => {
        if ('id' in reply) return
        if (reply.tell === 'courses') onCourses(reply)
        else if (reply.tell === 'failed') fail(new Error(reply.reason))
        else if (reply.tell === 'done') { end(); resolve(reply) }
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
