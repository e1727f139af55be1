import type { Sensor } from '#domain/network/network'
import type { Reading } from '#domain/sensing/reading'
import { surfaceStateCode } from '#domain/sensing/surface-state'
import type { Background } from '#domain/thermal/background'
import { CityBackground } from '#domain/thermal/city-background'
import { CityForecast, courseSteps, courseStepS, modelStepS } from '#domain/thermal/city-forecast'
import { correctColumn } from '#domain/thermal/correct-column'
import { modelErrorK, setPercentiles } from '#domain/thermal/course-spread'
import { dayMeansC } from '#domain/thermal/day-means'
import { FluxCalibration, type SurfaceObservation } from '#domain/thermal/flux-calibration'
import { estimateSurface, newSurfaceColumns } from '#domain/thermal/inverse-distance'
import { copyRows, planNowcast, type NowcastPlan } from '#domain/thermal/nowcast-plan'
import { newNowcastColumns, nowcast } from '#domain/thermal/optimal-interpolation'
import type { LoopFlow } from '#domain/thermal/loop-drives'
import type { WeatherSeries } from '#domain/weather/weather-series'
import { newCourse, packCourse } from '#domain/wire/pack-course'
import type { SurfaceHistory } from '#server/store/surface-history'
import { answerFromColumns, type ColumnBasis } from './answer-from-columns'
import type { ColumnAnswer, ColumnQuestion, ForecastRequest, ForecastSegment, LiveReply, RunReply, SurfaceReadings } from './forecast-protocol'

type Tell = (reply: LiveReply | RunReply, transfer?: ArrayBuffer[]) => void
type NowRequest = Extract<ForecastRequest, { ask: 'now' }>
type RunRequest = Extract<ForecastRequest, { ask: 'run' }>

/** Courses told, and stored, at once: some 80 kB. */
const coursesPerPart = 250
/** A reading says nothing of the radiation now when it is older, ms: pavement stations report every one to ten minutes. */
const teachesForMs = 600_000

/** The work of the forecast's thread, without the thread: a city's columns and what it tells of them. */
export class ForecastWork {
  private readonly city: CityForecast
  private readonly background: CityBackground
  private readonly calibration: FluxCalibration
  /** Of the sensors that teach, each the own one of an unheated segment: place among the readings, index of the segment. */
  private readonly teaching: { reading: number; segment: number }[]
  private readonly plan: NowcastPlan
  private readonly surfaceC: Float32Array
  private readonly cast: ReturnType<typeof newNowcastColumns>
  /** Of each sensor of the plan: its place among the readings. */
  private readonly places: number[]
  private isPlanTold = false
  private runs = 0
  private basis: ColumnBasis | null = null

  constructor(private readonly segments: readonly ForecastSegment[], sensors: readonly Sensor[], place: { lat: number; lon: number }, private readonly network = '') {
    this.plan = planNowcast(segments, sensors)
    this.surfaceC = new Float32Array(segments.length)
    this.cast = newNowcastColumns(segments.length)
    const readingOf = new Map(sensors.map((sensor, index) => [sensor.id, index]))
    const { surface, stationSegment } = this.plan
    this.places = surface.sensorIds.map((id) => readingOf.get(id)!)
    this.teaching = this.places.map((reading, i) => ({ reading, segment: stationSegment[i]! })).filter(({ segment }, i) => segments[segment]!.loopId === null && surface.own[segment] === i)
    this.calibration = new FluxCalibration(this.teaching.map(({ segment }) => segments[segment]!), place, modelStepS)
    this.city = new CityForecast(segments, place, this.calibration.corrections)
    this.background = new CityBackground(segments, place, this.city.now, this.calibration.corrections)
  }

  /** Runs everything; pauses after every column, and in a pause a what-if, or where the model stands now, may be asked. */
  *run({ weather, nowMs, flows, readings, history }: RunRequest, tell: Tell): Generator<void, void> {
    const began = performance.now()
    const measured = newSurfaceColumns(this.segments.length)
    const latest = this.readingsOf(readings)
    estimateSurface(this.plan.surface, latest, nowMs, measured)
    this.learn(weather, nowMs, readings, history)
    if (history !== null) yield* this.replay(weather, nowMs, flows, history)
    const startAtMs = yield* this.city.advance(weather, nowMs, flows, measured.temperature, this.dayMeans(history))
    if (!this.background.reaches(nowMs)) this.background.startFrom(this.city.now.states, startAtMs)
    const background = this.background.advance(weather, nowMs, flows)
    this.correct(background, latest, nowMs)
    this.basis = { runAtMs: nowMs, weather, heard: new Set(flows.map(({ loopId }) => loopId)) }
    this.tellPlan(tell)
    this.tellBackground(background, tell)
    const course = newCourse(courseSteps)
    const chance = chanceOf(startAtMs + this.runs++)
    let part: Uint8Array[] = []
    let unknown = 0
    const flush = (): void => {
      if (part.length === 0) return
      const ends = new Int32Array(part.length)
      let length = 0
      part.forEach((packed, i) => { ends[i] = length += packed.length })
      const bytes = new Uint8Array(length)
      part.forEach((packed, i) => bytes.set(packed, i === 0 ? 0 : ends[i - 1]!))
      part = []
      tell({ tell: 'courses', bytes, ends }, [bytes.buffer, ends.buffer as ArrayBuffer])
    }
    yield* this.city.run(weather, flows, chance, (index, { surfaceC, conditionCode, spread }) => {
      if (Number.isNaN(surfaceC[0]!)) unknown++
      course.meanC.set(surfaceC)
      course.state.set(conditionCode)
      setPercentiles(surfaceC, spread, startErrorK(this.cast.sdK[index]!), courseStepS, course.p10C, course.p90C)
      part.push(packCourse(course))
      if (part.length === coursesPerPart) flush()
    })
    flush()
    tell({ tell: 'done', startAtMs, unknown, cpuMs: performance.now() - began }, [])
  }

  /** Answers from the columns as the last run brought and corrected them; the next run changes them only when all have been advanced. */
  answer(question: ColumnQuestion): ColumnAnswer {
    return this.basis ? answerFromColumns(this.city, this.segments, this.basis, question) : { tell: 'noColumns', id: question.id, reason: 'no_run' }
  }

  /** Where the model stands now, between two runs. @returns false when there is nothing to tell yet */
  now({ weather, nowMs, flows }: NowRequest, tell: Tell): boolean {
    if (!this.background.reaches(nowMs)) return false
    this.tellBackground(this.background.advance(weather, nowMs, flows), tell)
    return true
  }

  /** Learns from what the stations have read since the last time; of the day before, when it is told of it. */
  private learn(weather: WeatherSeries, nowMs: number, { value, measuredAtMs, quality }: SurfaceReadings, history: SurfaceHistory | null): void {
    const isFirst = history !== null || !(this.calibration.knownMs <= nowMs)
    if (isFirst) this.calibration.forget()
    const width = value.length
    const observations: SurfaceObservation[] = history === null ? [] : Array.from(history.atMs, (atMs, row) => ({ atMs, surfaceC: Float32Array.from(this.teaching, ({ reading: at }) => history.surfaceC[row * width + at]!) }))
      .filter(({ atMs }) => atMs >= weather.startMs && atMs < nowMs)
    observations.push({ atMs: nowMs, surfaceC: Float32Array.from(this.teaching, ({ reading: at }) => (quality[at] === 0 && nowMs - measuredAtMs[at]! <= teachesForMs ? value[at]! : Number.NaN)) })
    this.calibration.learn(weather, observations)
  }

  /**
   * Brings the columns through the day of which the readings are known, pulled to them all along: a single pull at its end would leave what lies deeper as
   * wrong as the weather has made it, and the first hours of a forecast with it.
   */
  private *replay(weather: WeatherSeries, nowMs: number, flows: readonly LoopFlow[], history: SurfaceHistory): Generator<void, void> {
    const unknown = new Float32Array(this.segments.length).fill(Number.NaN)
    const dayMeans = this.dayMeans(history)
    const width = history.surfaceC.length / history.atMs.length
    for (const [row, atMs] of history.atMs.entries()) {
      if (atMs < weather.startMs || atMs >= nowMs) continue
      const startAtMs = yield* this.city.advance(weather, atMs, flows, unknown, dayMeans)
      if (!this.background.reaches(atMs)) this.background.startFrom(this.city.now.states, startAtMs)
      const latest = this.places.map((at, i): Reading | undefined => {
        const value = history.surfaceC[row * width + at]!
        return Number.isNaN(value) ? undefined : { sensorId: this.plan.surface.sensorIds[i]!, value, measuredAtMs: atMs, quality: 0 }
      })
      this.correct(this.background.advance(weather, atMs, flows), latest, atMs)
    }
  }

  /** Mean surface of the last day, °C, as far as the stations tell it. */
  private dayMeans(history: SurfaceHistory | null): Float32Array {
    const { atMs, surfaceC } = history ?? { atMs: [], surfaceC: new Float32Array() }
    return dayMeansC(this.segments, this.teaching, surfaceC, surfaceC.length / atMs.length)
  }

  /** Pulls the columns to the nowcast: a segment's own measurement where it has one, else the model with the stations' residuals. */
  private correct(background: Background, latest: readonly (Reading | undefined)[], nowMs: number): void {
    this.city.surface(this.surfaceC)
    nowcast(this.plan, background, latest, nowMs, this.cast)
    const { states, grids } = this.city.now
    const elapsedS = (nowMs - background.atMs) / 1000
    for (let i = 0; i < this.segments.length; i++) {
      const state = this.cast.state[i]!
      if (state !== surfaceStateCode.measured && state !== surfaceStateCode.estimated) continue
      // The columns stand at the model's instant, up to a step before now.
      correctColumn(states, i, grids[i]!, this.cast.temperature[i]! - background.kPerS[i]! * elapsedS - this.surfaceC[i]!)
    }
  }

  private tellPlan(tell: Tell): void {
    if (this.isPlanTold) return
    this.isPlanTold = true
    const rows = copyRows(this.plan)
    tell({ tell: 'plan', network: this.network, rows }, Object.values(rows).map(({ buffer }) => buffer as ArrayBuffer))
  }

  private tellBackground(background: Background, tell: Tell): void {
    tell({ tell: 'background', network: this.network, background }, [background.surfaceC.buffer as ArrayBuffer, background.kPerS.buffer as ArrayBuffer])
  }

  private readingsOf({ value, measuredAtMs, quality }: SurfaceReadings): (Reading | undefined)[] {
    return this.places.map((at, i) => Number.isNaN(value[at]!) ? undefined
      : { sensorId: this.plan.surface.sensorIds[i]!, value: value[at]!, measuredAtMs: measuredAtMs[at]!, quality: quality[at]! })
  }
}

/** What is not known at the start is as uncertain as the model. */
const startErrorK = (sdK: number): number => (Number.isNaN(sdK) ? modelErrorK : sdK)

/** Uniform numbers from a seed (mulberry32, public domain): the same run gives the same band. */
function chanceOf(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
