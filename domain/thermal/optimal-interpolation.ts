import type { Reading } from '../sensing/reading'
import { surfaceStateCode } from '../sensing/surface-state'
import type { SurfaceColumns } from './inverse-distance'
import { newSurfaceColumns, setEstimate, setOwn } from './inverse-distance'
import type { NowcastPlan } from './nowcast-plan'
import { correctionK, solveRow } from './nowcast-row'
import { mostStations } from './station-candidates'
import { judgeStations } from './station-judge'

export { planNowcast, type NowcastPlan } from './nowcast-plan'

/** Time in which a measurement that is not renewed loses its worth, h: surfaces turn within a few hours at sunrise, sunset and onset of snow. */
const worthH = 3

export interface NowcastColumns extends SurfaceColumns {
  /** Standard deviation of `temperature`, K; NaN where that is unknown. */
  sdK: Float32Array
  /** How large the model's errors are today against the parameters, from the stations' own disagreement; already contained in `sdK`. */
  scale: number
}

export const newNowcastColumns = (count: number): NowcastColumns => ({ ...newSurfaceColumns(count), sdK: new Float32Array(count).fill(Number.NaN), scale: 1 })

/**
 * Fills `out` for the site instant `nowMs`. A segment with a sensor of its own shows it as `estimateSurface` does (fresh, stale, lost, unknown).
 * Any other is `estimated`: model + weights x (measured - model) at its stations; without any the model alone, and where there is no model the
 * inverse-distance mean. Allocates nothing per segment.
 * @param backgroundC the model's surface per segment at `backgroundAtMs`, °C; NaN where there is none
 * @param latest newest reading per sensor of `plan.surface.sensorIds`, undefined where none
 */
export function nowcast(plan: NowcastPlan, backgroundC: Float32Array, latest: readonly (Reading | undefined)[], nowMs: number, out: NowcastColumns, backgroundAtMs = nowMs): void {
  const { surface, parameters } = plan
  for (let station = 0; station < plan.speaks.length; station++) {
    const reading = latest[station]
    const background = backgroundC[plan.stationSegment[station]!]!
    plan.absurd[station] = 0
    const heard = reading !== undefined && reading.quality === 0 && nowMs - reading.measuredAtMs <= surface.staleAfterMs[station]! && Number.isFinite(background)
    plan.speaks[station] = heard ? 1 : 0
    plan.innovationK[station] = heard ? reading.value - background : Number.NaN
  }
  out.scale = judgeStations(plan)
  const priorK = plan.priorK * out.scale
  for (let i = 0; i < surface.segmentCount; i++) {
    const own = surface.own[i]!
    if (own >= 0) {
      setOwn(surface, own, latest[own], nowMs, out, i)
      const ageMs = out.state[i] === surfaceStateCode.measured ? 0 : nowMs - (latest[own]?.measuredAtMs ?? nowMs)
      out.sdK[i] = out.state[i] === surfaceStateCode.unknown ? Number.NaN : agedSdK(Math.min(parameters.sensorK, priorK), priorK, ageMs)
      continue
    }
    const background = backgroundC[i]!
    if (!Number.isFinite(background)) {
      setEstimate(surface, latest, nowMs, out, i)
      out.sdK[i] = out.state[i] === surfaceStateCode.unknown ? Number.NaN : priorK
      continue
    }
    solveRow(plan, i)
    out.temperature[i] = background + correctionK(plan, i)
    out.sdK[i] = plan.sdK[i]! * out.scale
    out.state[i] = surfaceStateCode.estimated
    out.measuredAt[i] = Math.floor(oldestMs(plan, latest, i, backgroundAtMs) / 1000)
  }
}

/** A measurement that grows old: from the probe's error to the prior. */
const agedSdK = (freshK: number, priorK: number, ageMs: number): number =>
  Math.sqrt(freshK ** 2 + (priorK ** 2 - freshK ** 2) * -Math.expm1(-Math.max(0, ageMs) / (worthH * 3_600_000)))

/** Instant of the oldest measurement a row rests on; that of the model where it rests on none. */
function oldestMs(plan: NowcastPlan, latest: readonly (Reading | undefined)[], row: number, backgroundAtMs: number): number {
  let oldest = Infinity
  for (let place = row * mostStations; place < (row + 1) * mostStations; place++) {
    const station = plan.candidates[place]!
    if (station < 0) break
    if (plan.speaks[station] === 1) oldest = Math.min(oldest, latest[station]!.measuredAtMs)
  }
  return oldest === Infinity ? backgroundAtMs : oldest
}
