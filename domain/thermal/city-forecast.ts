import { gauss, perturbWeather, type Chance } from '../weather/perturb-weather'
import type { WeatherSeries } from '../weather/weather-series'
import { newColumnCourse, type ColumnCourse } from './column-course'
import { newColumnStates, type ColumnStates } from './column-states'
import { newFluxCorrections, type FluxCorrections } from './flux-correction'
import { hearthway } from './hearthway'
import type { HydronicDrive } from './hydronic-drive'
import { layColumns, type CityColumns, type ThermalSegment } from './lay-columns'
import { loopAreas, steadyDrives, type LoopFlow } from './loop-drives'
import { prepareForcing } from './prepare-forcing'
import { runColumn } from './run-column'
import { spreadOf, type Spread } from './course-spread'
import { startColumn } from './start-column'
import type { SurfaceForcing } from './surface-forcing'

export const forecastModel = 'hearthway-1'
export const modelStepS = 300
/** Steps of the model in one of a course: 20 minutes. */
const courseEverySteps = 4
export const courseStepS = modelStepS * courseEverySteps
export const horizonS = 48 * 3600
export const courseSteps = horizonS / courseStepS + 1
const horizonSteps = horizonS / modelStepS
/** A column that was never run, or not for so long, starts anew and runs through as much past weather, s. */
const spinUpS = 24 * 3600
const memberCount = 10
/**
 * Standard error of the infrared reckoned from vapour (clear sky) and from cloud (a full cover), W/m²: 10-15 and 20 and more (Flerchinger et al. 2009,
 * WRR 45, as remembered).
 */
const skyErrorWPerM2 = { clear: 12, cover: 20 }

/** One column's two days, valid until the next is run: value 0 is the start, then one each 20 minutes. NaN: not known. */
export interface SegmentCourse { surfaceC: Float32Array; conditionCode: Uint8Array; spread: Spread | null }

/** The instant of the model's grid at or before `nowMs`. */
export const modelInstant = (nowMs: number): number => Math.floor(nowMs / (modelStepS * 1000)) * modelStepS * 1000

/** A city's columns through time: brought up to now by the weather that was, corrected by what is measured, then run two days ahead. */
export class CityForecast {
  private readonly columns: CityColumns
  private readonly future: ColumnStates
  private readonly areasM2: Map<string, number>
  private readonly model = hearthway()
  private readonly course: ColumnCourse = newColumnCourse(horizonSteps, courseEverySteps)
  private readonly out: SegmentCourse = { surfaceC: new Float32Array(courseSteps), conditionCode: new Uint8Array(courseSteps), spread: null }
  private atMs = Number.NaN

  /** @param corrections what the stations have taught of the radiation; read anew at every run */
  constructor(private readonly segments: readonly ThermalSegment[], private readonly place: { lat: number; lon: number }, private readonly corrections: FluxCorrections = newFluxCorrections()) {
    this.columns = layColumns(segments, place.lat, modelStepS, corrections)
    this.future = newColumnStates(this.columns.grids)
    this.areasM2 = loopAreas(segments)
  }

  get count(): number { return this.segments.length }
  get classCount(): number { return this.columns.representatives.length }

  /**
   * Brings every column to the model's instant at `nowMs` through the weather since the last time (or of the last day).
   * @param firstSurfaceC surface temperatures now where known (NaN elsewhere): the start where there is no past weather to run through
   * @param dayMeanC means of the surface over the last day where known (NaN elsewhere: the mean air is taken): what lies deeper starts from them
   * @returns the instant, unix ms
   */
  advance(weather: WeatherSeries, nowMs: number, flows: readonly LoopFlow[], firstSurfaceC: Float32Array, dayMeanC: Float32Array): number {
    const toMs = modelInstant(nowMs)
    const anew = !(this.atMs <= toMs && toMs - this.atMs <= spinUpS * 1000)
    const fromMs = anew ? Math.min(toMs, Math.max(toMs - spinUpS * 1000, modelInstant(weather.startMs))) : this.atMs
    const steps = (toMs - fromMs) / (modelStepS * 1000)
    const forcing = prepareForcing(weather, this.place, fromMs, modelStepS, steps, this.corrections.sky)
    const drives = steadyDrives(flows, this.areasM2, steps)
    const meanAirC = steps === 0 ? weather.airTemperatureC[0]! : mean(forcing.airC)
    const { grids, states, sites } = this.columns
    for (let i = 0; i < this.count; i++) {
      const meanC = Number.isNaN(dayMeanC[i]!) ? meanAirC : dayMeanC[i]!
      if (anew) startColumn(grids[i]!, states, i, steps === 0 && !Number.isNaN(firstSurfaceC[i]!) ? firstSurfaceC[i]! : meanC, meanC, grids[i]!.build.bottom.kind === 'ground' ? sites[i]!.ground : null, fromMs)
      runColumn(this.model, grids[i]!, forcing, states, i, sites[i]!, this.driveOf(i, drives), 0, steps, null)
    }
    this.atMs = toMs
    return toMs
  }

  /** Surface temperature of every column as the model has it, °C. */
  surface(out: Float32Array): void {
    const { offsets, temperatureC } = this.columns.states
    for (let i = 0; i < this.count; i++) out[i] = temperatureC[offsets[i]!]!
  }

  /** Columns from which everything starts, for corrections by what is measured. */
  get now(): Pick<CityColumns, 'states' | 'grids'> { return this.columns }

  /**
   * Runs the columns two days ahead from where they are, and gives each course to `take`. A heated column of whose loop nothing is known has none.
   * @param take called once a column in the order of the network; what it is given is overwritten for the next
   */
  run(weather: WeatherSeries, flows: readonly LoopFlow[], chance: Chance, take: (index: number, course: SegmentCourse) => void): void {
    const forcing = prepareForcing(weather, this.place, this.atMs, modelStepS, horizonSteps, this.corrections.sky)
    const drives = steadyDrives(flows, this.areasM2, horizonSteps)
    const spreads = this.spreads(weather, forcing, drives, chance)
    const { states, classOf } = this.columns
    for (let i = 0; i < this.count; i++) {
      if (this.isUnknown(i, drives)) {
        this.out.surfaceC.fill(Number.NaN)
        this.out.conditionCode.fill(0)
        this.out.spread = null
      } else {
        this.runAhead(i, forcing, drives)
        this.out.surfaceC[0] = states.temperatureC[states.offsets[i]!]!
        this.out.conditionCode[0] = states.condition[i]!
        this.out.surfaceC.set(this.course.surfaceC, 1)
        this.out.conditionCode.set(this.course.conditionCode, 1)
        this.out.spread = spreads[classOf[i]!]!
      }
      take(i, this.out)
    }
  }

  /** What other weathers would do to each class, seen at its representative. */
  private spreads(weather: WeatherSeries, forcing: SurfaceForcing, drives: Map<string, HydronicDrive>, chance: Chance): (Spread | null)[] {
    const members = Array.from({ length: memberCount }, () => this.otherWeather(weather, chance))
    return this.columns.representatives.map((column) => {
      if (this.isUnknown(column, drives)) return null
      this.runAhead(column, forcing, drives)
      const control = this.course.surfaceC.slice()
      return spreadOf(control, members.map((member) => {
        this.runAhead(column, member, drives)
        return this.course.surfaceC.slice()
      }))
    })
  }

  /** One of the weathers that might come, under a sky that sends a little more or less than is reckoned from its clouds. */
  private otherWeather(weather: WeatherSeries, chance: Chance): SurfaceForcing {
    const { clearWPerM2, coverWPerM2 } = this.corrections.sky
    const sky = { clearWPerM2: clearWPerM2 + skyErrorWPerM2.clear * gauss(chance), coverWPerM2: coverWPerM2 + skyErrorWPerM2.cover * gauss(chance) }
    return prepareForcing(perturbWeather(weather, chance), this.place, this.atMs, modelStepS, horizonSteps, sky)
  }

  /** Leaves the two days of a column in `course`; the column itself stays where it is. */
  private runAhead(i: number, forcing: SurfaceForcing, drives: Map<string, HydronicDrive>): void {
    const { grids, states, sites } = this.columns
    const { future } = this
    const [from, to] = [states.offsets[i]!, states.offsets[i + 1]!]
    for (let k = from; k < to; k++) future.temperatureC[k] = states.temperatureC[k]!
    future.waterMm[i] = states.waterMm[i]!
    future.snowMm[i] = states.snowMm[i]!
    future.iceMm[i] = states.iceMm[i]!
    future.frostMm[i] = states.frostMm[i]!
    runColumn(this.model, grids[i]!, forcing, future, i, sites[i]!, this.driveOf(i, drives), 0, horizonSteps, this.course)
  }

  private driveOf(i: number, drives: Map<string, HydronicDrive>): HydronicDrive | null {
    const { loopId } = this.segments[i]!
    return loopId === null ? null : drives.get(loopId) ?? null
  }

  private isUnknown(i: number, drives: Map<string, HydronicDrive>): boolean {
    const { loopId } = this.segments[i]!
    return loopId !== null && !drives.has(loopId)
  }
}

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
