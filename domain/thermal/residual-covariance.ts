import type { Segment } from '../network/network'
import { midpoint } from './inverse-distance'
import { thermalFingerprint } from './thermal-fingerprint'

/**
 * What the model's error is made of: independent parts, each a standard deviation in K and, where it fades, the scale on which it does.
 * The covariance of two segments is the sum over the parts they share (Gandin 1963; Daley 1991, ch. 4). Every part is a positive
 * definite kernel, hence so is the sum. Figures found on simulated cities other than the demo's, winter and summer taken together; the city-wide ones
 * anew under the radiation that stations teach. The prior, 1.5 K, is held near what that model is off by there (1.0 to 1.9 K).
 */
export interface ResidualParameters {
  /** Wrong for the whole city at once: cloud, air temperature, snow. */
  commonK: number
  /** Wrong for all of a kind: traffic, wind shelter, ploughing. */
  kindK: number
  /** Wrong for decks, or for what lies on the ground. */
  airBelowK: number
  /** Wrong for what answers the sun alike; scale in ln(thermal fingerprint). */
  fingerprintK: number
  fingerprintScale: number
  /** Wrong for what sees as much of the sky; scale in sky view fraction. */
  skyViewK: number
  skyViewScale: number
  /** Wrong for a neighbourhood: warm streets, cool river. Straight-line distance: air does not follow roads, and no network distance is known between assets. */
  nearK: number
  nearM: number
  /** Wrong for the whole asset: what one crew paved at one time. */
  assetK: number
  /** Wrong along a route of an asset; scale in metres of its measure (distance along the road). */
  alongK: number
  alongM: number
  /** The segment's own, seen by no other. */
  ownK: number
  /** Of a reading: bias of the probe and its noise together (the nugget). */
  sensorK: number
}

export const residualParameters: ResidualParameters = {
  commonK: 1.3, kindK: 0.2, airBelowK: 0.2, fingerprintK: 0.4, fingerprintScale: 0.3, skyViewK: 0.4, skyViewScale: 0.2,
  nearK: 0.28, nearM: 2000, assetK: 0.42, alongK: 0.15, alongM: 1000, ownK: 0.12, sensorK: 0.22,
}

/** What of a segment says how the model errs on it. */
export type ResidualSegment = Pick<Segment, 'id' | 'assetId' | 'kind' | 'route' | 'fromM' | 'toM' | 'layers' | 'pavementType' | 'exposure' | 'loopId' | 'axis'>

/** What the covariance looks at, as arrays over the segments. */
export interface ResidualTraits {
  kind: Int32Array
  asset: Int32Array
  /** Route within its asset. */
  route: Int32Array
  airBelow: Uint8Array
  skyView: Float64Array
  lnFingerprint: Float64Array
  /** Middle of the segment on a plane, m. */
  eastM: Float64Array
  northM: Float64Array
  /** Middle of the segment along its route, m. */
  alongM: Float64Array
}

const metresPerDegree = 111_195

export function residualTraits(segments: readonly ResidualSegment[]): ResidualTraits {
  const middles = segments.map(midpoint)
  // One plane for all, about their mean latitude: good to a per cent within a city.
  const latitude = middles.reduce((sum, [, lat]) => sum + lat, 0) / Math.max(1, middles.length)
  const eastPerDegree = Math.cos((latitude * Math.PI) / 180) * metresPerDegree
  const numbered = (key: (segment: ResidualSegment) => string): Int32Array => {
    const numbers = new Map<string, number>()
    return Int32Array.from(segments, (segment) => {
      const name = key(segment)
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, numbers.size)
      return numbers.size - 1
    })
  }
  const fingerprints = new Map<string, number>()
  return {
    kind: numbered((segment) => segment.kind),
    asset: numbered((segment) => segment.assetId),
    route: numbered((segment) => JSON.stringify([segment.assetId, segment.route])),
    airBelow: Uint8Array.from(segments, (segment) => (segment.exposure.airBelow ? 1 : 0)),
    skyView: Float64Array.from(segments, (segment) => segment.exposure.skyViewFraction),
    lnFingerprint: Float64Array.from(segments, (segment) => {
      const build = JSON.stringify([segment.layers, segment.exposure.airBelow, segment.pavementType])
      const known = fingerprints.get(build)
      if (known !== undefined) return known
      const value = Math.log(thermalFingerprint(segment))
      fingerprints.set(build, value)
      return value
    }),
    eastM: Float64Array.from(middles, ([lon]) => lon * eastPerDegree),
    northM: Float64Array.from(middles, ([, lat]) => lat * metresPerDegree),
    alongM: Float64Array.from(segments, (segment) => (segment.fromM + segment.toM) / 2),
  }
}

/** Covariance of the model's error at segments i and j, K². */
export function residualCovariance(p: ResidualParameters, t: ResidualTraits, i: number, j: number): number {
  let sum = p.commonK ** 2
  if (t.kind[i] === t.kind[j]) sum += p.kindK ** 2
  if (t.airBelow[i] === t.airBelow[j]) sum += p.airBelowK ** 2
  sum += p.fingerprintK ** 2 * Math.exp(-Math.abs(t.lnFingerprint[i]! - t.lnFingerprint[j]!) / p.fingerprintScale)
  sum += p.skyViewK ** 2 * Math.exp(-Math.abs(t.skyView[i]! - t.skyView[j]!) / p.skyViewScale)
  sum += p.nearK ** 2 * Math.exp(-Math.sqrt((t.eastM[i]! - t.eastM[j]!) ** 2 + (t.northM[i]! - t.northM[j]!) ** 2) / p.nearM)
  if (t.asset[i] === t.asset[j]) sum += p.assetK ** 2
  if (t.route[i] === t.route[j]) sum += p.alongK ** 2 * Math.exp(-Math.abs(t.alongM[i]! - t.alongM[j]!) / p.alongM)
  if (i === j) sum += p.ownK ** 2
  return sum
}

/** Standard deviation of the model's error where nothing is measured, K: the prior. The same for every segment. */
export const priorSdK = (p: ResidualParameters): number =>
  Math.hypot(p.commonK, p.kindK, p.airBelowK, p.fingerprintK, p.skyViewK, p.nearK, p.assetK, p.alongK, p.ownK)
