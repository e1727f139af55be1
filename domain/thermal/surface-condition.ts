/** Conditions of a surface; the index is what travels. */
export const surfaceConditions = ['dry', 'moist', 'dew', 'wet', 'frost', 'snow', 'ice', 'slush'] as const
export type SurfaceCondition = (typeof surfaceConditions)[number]
export const surfaceConditionCode = { dry: 0, moist: 1, dew: 2, wet: 3, frost: 4, snow: 5, ice: 6, slush: 7 } as const satisfies Record<SurfaceCondition, number>

/**
 * essSurfaceStatus of NTCIP 1204. Ice is iceWarning (ice stands, not only threatens), snow and slush snowWarning: the standard knows no
 * value of its own for them.
 */
export const ntcipSurfaceStatus: Record<SurfaceCondition, number> = { dry: 3, moist: 4, dew: 12, wet: 5, frost: 13, snow: 9, ice: 7, slush: 9 }

/** Less than this counts as nothing, and water from this on as wet instead of moist, mm w.e. The latter is METRo's cut (0.2 mm). */
export const traceMm = 0.02
export const wetMm = 0.2

/** Code of `surfaceConditions` for stores in mm w.e. `settling`: vapour is settling on a surface that no rain falls on. */
export function surfaceConditionOf(waterMm: number, snowMm: number, iceMm: number, frostMm: number, settling: boolean): number {
  const frozen = snowMm + iceMm + frostMm
  if (frozen >= traceMm) {
    if (waterMm >= wetMm) return surfaceConditionCode.slush
    if (snowMm >= iceMm && snowMm >= frostMm) return surfaceConditionCode.snow
    return iceMm >= frostMm ? surfaceConditionCode.ice : surfaceConditionCode.frost
  }
  if (waterMm >= wetMm) return surfaceConditionCode.wet
  if (waterMm >= traceMm) return settling ? surfaceConditionCode.dew : surfaceConditionCode.moist
  return surfaceConditionCode.dry
}
