import type { NowcastPlan } from './nowcast-plan'
import { mostUnknowns, solveSmall } from './small-cholesky'
import { mostPairs, mostStations } from './station-candidates'

const matrix = new Float64Array(mostUnknowns * mostUnknowns)
const vector = new Float64Array(mostUnknowns)
const chosen = new Int32Array(mostUnknowns)

/**
 * Makes the weights of a row those of its present stations: w = (B + R)⁻¹ b, analysis variance = prior - w b (Gandin 1963; Daley 1991, ch. 4),
 * B covariances among the stations, R the probes' own error, b covariances of segment and stations.
 */
export function solveRow(plan: NowcastPlan, row: number): void {
  const first = row * mostStations
  let mask = 0
  let m = 0
  for (let k = 0; k < mostStations; k++) {
    const station = plan.candidates[first + k]!
    if (station < 0) break
    if (plan.speaks[station] === 1) {
      mask |= 1 << k
      chosen[m++] = k
    }
  }
  if (plan.present[row] === mask) return
  plan.present[row] = mask
  for (let k = 0; k < mostStations; k++) plan.weights[first + k] = 0
  for (let i = 0; i < m; i++) {
    const k = chosen[i]!
    vector[i] = plan.toStation[first + k]!
    for (let j = 0; j <= i; j++) matrix[i * mostUnknowns + j] = plan.amongStations[row * mostPairs + (k * (k + 1)) / 2 + chosen[j]!]!
    matrix[i * mostUnknowns + i]! += plan.parameters.sensorK ** 2
  }
  let varianceK2 = plan.priorK ** 2
  let squares = 0
  if (solveSmall(matrix, vector, m)) {
    for (let i = 0; i < m; i++) {
      plan.weights[first + chosen[i]!] = vector[i]!
      squares += vector[i]! ** 2
      varianceK2 -= vector[i]! * plan.toStation[first + chosen[i]!]!
    }
  }
  plan.noiseK2[row] = plan.parameters.sensorK ** 2 * squares
  plan.sdK[row] = Math.sqrt(Math.min(plan.priorK ** 2, Math.max(0, varianceK2)))
}

/** What a row's stations say together. */
export interface RowSays {
  /** Correction of the model that they ask for, K. */
  correctionK: number
  /** Instant of the oldest of their measurements, unix ms; Infinity where none is present. */
  oldestMs: number
}

/** Weighs what a row's present stations say; the weights are made anew where others are present than before. One pass over the stations: it is done for every segment of a city. */
export function weighRow(plan: NowcastPlan, row: number, says: RowSays): void {
  const { candidates, weights, speaks, innovationK, measuredAtMs } = plan
  const first = row * mostStations
  let mask = 0
  let sum = 0
  let oldest = Infinity
  for (let k = 0; k < mostStations; k++) {
    const station = candidates[first + k]!
    if (station < 0) break
    // A weight of 0 must not meet an innovation that is not a number.
    if (speaks[station] !== 1) continue
    mask |= 1 << k
    sum += weights[first + k]! * innovationK[station]!
    if (measuredAtMs[station]! < oldest) oldest = measuredAtMs[station]!
  }
  if (plan.present[row] !== mask) {
    solveRow(plan, row)
    sum = 0
    for (let k = 0; k < mostStations; k++) if ((mask >> k) & 1) sum += weights[first + k]! * innovationK[candidates[first + k]!]!
  }
  says.correctionK = sum
  says.oldestMs = oldest
}

/**
 * Standard deviation of a row's analysis on a day on which the model errs `scale` times as much as the parameters say, K: for the same weights
 * the model's part of the variance goes with the square of that, the probes' does not.
 */
export function rowSdK(plan: NowcastPlan, row: number, scale: number): number {
  const noiseK2 = plan.noiseK2[row]!
  return Math.sqrt(scale ** 2 * Math.max(0, plan.sdK[row]! ** 2 - noiseK2) + noiseK2)
}
