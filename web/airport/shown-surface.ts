import type { SurfaceState } from '#domain/sensing/surface-state'

/** Site seconds without news after which what is on the screen is stale, and lost. */
export const staleAfterS = 120
export const lostAfterS = 900

/** How a value that was judged when it came may be shown `silentS` site seconds later: without news everything grows old by the same clock. */
export function shownSurfaceState(state: SurfaceState, silentS: number): SurfaceState {
  if (state === 'unknown' || state === 'lost' || !(silentS > staleAfterS)) return state
  return silentS > lostAfterS ? 'lost' : 'stale'
}
