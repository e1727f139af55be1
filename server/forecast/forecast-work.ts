import type { Sensor } from '#domain/network/network'
import type { Reading } from '#domain/sensing/reading'
import { surfaceStateCode } from '#domain/sensing/surface-state'
import { CityForecast, courseSteps, courseStepS, modelStepS } from '#domain/thermal/city-forecast'
import { modelErrorK, setPercentiles } from '#domain/thermal/course-spread'
import { surfaceGroupOf } from '#domain/thermal/flux-correction'
import { FluxCalibration, type SurfaceObservation } from '#domain/thermal/flux-calibration'
import { estimateSurface, newSurfaceColumns, planSurface } from '#domain/thermal/inverse-distance'
import type { WeatherSeries } from '#domain/weather/weather-series'
import { newCourse, packCourse } from '#domain/wire/pack-course'
import type { SurfaceHistory } from '#server/store/surface-history'
import type { ForecastReply, ForecastRequest, ForecastSegment, SurfaceReadings } from './forecast-protocol'

type RunRequest = Extract<ForecastRequest, { ask: 'run' }>

/** Courses told at once: some 300 kB. */
const coursesPerPart = 1000
/** Standard deviation of a surface sensor, K (NTCIP-class pavement probes: 0.2-0.5 K). */
const sensorErrorK = 0.3
/** Of a start taken from neighbours' residuals, K: inverse distance, one station left out, is off by 0.45 K in the demo's Harbin and 0.36 K in Wuhan. */
const neighbourErrorK = 0.5
/** A reading says nothing of the radiation now when it is older, ms: pavement stations report every one to ten minutes. */
const teachesForMs = 600_000
/** Depth over which a correction at the surface fades, m: the damping depth of the day's wave, for most of what weather does wrong it does within a day. */
const correctionDepthM = 0.1

/** The work of the forecast's thread, without the thread: a city's columns and what it tells of them. */
export class ForecastWork {
  private readonly city: CityForecast
  private readonly calibration: FluxCalibration
  /** Of the sensors that teach, each the own one of an unheated segment: their places as above. */
  private readonly teaching: { reading: number; segment: number }[]
  private readonly plan: ReturnType<typeof planSurface>
  private readonly surfaceC: Float32Array
  private readonly residual: ReturnType<typeof newSurfaceColumns>
  /** Of each sensor of the plan: its place among the readings, and the index of its segment. */
  private readonly places: { reading: number; segment: number }[]
  private runs = 0

  constructor(private readonly segments: readonly ForecastSegment[], sensors: readonly Sensor[], place: { lat: number; lon: number }) {
    this.plan = planSurface(segments, sensors)
    this.surfaceC = new Float32Array(segments.length)
    this.residual = newSurfaceColumns(segments.length)
    const segmentOf = new Map(segments.map((segment, index) => [segment.id, index]))
    const readingOf = new Map(sensors.map((sensor, index) => [sensor.id, index]))
    this.places = this.plan.sensorIds.map((id) => {
      const reading = readingOf.get(id)!
      return { reading, segment: segmentOf.get(sensors[reading]!.segmentId!)! }
    })
    this.teaching = this.places.filter(({ segment }, i) => segments[segment]!.loopId === null && this.plan.own[segment] === i)
    this.calibration = new FluxCalibration(this.teaching.map(({ segment }) => segments[segment]!), place, modelStepS)
    this.city = new CityForecast(segments, place, this.calibration.corrections)
  }

  run({ weather, nowMs, flows, readings, history }: RunRequest, tell: (reply: ForecastReply, transfer: ArrayBuffer[]) => void): void {
    const began = performance.now()
    const measured = newSurfaceColumns(this.segments.length)
    estimateSurface(this.plan, this.readingsOf(readings, null), nowMs, measured)
    this.learn(weather, nowMs, readings, history)
    const startAtMs = this.city.advance(weather, nowMs, flows, measured.temperature, this.dayMeans(history))
    this.correct(readings, nowMs)
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
    this.city.run(weather, flows, chance, (index, { surfaceC, conditionCode, spread }) => {
      if (Number.isNaN(surfaceC[0]!)) unknown++
      course.meanC.set(surfaceC)
      course.state.set(conditionCode)
      setPercentiles(surfaceC, spread, startErrorK(this.residual.state[index]!), courseStepS, course.p10C, course.p90C)
      part.push(packCourse(course))
      if (part.length === coursesPerPart) flush()
    })
    flush()
    tell({ tell: 'done', startAtMs, unknown, cpuMs: performance.now() - began }, [])
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

  /** Mean surface of the last day, °C: of each unheated segment by the stations on surfaces like it; NaN where none tells it. */
  private dayMeans(history: SurfaceHistory | null): Float32Array {
    const means = new Float32Array(this.segments.length).fill(Number.NaN)
    if (history === null) return means
    const kindOf = ({ layers, exposure }: ForecastSegment): string => `${surfaceGroupOf({ layers })} ${exposure.airBelow}`
    const sums = new Map<string, { sum: number; count: number }>()
    const width = history.surfaceC.length / history.atMs.length
    for (const { reading, segment } of this.teaching) {
      const kind = kindOf(this.segments[segment]!)
      const all = sums.get(kind) ?? { sum: 0, count: 0 }
      sums.set(kind, all)
      for (let at = reading; at < history.surfaceC.length; at += width) {
        if (Number.isNaN(history.surfaceC[at]!)) continue
        all.sum += history.surfaceC[at]!
        all.count++
      }
    }
    this.segments.forEach((segment, i) => {
      const all = segment.loopId === null ? sums.get(kindOf(segment)) : undefined
      if (all && all.count > 0) means[i] = all.sum / all.count
    })
    return means
  }

  /** Pulls the columns to what is measured: a segment's own residual where it has a sensor, its neighbours' (of its own loop, asset or kind) where they have. */
  private correct(readings: SurfaceReadings, nowMs: number): void {
    this.city.surface(this.surfaceC)
    estimateSurface(this.plan, this.readingsOf(readings, this.surfaceC), nowMs, this.residual)
    const { states, grids } = this.city.now
    for (let i = 0; i < this.segments.length; i++) {
      const deltaK = this.residual.temperature[i]!
      const state = this.residual.state[i]!
      if (Number.isNaN(deltaK) || (state !== surfaceStateCode.measured && state !== surfaceStateCode.estimated)) continue
      const offset = states.offsets[i]!
      const { depthsM, count } = grids[i]!
      for (let node = 0; node < count; node++) states.temperatureC[offset + node]! += deltaK * Math.exp(-depthsM[node]! / correctionDepthM)
    }
  }

  /** Readings as they are, or their distance from a model's surface. */
  private readingsOf({ value, measuredAtMs, quality }: SurfaceReadings, modelC: Float32Array | null): (Reading | undefined)[] {
    return this.places.map(({ reading: at, segment }, i) => Number.isNaN(value[at]!) ? undefined
      : { sensorId: this.plan.sensorIds[i]!, value: value[at]! - (modelC?.[segment] ?? 0), measuredAtMs: measuredAtMs[at]!, quality: quality[at]! })
  }
}

const startErrorK = (state: number): number => state === surfaceStateCode.measured ? sensorErrorK : state === surfaceStateCode.estimated ? neighbourErrorK : modelErrorK

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
