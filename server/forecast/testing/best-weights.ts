import type { Network, Segment } from '#domain/network/network'
import type { Scenario } from '#server/twin/scenario'
import { Simulation } from '#server/twin/simulation'

const draws = 100
const stepS = 300
/** Bias, noise and rounding of the twin's surface probes together, K. */
const probeK = Math.hypot(0.2, 0.08, 0.1 / Math.sqrt(12))
/** Of Gauss and Seidel: the probes' error keeps the systems well-conditioned. */
const sweeps = 100

/**
 * Error, K RMS over draws of what the twin hides, that is left at each segment to one who knows everything but the draw: the weather without error, the twin's own physics and so what each place
 * has on the average, and how places differ together; and who weighs the stations of all others, with the probes as they are, by the best weights there are. The weights are judged on the draws that
 * they were found on: with a hundred of them the figure is some 4 % too low, never too high.
 * @param segments with a station each
 */
export function bestWeightsK(network: Network, scenario: Scenario, segments: Segment[], startMs: number, instantsMs: readonly number[]): number[] {
  const rows = Array.from({ length: draws }, (_, draw) => {
    const simulation = new Simulation({ ...network, segments, loops: [], controllers: [], sensors: [], stations: [] }, scenario, `draw ${draw}`, startMs, () => 0)
    return instantsMs.map((atMs) => {
      while (simulation.siteMs < atMs) simulation.step(stepS)
      return segments.map((_, i) => simulation.pavements.surface_c(i))
    })
  })
  const covariance = segments.map(() => new Float64Array(segments.length))
  instantsMs.forEach((_, at) => {
    const means = segments.map((_, i) => rows.reduce((sum, row) => sum + row[at]![i]!, 0) / draws)
    for (const row of rows) {
      const deviations = row[at]!.map((value, i) => value - means[i]!)
      deviations.forEach((mine, i) => deviations.forEach((other, j) => { covariance[i]![j]! += (mine * other) / (draws - 1) / instantsMs.length }))
    }
  })
  return segments.map((_, left) => {
    const weights = new Float64Array(segments.length)
    for (let sweep = 0; sweep < sweeps; sweep++) {
      for (let j = 0; j < segments.length; j++) {
        if (j === left) continue
        const others = covariance[j]!.reduce((sum, value, k) => (k === j ? sum : sum + value * weights[k]!), 0)
        weights[j] = (covariance[left]![j]! - others) / (covariance[j]![j]! + probeK ** 2)
      }
    }
    return Math.sqrt(covariance[left]!.reduce((sum, value, j) => sum - weights[j]! * value, covariance[left]![left]!))
  })
}
