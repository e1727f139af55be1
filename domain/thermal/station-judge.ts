import type { NowcastPlan } from './nowcast-plan'
import { correctionK, solveRow } from './nowcast-row'

/** A station further from what the others make of its place than this many standard deviations is not believed. */
export const absurdSigma = 4
/** The scale of the model's errors never leaves these bounds: a calm night does not make certain, a wrong forecast does not make blind. */
const leastScale = 0.4
const mostScale = 3
/** So many stations' worth of trust in the parameters themselves. */
const trustInPrior = 4

const deviations: number[] = []

/**
 * The buddy check (Daley 1991; Lorenc 1981): each station is compared with the analysis of its place from the others. The worst beyond
 * `absurdSigma` falls silent, then all are judged again without it, for until then it has spoilt the opinion about its neighbours.
 * Where none of the others is heard the model alone judges.
 * @returns how large errors are today against the parameters: median of |deviation| / sd over that of a normal variate (0.6745), held in bounds
 */
export function judgeStations(plan: NowcastPlan): number {
  for (;;) {
    const scale = scaleOf(plan)
    const worst = worstOf(plan, scale)
    if (worst < 0) return scale
    plan.speaks[worst] = 0
    plan.absurd[worst] = 1
  }
}

/** Deviation of a station from what the others say of its place, in standard deviations of the parameters. */
function deviation(plan: NowcastPlan, station: number): number {
  const row = plan.surface.segmentCount + station
  solveRow(plan, row)
  return Math.abs(plan.innovationK[station]! - correctionK(plan, row)) / Math.hypot(plan.sdK[row]!, plan.parameters.sensorK)
}

function scaleOf(plan: NowcastPlan): number {
  deviations.length = 0
  for (let station = 0; station < plan.speaks.length; station++) if (plan.speaks[station] === 1) deviations.push(deviation(plan, station))
  if (deviations.length === 0) return 1
  deviations.sort((a, b) => a - b)
  const median = (deviations[(deviations.length - 1) >> 1]! + deviations[deviations.length >> 1]!) / 2
  const blended = (trustInPrior + (deviations.length * median) / 0.6745) / (trustInPrior + deviations.length)
  return Math.min(mostScale, Math.max(leastScale, blended))
}

function worstOf(plan: NowcastPlan, scale: number): number {
  let worst = -1
  // A scale below 1 would make a quiet night's ordinary differences absurd.
  let largest = absurdSigma * Math.max(1, scale)
  for (let station = 0; station < plan.speaks.length; station++) {
    if (plan.speaks[station] !== 1) continue
    const own = deviation(plan, station)
    if (own > largest || (own === largest && worst >= 0 && plan.rank[station]! < plan.rank[worst]!)) {
      largest = own
      worst = station
    }
  }
  return worst
}
