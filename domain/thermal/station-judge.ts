import type { NowcastPlan } from './nowcast-plan'
import { weighRow, type RowSays } from './nowcast-row'
import { mostStations } from './station-candidates'

/** A station further from what the others make of its place than this many standard deviations is not believed. */
export const absurdSigma = 4
/** The scale of the model's errors never leaves these bounds: a calm night does not make certain, a wrong forecast does not make blind. */
const leastScale = 0.4
const mostScale = 3
/** So many stations' worth of trust in the parameters themselves. */
const trustInPrior = 4

/** Of bare surfaces, of heated ones. */
export type Scale = [number, number]

const says: RowSays = { correctionK: 0, oldestMs: 0 }

/**
 * The buddy check (Daley 1991; Lorenc 1981): each station is compared with the analysis of its place from the others. The worst beyond
 * `absurdSigma` falls silent, then those that heard it are judged again without it, for until then it has spoilt the opinion about them.
 * Where none of the others is heard the model alone judges.
 * Leaves in `scale`, for bare surfaces and for heated ones, how large errors are today against the parameters: median of |deviation| / sd over
 * that of a normal variate (0.6745), held in bounds. Where none is heard the last one stays: a silent network makes a wrong model no better.
 */
export function judgeStations(plan: NowcastPlan, scale: Scale): void {
  for (let station = 0; station < plan.speaks.length; station++) if (plan.speaks[station] === 1) judge(plan, station)
  for (;;) {
    scale[0] = scaleOf(plan, 0) ?? scale[0]
    scale[1] = scaleOf(plan, 1) ?? scale[1]
    const worst = worstOf(plan, scale)
    if (worst < 0) return
    plan.speaks[worst] = 0
    plan.absurd[worst] = 1
    for (let station = 0; station < plan.speaks.length; station++) if (plan.speaks[station] === 1 && hears(plan, station, worst)) judge(plan, station)
  }
}

/** Deviation of a station from what the others say of its place, in standard deviations of the parameters. */
function judge(plan: NowcastPlan, station: number): void {
  const row = plan.surface.segmentCount + station
  weighRow(plan, row, says)
  plan.deviation[station] = Math.abs(plan.innovationK[station]! - says.correctionK) / Math.hypot(plan.sdK[row]!, plan.parameters.sensorK)
}

function hears(plan: NowcastPlan, station: number, other: number): boolean {
  const first = (plan.surface.segmentCount + station) * mostStations
  for (let k = 0; k < mostStations; k++) if (plan.candidates[first + k] === other) return true
  return false
}

function scaleOf(plan: NowcastPlan, heated: 0 | 1): number | null {
  const deviations = plan.deviation.filter((_, station) => plan.speaks[station] === 1 && plan.heated[plan.surface.segmentCount + station] === heated).sort()
  const count = deviations.length
  if (count === 0) return null
  const median = (deviations[(count - 1) >> 1]! + deviations[count >> 1]!) / 2
  const blended = (trustInPrior + (count * median) / 0.6745) / (trustInPrior + count)
  return Math.min(mostScale, Math.max(leastScale, blended))
}

function worstOf(plan: NowcastPlan, scale: Scale): number {
  let worst = -1
  let largest = absurdSigma
  for (let station = 0; station < plan.speaks.length; station++) {
    if (plan.speaks[station] !== 1) continue
    // A scale below 1 would make a quiet night's ordinary differences absurd.
    const own = plan.deviation[station]! / Math.max(1, scale[plan.heated[plan.surface.segmentCount + station] as 0 | 1])
    if (own > largest || (own === largest && worst >= 0 && plan.rank[station]! < plan.rank[worst]!)) {
      largest = own
      worst = station
    }
  }
  return worst
}
