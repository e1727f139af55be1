import type { Sensor } from '../network/network'
import type { SurfacePlan } from './inverse-distance'
import { planSurface } from './inverse-distance'
import { solveRow } from './nowcast-row'
import type { ResidualParameters, ResidualSegment } from './residual-covariance'
import { priorSdK, residualCovariance, residualParameters, residualTraits } from './residual-covariance'
import { mostPairs, mostStations, StationCandidates } from './station-candidates'

/**
 * Stations, covariances and weights of every row, in columns that can be handed from thread to thread. Rows are the segments, then one row a
 * sensor that stands for what the other stations say of its place (the buddy check).
 */
export interface NowcastRows {
  /** Segment of each sensor of `planSurface`. */
  stationSegment: Int32Array
  /** Place of each sensor in the order of their names. */
  rank: Int32Array
  /** Per row: 1 where a loop lies below. The model errs otherwise there: by what it does not know of the pipes. */
  heated: Uint8Array
  /** Per row: up to eight sensors, best first, -1 where none. */
  candidates: Int32Array
  /** Per row: covariance with each candidate, K². */
  toStation: Float32Array
  /** Per row: covariances among the candidates, lower triangle, K². */
  amongStations: Float32Array
  /** Per row: candidates that are present (bit k), weights and standard deviation for that set. */
  present: Uint8Array
  weights: Float32Array
  sdK: Float32Array
  /** Per row: part of that variance that comes from the probes, K²: it is as large on a calm night as under a wrong sun. */
  noiseK2: Float32Array
}

/** What the nowcast needs of a network: prepared once, read on every tick. A row's weights hold for its set of present stations and are solved anew when that changes. */
export interface NowcastPlan extends NowcastRows {
  parameters: ResidualParameters
  /** Own sensors, limits of freshness, and what is done where there is no model. */
  surface: SurfacePlan
  /** Standard deviation of the model's error where nothing is measured, K. */
  priorK: number
  /** Of this tick, per sensor: measured minus model, K, and whether it may speak (fresh, good, model known, not absurd). */
  innovationK: Float64Array
  measuredAtMs: Float64Array
  speaks: Uint8Array
  /** Of this tick, per sensor: 1 where neighbours and model deny what it says. Its own segment shows it all the same. */
  absurd: Uint8Array
  /** Of this tick, per sensor: distance from what the others say of its place, in standard deviations. */
  deviation: Float64Array
}

/** Chooses stations and covariances for every segment. The nowcast's sensors are `plan.surface.sensorIds`, in that order. */
export function planNowcast(segments: readonly ResidualSegment[], sensors: readonly Sensor[], parameters: ResidualParameters = residualParameters): NowcastPlan {
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
  const plan = nowcastPlan(surface, {
    stationSegment, rank, heated: new Uint8Array(rows), candidates: new Int32Array(rows * mostStations).fill(-1), toStation: new Float32Array(rows * mostStations), amongStations: new Float32Array(rows * mostPairs),
    present: new Uint8Array(rows), weights: new Float32Array(rows * mostStations), sdK: new Float32Array(rows).fill(priorSdK(parameters)), noiseK2: new Float32Array(rows),
  }, parameters)
  // As if all were heard: on most ticks most are.
  plan.speaks.fill(1)
  for (let row = 0; row < rows; row++) {
    const segment = row < segments.length ? row : stationSegment[row - segments.length]!
    plan.heated[row] = segments[segment]!.loopId === null ? 0 : 1
    const found = choice.of(segment, row < segments.length ? -1 : segment)
    found.forEach((station, k) => {
      plan.candidates[row * mostStations + k] = station
      plan.toStation[row * mostStations + k] = residualCovariance(parameters, traits, segment, stationSegment[station]!)
      for (let l = 0; l <= k; l++) plan.amongStations[row * mostPairs + (k * (k + 1)) / 2 + l] = residualCovariance(parameters, traits, stationSegment[station]!, stationSegment[found[l]!]!)
    })
    solveRow(plan, row)
  }
  plan.speaks.fill(0)
  return plan
}

/** A plan from rows that were prepared elsewhere for the same network. */
export function nowcastPlan(surface: SurfacePlan, rows: NowcastRows, parameters: ResidualParameters = residualParameters): NowcastPlan {
  const count = surface.sensorIds.length
  return {
    ...rows, parameters, surface, priorK: priorSdK(parameters),
    innovationK: new Float64Array(count), measuredAtMs: new Float64Array(count), speaks: new Uint8Array(count), absurd: new Uint8Array(count), deviation: new Float64Array(count),
  }
}

/** A copy of a plan's rows, to be handed on. */
export function copyRows({ stationSegment, rank, heated, candidates, toStation, amongStations, present, weights, sdK, noiseK2 }: NowcastRows): NowcastRows {
  return {
    stationSegment: stationSegment.slice(), rank: rank.slice(), heated: heated.slice(), candidates: candidates.slice(), toStation: toStation.slice(), amongStations: amongStations.slice(),
    present: present.slice(), weights: weights.slice(), sdK: sdK.slice(), noiseK2: noiseK2.slice(),
  }
}
