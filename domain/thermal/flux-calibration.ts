import type { WeatherSeries } from '../weather/weather-series'
import { copyColumn, newColumnStates } from './column-states'
import { correctColumn } from './correct-column'
import { newFluxCorrections, surfaceGroupOf, surfaceGroups } from './flux-correction'
import { hearthway } from './hearthway'
import { layColumns, type ThermalSegment } from './lay-columns'
import { prepareForcing } from './prepare-forcing'
import { runColumn } from './run-column'
import { startColumn } from './start-column'
import type { SurfaceForcing } from './surface-forcing'

/** What the unheated stations read at an instant, °C, in their order; NaN where nothing good and fresh is known. */
export interface SurfaceObservation { atMs: number; surfaceC: Float32Array }

/** The filter's state: the clear sky, W/m², what a full cover adds, W/m², and the solar factor less 1 of each group of surfaces. */
const parameters = 2 + surfaceGroups.length
/**
 * Spread of what is not known before any station has spoken: the infrared reckoned from vapour is off by 10-15 W/m², from cloud by 20 and more
 * (Flerchinger et al. 2009, WRR 45, as remembered); dry albedo of asphalt 0.05-0.2, of concrete 0.2-0.4 (Levinson & Akbari 2002), and roughness adds to it.
 */
const firstSpread = [15, 25, ...surfaceGroups.map(() => 0.15)]
/** How fast each may change, per square root of an hour: slow enough that one hour's cloud is not taken for the climate. */
const drift = [1.5, 2, ...surfaceGroups.map(() => 0.01)]
/** So long after the last snow nothing is learned by day: how much of it still lies and throws the sun back is not known. */
const snowMemoryMs = 24 * 3_600_000
/** Error of one comparison, K: the probe, and what only one place feels. All stations share the weather: together they count as one. */
const comparisonK = 0.4
/** A station that runs away by more between two comparisons is not believed, K. */
const mostInnovationK = 4
/** Never beyond what could be physics. */
const most = [60, 60, ...surfaceGroups.map(() => 0.4)]
/** Longest stretch over which a station's column is run without being pulled to its reading, ms. */
const windowMs = 1_200_000
/** Stretch after the start over which the columns only settle, ms. */
const settleMs = 6 * 3_600_000
const skyProbeWPerM2 = 10
const solarProbe = 0.1

/**
 * Learns from unheated stations what the radiation is wrong by, as METRo's coupling does, but with a memory: between two readings each station's
 * column runs on the weather, and what it is then off by is laid to the sky's infrared (clear and cover, for the city) and to the sun absorbed (per
 * group of surfaces) by a Kalman filter with the model's own responses; then the column is pulled to the reading.
 * The columns are its own: it can be run through a day of stored readings before any forecast.
 */
export class FluxCalibration {
  /** What has been learned; the same objects for good, changed in place. */
  readonly corrections = newFluxCorrections()
  private readonly theta = new Float64Array(parameters)
  private readonly covariance = new Float64Array(parameters * parameters)
  private readonly columns: ReturnType<typeof layColumns>
  private readonly trial: ReturnType<typeof newColumnStates>
  private readonly groupOf: number[]
  private readonly model = hearthway()
  private readonly place: { lat: number; lon: number }
  private atMs = Number.NaN
  private startMs = Number.NaN
  private snowedMs = Number.NEGATIVE_INFINITY

  /** @param segments those with an unheated surface station, in the order of the observations */
  constructor(private readonly segments: readonly ThermalSegment[], place: { lat: number; lon: number }, private readonly stepS: number) {
    this.place = place
    this.columns = layColumns(segments, place.lat, stepS, this.corrections)
    this.trial = newColumnStates(this.columns.grids)
    this.groupOf = segments.map((segment) => 2 + surfaceGroups.indexOf(surfaceGroupOf(segment)))
    this.forget()
  }

  /** The instant up to which readings were used, unix ms; NaN before the first. */
  get knownMs(): number { return this.atMs }

  /** Starts to learn from nothing: another time, or a gap. */
  forget(): void {
    this.atMs = this.startMs = Number.NaN
    this.snowedMs = Number.NEGATIVE_INFINITY
    this.theta.fill(0)
    this.covariance.fill(0)
    for (let p = 0; p < parameters; p++) this.covariance[p * parameters + p] = firstSpread[p]! ** 2
    this.publish()
  }

  /**
   * Goes through readings in the order of time, all later than those before. The first only starts the columns.
   * @param weather that covers all of them
   */
  learn(weather: WeatherSeries, observations: readonly SurfaceObservation[]): void {
    const stepMs = this.stepS * 1000
    for (const observation of observations) {
      const toMs = Math.floor(observation.atMs / stepMs) * stepMs
      if (Number.isNaN(this.atMs)) this.start(observation.surfaceC, observations, toMs)
      else if (toMs > this.atMs) this.through(weather, (toMs - this.atMs) / stepMs, observation.surfaceC, toMs)
    }
  }

  /** Deep down each column has the mean of what its station is about to read: a noon's surface says nothing of it. */
  private start(surfaceC: Float32Array, observations: readonly SurfaceObservation[], atMs: number): void {
    const meansC = this.segments.map((_, i) => meanOf(observations.map((observation) => observation.surfaceC[i]!)))
    const meanC = meanOf(meansC)
    if (Number.isNaN(meanC)) return
    const { grids, states, sites } = this.columns
    for (let i = 0; i < this.segments.length; i++) {
      const ownC = Number.isNaN(meansC[i]!) ? meanC : meansC[i]!
      startColumn(grids[i]!, states, i, Number.isNaN(surfaceC[i]!) ? ownC : surfaceC[i]!, ownC, grids[i]!.build.bottom.kind === 'ground' ? sites[i]!.ground : null, atMs)
    }
    this.atMs = this.startMs = atMs
  }

  private through(weather: WeatherSeries, steps: number, surfaceC: Float32Array, toMs: number): void {
    const { sky } = this.corrections
    const forcingUnder = (clearWPerM2: number, coverWPerM2: number): SurfaceForcing =>
      prepareForcing(weather, this.place, this.atMs, this.stepS, steps, { clearWPerM2: sky.clearWPerM2 + clearWPerM2, coverWPerM2: sky.coverWPerM2 + coverWPerM2 })
    const forcing = forcingUnder(0, 0)
    if (forcing.snowMmPerS.some((rate) => rate > 0)) this.snowedMs = toMs
    for (let p = 0; p < parameters; p++) this.covariance[p * parameters + p]! += drift[p]! ** 2 * ((toMs - this.atMs) / 3_600_000)
    const isSunny = forcing.diffuseWPerM2.some((value) => value > 0)
    const isLearning = toMs - this.atMs <= windowMs && this.atMs - this.startMs >= settleMs && !(isSunny && toMs - this.snowedMs <= snowMemoryMs)
    const trials = isLearning ? { clear: forcingUnder(skyProbeWPerM2, 0), cover: forcingUnder(0, skyProbeWPerM2) } : null
    const { states, grids, sites } = this.columns
    const comparisons: Comparison[] = []
    const pullsK = new Float64Array(this.segments.length)
    for (let i = 0; i < this.segments.length; i++) {
      const learnsHere = trials !== null && !Number.isNaN(surfaceC[i]!)
      const clearC = learnsHere ? this.tryColumn(i, trials.clear) : 0
      const coverC = learnsHere ? this.tryColumn(i, trials.cover) : 0
      const sunnyC = learnsHere && isSunny ? this.tryColumn(i, forcing, solarProbe) : Number.NaN
      runColumn(this.model, grids[i]!, forcing, states, i, sites[i]!, null, 0, steps, null)
      if (Number.isNaN(surfaceC[i]!)) continue
      const modelC = states.temperatureC[states.offsets[i]!]!
      pullsK[i] = surfaceC[i]! - modelC
      if (!learnsHere || Math.abs(pullsK[i]!) > mostInnovationK) continue
      comparisons.push({
        group: this.groupOf[i]!, innovationK: pullsK[i]!, responses: [(clearC - modelC) / skyProbeWPerM2, (coverC - modelC) / skyProbeWPerM2, Number.isNaN(sunnyC) ? 0 : (sunnyC - modelC) / solarProbe],
      })
    }
    const before = this.theta.slice()
    for (const comparison of comparisons) this.update(comparison, before, comparisons.length)
    this.publish()
    for (let i = 0; i < this.segments.length; i++) correctColumn(states, i, grids[i]!, pullsK[i]!)
    this.atMs = toMs
  }

  /** Surface of a column after a window, °C, with more sun if asked; the column itself stays where it is. */
  private tryColumn(i: number, forcing: SurfaceForcing, moreSun = 0): number {
    const { states, grids, sites } = this.columns
    const { trial } = this
    copyColumn(states, i, trial, i)
    const site = moreSun === 0 ? sites[i]! : { ...sites[i]!, solar: { factor: sites[i]!.solar!.factor + moreSun } }
    runColumn(this.model, grids[i]!, forcing, trial, i, site, null, 0, forcing.count, null)
    return trial.temperatureC[trial.offsets[i]!]!
  }

  /** One scalar update of the filter, the innovation less what others of the same window have already taught. */
  private update({ group, innovationK, responses: [clear, cover, solar] }: Comparison, before: Float64Array, together: number): void {
    const { theta, covariance } = this
    const gain = Array.from({ length: parameters }, (_, p) => covariance[p * parameters]! * clear + covariance[p * parameters + 1]! * cover + covariance[p * parameters + group]! * solar)
    const variance = comparisonK * comparisonK * together + clear * gain[0]! + cover * gain[1]! + solar * gain[group]!
    const leftK = innovationK - clear * (theta[0]! - before[0]!) - cover * (theta[1]! - before[1]!) - solar * (theta[group]! - before[group]!)
    for (let p = 0; p < parameters; p++) theta[p]! += (gain[p]! / variance) * leftK
    for (let p = 0; p < parameters; p++) for (let q = 0; q < parameters; q++) covariance[p * parameters + q]! -= (gain[p]! * gain[q]!) / variance
  }

  private publish(): void {
    for (let p = 0; p < parameters; p++) this.theta[p] = Math.max(-most[p]!, Math.min(most[p]!, this.theta[p]!))
    this.corrections.sky.clearWPerM2 = this.theta[0]!
    this.corrections.sky.coverWPerM2 = this.theta[1]!
    surfaceGroups.forEach((group, index) => { this.corrections.solar[group].factor = 1 + this.theta[index + 2]! })
  }
}

/** One station's lesson of a window: what it was off by, and how many kelvin each parameter moves it (clear, cover, its group's sun). */
interface Comparison { group: number; innovationK: number; responses: readonly [clear: number, cover: number, solar: number] }

/** Of what is known; NaN of nothing. */
function meanOf(values: readonly number[]): number {
  const known = values.filter(Number.isFinite)
  return known.reduce((sum, value) => sum + value, 0) / known.length
}
