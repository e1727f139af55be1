import type { Segment } from '#domain/network/network'
import { between, smoothField } from './seeded'

/** What the server must not know: how this segment of the twin really is. */
export interface HiddenParameters {
  albedo: number
  emissivity: number
  skyView: number
  /** Factors on the layers' book values. */
  conductivityFactor: number
  capacityFactor: number
  /** Share of the open wind that reaches the surface, 0..1. */
  windShare: number
  /** Heat and stirring by traffic at its busiest. */
  traffic_wPerM2: number
  /** Local air minus the city's, K: streets are warmer than the river. */
  airOffset_k: number
}

const albedoRange = { asphalt: [0.07, 0.14], concrete: [0.22, 0.34], deck: [0.08, 0.15] } as const

/** Draws a segment's hidden parameters from the seed; the same seed and segment give the same ones. */
export function hiddenParameters(seed: string, segment: Segment): HiddenParameters {
  // Mostly the asset's, a little the segment's own: one road was paved by one crew.
  const draw = (name: string, from: number, to: number): number =>
    0.7 * between(`${seed}/${segment.assetId}/${name}`, from, to) + 0.3 * between(`${seed}/${segment.id}/${name}`, from, to)
  const [lon, lat] = segment.axis[Math.floor(segment.axis.length / 2)] ?? [0, 0]
  const [low, high] = albedoRange[segment.pavementType === 'concrete' || segment.pavementType === 'concreteBridge' ? 'concrete' : segment.exposure.airBelow ? 'deck' : 'asphalt']
  const open = segment.exposure.airBelow || segment.kind === 'runway' || segment.kind === 'taxiway' || segment.kind === 'apron'
  const busy = segment.kind === 'road' || segment.kind === 'bridge'
  return {
    albedo: draw('albedo', low, high),
    emissivity: draw('emissivity', 0.92, 0.97),
    skyView: Math.min(1, Math.max(0.35, segment.exposure.skyViewFraction * draw('skyView', 0.88, 1.04))),
    conductivityFactor: draw('conductivity', 0.82, 1.22),
    capacityFactor: draw('capacity', 0.92, 1.08),
    windShare: open ? draw('wind', 0.75, 1) : draw('wind', 0.4, 0.75),
    traffic_wPerM2: busy ? draw('traffic', 3, 14) : draw('traffic', 0, 2),
    airOffset_k: 0.6 * smoothField(`${seed}/air`, lon, lat) + (open ? -0.3 : 0.3) + draw('air', -0.15, 0.15),
  }
}
