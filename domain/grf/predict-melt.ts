import { assessRwycc, type SurfaceRange } from './assess-rwycc'
import type { Contaminant } from './contaminant'
import type { Assessed, Rwycc } from './rwycc'
import type { ThirdObservation } from './third-observation'

/** What lies on a third at a stage of melting, and its code. */
export interface MeltStage { contaminant: Contaminant; rwycc: Assessed }

/** The worst that each turns into while it melts. Compacted snow and ice get water on top; loose snow becomes slush. */
const onTheWay: Record<Contaminant, Contaminant> = {
  DRY: 'DRY', FROST: 'WET', WET: 'WET', SLIPPERY_WET: 'SLIPPERY_WET', STANDING_WATER: 'STANDING_WATER', SLUSH: 'SLUSH', DRY_SNOW: 'SLUSH', WET_SNOW: 'SLUSH',
  COMPACTED_SNOW: 'WATER_ON_COMPACTED_SNOW', DRY_SNOW_ON_COMPACTED_SNOW: 'WATER_ON_COMPACTED_SNOW', WET_SNOW_ON_COMPACTED_SNOW: 'WATER_ON_COMPACTED_SNOW', WATER_ON_COMPACTED_SNOW: 'WATER_ON_COMPACTED_SNOW',
  ICE: 'WET_ICE', WET_ICE: 'WET_ICE', DRY_SNOW_ON_ICE: 'WET_ICE', WET_SNOW_ON_ICE: 'WET_ICE',
}
const atMost = (rwycc: Assessed, most: Rwycc): Assessed => (rwycc.code === null ? rwycc : { code: Math.min(rwycc.code, most) as Rwycc, reason: null })

/** Whether there is something on it that can melt. */
const canMelt = ({ contaminant }: ThirdObservation): boolean => !['DRY', 'WET', 'SLIPPERY_WET', 'STANDING_WATER'].includes(contaminant)

/**
 * The worst moment of melting what was observed. Snow is taken to become slush of the same depth: it sinks together, by how much nobody measures. Spots of at most a quarter
 * leave more than a quarter wet.
 */
export function predictMidMelt(third: ThirdObservation, surface: SurfaceRange | null): MeltStage {
  if (!canMelt(third)) return { contaminant: third.contaminant, rwycc: assessRwycc(third, surface) }
  const contaminant = onTheWay[third.contaminant]
  const rwycc = assessRwycc({ ...third, contaminant }, surface)
  return third.coveragePercent === 25 ? { contaminant: 'WET', rwycc: atMost(rwycc, 5) } : { contaminant, rwycc }
}

/**
 * When all that can melt has melted and run off: wet, whether and when it dries is not said. What lies beside the heated part stays, and decides while it covers more than a
 * quarter of the third. A code that the assessor lowered stays lowered until somebody looks again.
 * @param heatedShare part of the third that is heated, above 0 and at most 1
 */
export function predictAfterMelt(third: ThirdObservation, surface: SurfaceRange | null, heatedShare: number): MeltStage {
  const rwycc = assessRwycc(third, surface)
  if (!canMelt(third)) return { contaminant: third.contaminant, rwycc }
  // Assessed in whole per cent, like every coverage.
  const leftPercent = Math.round((1 - heatedShare) * third.coveragePercent)
  if (leftPercent > 25) return { contaminant: third.contaminant, rwycc }
  const wet: ThirdObservation = { ...third, contaminant: 'WET', depthMm: null, coveragePercent: third.coveragePercent === 0 ? 0 : 100 }
  return { contaminant: 'WET', rwycc: assessRwycc(wet, surface) }
}

/** Frozen water where it was seen wet. */
const frozen: Partial<Record<Contaminant, Contaminant>> = { WET: 'ICE', SLIPPERY_WET: 'ICE', STANDING_WATER: 'ICE', SLUSH: 'ICE' }

export type Doubt = 'may_melt' | 'may_freeze'

/**
 * The code as it may be now, after what was observed: where the surface may be above 0 °C what was frozen may be melting, and where it surely is below what was wet may have frozen
 * (de-icing agents are not counted on). Then the lower code holds, and `doubt` says why.
 */
export function predictNow(third: ThirdObservation, surface: SurfaceRange | null): MeltStage & { doubt: Doubt | null } {
  const seen = { contaminant: third.contaminant, rwycc: assessRwycc(third, surface) }
  if (surface === null || third.coveragePercent <= 25) return { ...seen, doubt: null }
  const ice = frozen[third.contaminant]
  const other: [MeltStage, Doubt] | null = canMelt(third) && surface.maxC > 0 ? [predictMidMelt(third, surface), 'may_melt']
    : ice !== undefined && surface.maxC < 0 ? [{ contaminant: ice, rwycc: assessRwycc({ ...third, contaminant: ice, depthMm: null }, surface) }, 'may_freeze'] : null
  if (other === null || other[0].rwycc.code === null || (seen.rwycc.code !== null && other[0].rwycc.code >= seen.rwycc.code)) return { ...seen, doubt: null }
  return { ...other[0], doubt: other[1] }
}
