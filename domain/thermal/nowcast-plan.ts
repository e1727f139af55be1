import type { Segment, Sensor } from '../network/network'
import type { SurfacePlan } from './inverse-distance'
import { planSurface } from './inverse-distance'
import type { ResidualParameters } from './residual-covariance'
import { priorSdK, residualCovariance, residualParameters, residualTraits } from './residual-covariance'
import { mostStations, StationCandidates } from './station-candidates'

/** Pairs of a row's stations, lower triangle. */
export const pairs = (mostStations * (mostStations + 1)) / 2

/**
 * What the nowcast needs of a network: prepared once, read on every tick. Rows are the segments, then one row a sensor that stands for what the
 * other stations say of its place (the buddy check). A row's weights hold for its set of present stations and are solved anew when that changes.
 */
export interface NowcastPlan {
  parameters: ResidualParameters
  /** Own sensors, limits of freshness, and what is done where there is no model. */
  surface: SurfacePlan
  /** Segment of each sensor of `surface.sensorIds`. */
  stationSegment: Int32Array
  /** Place of each sensor in the order of their names. */
  rank: Int32Array
  /** Standard deviation of the model's error where nothing is measured, K. */
  priorK: number
  /** Per row: up to eight sensors, best first, -1 where none. */
  candidates: Int32Array
  /** Per row: covariance with each candidate, K². */
  toStation: Float32Array
  /** Per row: covariances among the candidates, lower triangle, K². */
  amongStations: Float32Array
  /** Per row: candidates that are present (bit k), weights and standard deviation for that set. */
  present: Uint8Array
  solved: Uint8Array
  weights: Float32Array
  sdK: Float32Array
  /** Of this tick, per sensor: measured minus model, K, and whether it may speak (fresh, good, model known, not absurd). */
  innovationK: Float64Array
  speaks: Uint8Array
  /** Of this tick, per sensor: 1 where neighbours and model deny what it says. Its own segment shows it all the same. */
  absurd: Uint8Array
}

/** Chooses stations and covariances for every segment. The nowcast's sensors are `plan.surface.sensorIds`, in that order. */
export function planNowcast(segments: readonly Segment[], sensors: readonly Sensor[], parameters: ResidualParameters = residualParameters): NowcastPlan {
  const surface = planSurface(segments, sensors)
  const indexOf = new Map(segments.map((segment, index) => [segment.id, index]))
  const segmentOf = new Map(sensors.map((sensor) => [sensor.id, sensor.segmentId]))
  const stationSegment = Int32Array.from(surface.sensorIds, (id) => indexOf.get(segmentOf.get(id) as string) as number)
  const count = surface.sensorIds.length
  const rank = new Int32Array(count)
  Array.from(rank.keys()).sort((a, b) => ((surface.sensorIds[a] as string) < (surface.sensorIds[b] as string) ? -1 : 1)).forEach((station, place) => { rank[station] = place })
  const traits = residualTraits(segments)
  const choice = new StationCandidates(segments, stationSegment, rank, parameters, traits)
  const rows = segments.length + count
  const plan: NowcastPlan = {
    parameters, surface, stationSegment, rank, priorK: priorSdK(parameters),
    candidates: new Int32Array(rows * mostStations).fill(-1), toStation: new Float32Array(rows * mostStations), amongStations: new Float32Array(rows * pairs),
    present: new Uint8Array(rows), solved: new Uint8Array(rows), weights: new Float32Array(rows * mostStations), sdK: new Float32Array(rows),
    innovationK: new Float64Array(count), speaks: new Uint8Array(count), absurd: new Uint8Array(count),
  }
  for (let row = 0; row < rows; row++) {
    const segment = row < segments.length ? row : stationSegment[row - segments.length]!
    const found = choice.of(segment, row < segments.length ? -1 : segment)
    found.forEach((station, k) => {
      plan.candidates[row * mostStations + k] = station
      plan.toStation[row * mostStations + k] = residualCovariance(parameters, traits, segment, stationSegment[station]!)
      for (let l = 0; l <= k; l++) plan.amongStations[row * pairs + (k * (k + 1)) / 2 + l] = residualCovariance(parameters, traits, stationSegment[station]!, stationSegment[found[l]!]!)
    })
  }
  return plan
}
