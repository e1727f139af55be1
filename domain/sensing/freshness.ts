export type Freshness = 'fresh' | 'stale' | 'lost'

/** Age limits of a quantity by its own cadence, s: stale after max(2 min, 2.5 x cadence), lost after max(15 min, 6 x cadence). */
export function freshnessLimits(cadenceS: number): { staleAfterS: number; lostAfterS: number } {
  return { staleAfterS: Math.max(120, 2.5 * cadenceS), lostAfterS: Math.max(900, 6 * cadenceS) }
}

/** Freshness of a value of the given age (s of site time). A negative age (a clock ahead by minutes) counts as fresh. */
export function freshnessOf(ageS: number, cadenceS: number): Freshness {
  const { staleAfterS, lostAfterS } = freshnessLimits(cadenceS)
  return ageS > lostAfterS ? 'lost' : ageS > staleAfterS ? 'stale' : 'fresh'
}
