import { freshnessLimits, freshnessOf } from '#domain/sensing/freshness'
import { quantitySpec } from '#domain/sensing/quantities'
import type { SurfaceState } from '#domain/sensing/surface-state'

const { cadenceS } = quantitySpec('surface_temperature')
/** Site seconds without news after which what is on the screen is stale. */
export const { staleAfterS } = freshnessLimits(cadenceS)

/** How a value that was judged when it came may be shown `silentS` site seconds later: without news everything grows old by the same clock. */
export function shownSurfaceState(state: SurfaceState, silentS: number): SurfaceState {
  const freshness = freshnessOf(silentS, cadenceS)
  return state === 'unknown' || state === 'lost' || freshness === 'fresh' ? state : freshness
}
