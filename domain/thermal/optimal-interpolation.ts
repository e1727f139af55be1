import { estimateMethodCode } from '../sensing/estimate-method'
import type { Reading } from '../sensing/reading'
import { surfaceStateCode } from '../sensing/surface-state'
import { backgroundC, isBackgroundOld, type Background } from './background'
import type { SurfaceColumns, SurfacePlan } from './inverse-distance'
import { newSurfaceColumns, setEstimate, setOwn } from './inverse-distance'
import type { NowcastPlan } from './nowcast-plan'
import { rowSdK, weighRow, type RowSays } from './nowcast-row'
import { priorSdK, residualParameters } from './residual-covariance'
import { judgeStations, type Scale } from './station-judge'

export { planNowcast, type NowcastPlan } from './nowcast-plan'

/** Time in which a measurement that is not renewed loses its worth, h: surfaces turn within a few hours at sunrise, sunset and onset of snow. */
const worthH = 3
/** So young what a station says is worth all of it, ms: the shortest cadence is a minute. */
const freshForMs = 150_000
/**
 * Of an inverse-distance mean where no model speaks, K. Left out one station at a time it is off by 0.45 K RMS in the demo's Harbin and 0.36 K in
 * Wuhan, by up to 0.9 K at sunrise; segments without a station of their road lie farther off than those.
 */
const withoutModelSdK = 1

const says: RowSays = { correctionK: 0, oldestMs: 0 }

export interface NowcastColumns extends SurfaceColumns {
  /** Standard deviation of `temperature`, K; NaN where that is unknown. */
  sdK: Float32Array
  /** Code of `estimateMethods`: 0 where nothing is estimated. */
  method: Uint8Array
  /** How large the model's errors are today against the parameters, from the stations' own disagreement; already contained in `sdK`. Of bare surfaces, of heated ones. */
  scale: Scale
}

export const newNowcastColumns = (count: number): NowcastColumns => ({ ...newSurfaceColumns(count), sdK: new Float32Array(count).fill(Number.NaN), method: new Uint8Array(count), scale: [1, 1] })

/**
 * Fills `out` for the site instant `nowMs`. A segment with a sensor of its own shows it as `estimateSurface` does (fresh, stale, lost, unknown).
 * Any other is `estimated`: model + weights x (measured - model) at its stations, the less certain the older the oldest of them; without any the model alone, and where there is no model, or
 * only one that has grown old, the inverse-distance mean. Allocates nothing per segment.
 * @param latest newest reading per sensor of `plan.surface.sensorIds`, undefined where none
 */
export function nowcast(plan: NowcastPlan, background: Background | null, latest: readonly (Reading | undefined)[], nowMs: number, out: NowcastColumns): void {
  nowcastStations(plan, background, latest, nowMs, out)
  nowcastSegments(plan, background, latest, nowMs, out, 0, plan.surface.segmentCount)
}

/** First half of `nowcast`: what every station says of the model, who is believed, and how large errors are today. */
export function nowcastStations(plan: NowcastPlan, background: Background | null, latest: readonly (Reading | undefined)[], nowMs: number, out: NowcastColumns): void {
  const { surface } = plan
  const model = background !== null && !isBackgroundOld(background, nowMs) ? background : null
  for (let station = 0; station < plan.speaks.length; station++) {
    const reading = latest[station]
    plan.absurd[station] = 0
    // What a station said of the model outlives its measurement: the weather goes on in the model. Only a lost one says nothing any more.
    const isHeard = reading !== undefined && reading.quality === 0 && nowMs - reading.measuredAtMs <= surface.lostAfterMs[station]!
    // Against the model at the reading's own instant: a minute at sunrise is a tenth of a degree.
    const innovationK = isHeard && model ? reading.value - backgroundC(model, plan.stationSegment[station]!, reading.measuredAtMs) : Number.NaN
    plan.innovationK[station] = innovationK
    plan.measuredAtMs[station] = reading?.measuredAtMs ?? Number.NaN
    plan.speaks[station] = Number.isFinite(innovationK) ? 1 : 0
  }
  judgeStations(plan, out.scale)
}

/** Second half of `nowcast`, for the segments from `from` to before `to`: it may be taken in slices, with the same arguments. */
export function nowcastSegments(
  plan: NowcastPlan, background: Background | null, latest: readonly (Reading | undefined)[], nowMs: number, out: NowcastColumns, from: number, to: number,
): void {
  const { surface, parameters } = plan
  const model = background !== null && !isBackgroundOld(background, nowMs) ? background : null
  for (let i = from; i < to; i++) {
    const own = surface.own[i]!
    const scale = out.scale[plan.heated[i] as 0 | 1]
    if (own >= 0) {
      const priorK = plan.priorK * scale
      setMeasured(surface, own, latest[own], nowMs, out, i, plan.absurd[own] === 1 ? priorK : Math.min(parameters.sensorK, priorK), priorK)
      continue
    }
    const modelC = model ? backgroundC(model, i, nowMs) : Number.NaN
    if (!Number.isFinite(modelC)) {
      setWithoutModel(surface, latest, nowMs, out, i)
      continue
    }
    weighRow(plan, i, says)
    out.temperature[i] = modelC + says.correctionK
    out.sdK[i] = agedSdK(rowSdK(plan, i, scale), plan.priorK * scale, says.oldestMs === Infinity ? 0 : nowMs - says.oldestMs - freshForMs)
    out.state[i] = surfaceStateCode.estimated
    out.method[i] = estimateMethodCode.nowcast
    out.measuredAt[i] = Math.floor((says.oldestMs === Infinity ? model!.atMs : says.oldestMs) / 1000)
  }
}

/** What can be said before there is a model, and of a past of which none was kept: measurements, and inverse-distance means between them. */
export function estimateWithoutModel(surface: SurfacePlan, latest: readonly (Reading | undefined)[], nowMs: number, out: NowcastColumns): void {
  const priorK = priorSdK(residualParameters)
  out.scale = [1, 1]
  for (let i = 0; i < surface.segmentCount; i++) {
    const own = surface.own[i]!
    if (own >= 0) setMeasured(surface, own, latest[own], nowMs, out, i, residualParameters.sensorK, priorK)
    else setWithoutModel(surface, latest, nowMs, out, i)
  }
}

function setMeasured(surface: SurfacePlan, own: number, reading: Reading | undefined, nowMs: number, out: NowcastColumns, i: number, freshK: number, priorK: number): void {
  setOwn(surface, own, reading, nowMs, out, i)
  const ageMs = out.state[i] === surfaceStateCode.measured ? 0 : nowMs - (reading?.measuredAtMs ?? nowMs)
  out.sdK[i] = out.state[i] === surfaceStateCode.unknown ? Number.NaN : agedSdK(freshK, priorK, ageMs)
  out.method[i] = estimateMethodCode.none
}

function setWithoutModel(surface: SurfacePlan, latest: readonly (Reading | undefined)[], nowMs: number, out: NowcastColumns, i: number): void {
  setEstimate(surface, latest, nowMs, out, i)
  const isKnown = out.state[i] === surfaceStateCode.estimated
  out.sdK[i] = isKnown ? withoutModelSdK : Number.NaN
  out.method[i] = isKnown ? estimateMethodCode.inverse_distance : estimateMethodCode.none
}

/** What was known and is not renewed grows old: from its own error to the prior. */
const agedSdK = (freshK: number, priorK: number, ageMs: number): number =>
  Math.sqrt(freshK ** 2 + (priorK ** 2 - freshK ** 2) * -Math.expm1(-Math.max(0, ageMs) / (worthH * 3_600_000)))
