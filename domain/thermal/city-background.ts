import type { WeatherSeries } from '../weather/weather-series'
import type { Background } from './background'
import { modelInstant, modelStepS } from './city-forecast'
import { copyColumn, newColumnStates, type ColumnStates } from './column-states'
import { newFluxCorrections, type FluxCorrections } from './flux-correction'
import { hearthway } from './hearthway'
import type { CityColumns, ThermalSegment } from './lay-columns'
import { loopAreas, steadyDrives, type LoopFlow } from './loop-drives'
import { prepareForcing } from './prepare-forcing'
import { runColumn } from './run-column'

/** Farther than this the columns are not brought at once, ms. */
const reachMs = 24 * 3_600_000

/**
 * A city's columns as the weather has made them, under the radiation the stations have taught: never pulled to a measurement. What stations say of the model is measured against these;
 * against columns that were corrected it would look small, and every deviation with it.
 */
export class CityBackground {
  private readonly states: ColumnStates
  private readonly ahead: ColumnStates
  private readonly areasM2: Map<string, number>
  private readonly model = hearthway()
  private atMs = Number.NaN

  constructor(private readonly segments: readonly ThermalSegment[], private readonly place: { lat: number; lon: number }, private readonly columns: Pick<CityColumns, 'grids' | 'sites'>, private readonly corrections: FluxCorrections = newFluxCorrections()) {
    this.states = newColumnStates(columns.grids)
    this.ahead = newColumnStates(columns.grids)
    this.areasM2 = loopAreas(segments)
  }

  /** Whether `advance` can bring the columns to `nowMs`; else they must be started from others. */
  reaches(nowMs: number): boolean {
    const stepsMs = modelInstant(nowMs) - this.atMs
    return stepsMs >= 0 && stepsMs <= reachMs
  }

  /** Takes over columns of the same city as they stand at `atMs`. */
  startFrom(states: ColumnStates, atMs: number): void {
    for (let i = 0; i < this.segments.length; i++) copyColumn(states, i, this.states, i)
    this.atMs = atMs
  }

  /**
   * Brings the columns to the model's instant at `nowMs` and looks one step ahead. A heated column of whose loop nothing is known runs on
   * unheated, and says nothing.
   */
  advance(weather: WeatherSeries, nowMs: number, flows: readonly LoopFlow[]): Background {
    const toMs = modelInstant(nowMs)
    const steps = (toMs - this.atMs) / (modelStepS * 1000)
    const forcing = prepareForcing(weather, this.place, this.atMs, modelStepS, steps + 1, this.corrections.sky)
    const drives = steadyDrives(flows, this.areasM2, steps + 1)
    const surfaceC = new Float32Array(this.segments.length)
    const kPerS = new Float32Array(this.segments.length)
    const { states, ahead, columns: { grids, sites } } = this
    for (let i = 0; i < this.segments.length; i++) {
      const { loopId } = this.segments[i]!
      const drive = loopId === null ? null : drives.get(loopId) ?? null
      runColumn(this.model, grids[i]!, forcing, states, i, sites[i]!, drive, 0, steps, null)
      copyColumn(states, i, ahead, i)
      runColumn(this.model, grids[i]!, forcing, ahead, i, sites[i]!, drive, steps, steps + 1, null)
      const offset = states.offsets[i]!
      surfaceC[i] = loopId !== null && !drive ? Number.NaN : states.temperatureC[offset]!
      kPerS[i] = (ahead.temperatureC[offset]! - states.temperatureC[offset]!) / modelStepS
    }
    this.atMs = toMs
    return { atMs: toMs, surfaceC, kPerS }
  }
}
