import type { Segment } from '../network/network'
import { buildOfSegment } from './build-of-segment'
import { dayDampingM } from './start-column'

/** Convection in a light wind and the slope of long-wave emission together, W/m²K. */
const surfaceExchangeWPerM2K = 15
/** Angular frequency of the day, 1/s. */
const dayPerS = (2 * Math.PI) / 86_400

/**
 * How strongly a pavement answers the sun, K per W/m²: (1 - albedo) / (h + e sqrt(w)), the amplitude of the surface under a daily wave of
 * radiation on ground of thermal effusivity e = sqrt(c k) (Carslaw & Jaeger 1959, § 2.9, without the phase between the two terms).
 * e is the mean over the layers, weighted by exp(-2 z / d) as the day's wave feels them; air below a deck stores nothing.
 * Cheap, constant in time, and what makes pale concrete err otherwise than asphalt under the same wrong sun.
 */
export function thermalFingerprint(segment: Pick<Segment, 'layers' | 'exposure' | 'pavementType'>): number {
  const { layers, albedo } = buildOfSegment(segment, null)
  let effusivity = 0
  let topM = 0
  for (const layer of layers) {
    const bottomM = topM + layer.thicknessM
    const share = Math.exp((-2 * topM) / dayDampingM) - Math.exp((-2 * bottomM) / dayDampingM)
    effusivity += share * Math.sqrt(layer.heatCapacityJPerM3K * layer.conductivityWPerMK)
    topM = bottomM
  }
  return (1 - albedo) / (surfaceExchangeWPerM2K + effusivity * Math.sqrt(dayPerS))
}
