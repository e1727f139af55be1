import { freshnessOf } from '#domain/sensing/freshness'
import { quantitySpec } from '#domain/sensing/quantities'
import { surfaceStates, type SurfaceState } from '#domain/wire/live'
import type { SurfaceFrame } from '../api/decode-frame'

const codeOf = (state: SurfaceState): number => surfaceStates.indexOf(state)

/**
 * What the surface has become at `nowS` (unix seconds of site time) when the server no longer speaks: measured and estimated
 * values turn stale and then lost by their own age. States only ever get worse; temperatures stay as they were last known.
 */
export function ageSurface(surface: SurfaceFrame, nowS: number, cadenceS: number = quantitySpec('surface_temperature').cadenceS): SurfaceFrame {
  if (!Number.isFinite(nowS)) return surface
  const state = surface.state.slice()
  for (let i = 0; i < state.length; i += 1) {
    if (state[i] === codeOf('unknown') || state[i] === codeOf('lost')) continue
    const measuredAt = surface.measuredAt[i] ?? 0
    const freshness = measuredAt === 0 ? 'lost' : freshnessOf(nowS - measuredAt, cadenceS)
    if (freshness !== 'fresh') state[i] = codeOf(freshness)
  }
  return { ...surface, state, revision: surface.revision + 1 }
}
