import type { LonLat } from '../geodesic'
import { pointInRing } from '../point-in-ring'
import { mainland, unshifted, xisha } from './shifted-region-rings'

/**
 * Whether Chinese web maps draw this place (degrees, not shifted) with the GCJ-02 offset: the mainland and its coastal waters, not Hong Kong,
 * Macau, Taiwan or another country. Near a land border the answer is right to about 10 km, at Hong Kong and Macau to some hundred metres.
 */
export function isShiftedRegion(point: LonLat): boolean {
  return (pointInRing(point, mainland) || pointInRing(point, xisha)) && !unshifted.some((ring) => pointInRing(point, ring))
}
