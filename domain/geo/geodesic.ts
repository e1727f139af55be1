import { cgcs2000 } from './ellipsoid'

/** lon, lat in degrees on CGCS2000. */
export type LonLat = readonly [lon: number, lat: number]

const radians = (degrees: number): number => (degrees * Math.PI) / 180
const degrees = (rad: number): number => (rad * 180) / Math.PI
const { semiMajorM: a, semiMinorM: b, flattening: f } = cgcs2000

/** Series coefficients A and B of Vincenty's equations (3) and (4) for u squared. */
function series(uSquared: number): { A: number; B: number } {
  return {
    A: 1 + (uSquared / 16384) * (4096 + uSquared * (-768 + uSquared * (320 - 175 * uSquared))),
    B: (uSquared / 1024) * (256 + uSquared * (-128 + uSquared * (74 - 47 * uSquared))),
  }
}

/** Vincenty's equation (6): the correction to the angular distance. */
function deltaSigma(B: number, sinSigma: number, cosSigma: number, cos2m: number): number {
  const inner = cosSigma * (-1 + 2 * cos2m * cos2m) - (B / 6) * cos2m * (-3 + 4 * sinSigma * sinSigma) * (-3 + 4 * cos2m * cos2m)
  return B * sinSigma * (cos2m + (B / 4) * inner)
}

function finite(point: LonLat): void {
  if (!Number.isFinite(point[0]) || !Number.isFinite(point[1])) throw new RangeError('geodesic: a coordinate is not a finite number')
}

/**
 * Shortest distance (m) between two positions and the azimuth (degrees from north) at the first.
 * T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review 23 (176), 1975; sub-millimetre.
 * @throws RangeError when a coordinate is not finite, or for nearly antipodal points, where the method does not converge
 */
export function geodesicInverse(from: LonLat, to: LonLat): { distanceM: number; azimuthDeg: number } {
  finite(from)
  finite(to)
  let difference = to[0] - from[0]
  if (difference > 180) difference -= 360
  if (difference < -180) difference += 360
  const L = radians(difference)
  const u1 = Math.atan((1 - f) * Math.tan(radians(from[1])))
  const u2 = Math.atan((1 - f) * Math.tan(radians(to[1])))
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)]
  let lambda = L
  for (let round = 0; round < 200; round++) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)]
    const sinSigma = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl)
    if (sinSigma === 0) return { distanceM: 0, azimuthDeg: 0 }
    const cosSigma = s1 * s2 + c1 * c2 * cl
    const sigma = Math.atan2(sinSigma, cosSigma)
    const sinAlpha = (c1 * c2 * sl) / sinSigma
    const cosSqAlpha = 1 - sinAlpha * sinAlpha
    const cos2m = cosSqAlpha === 0 ? 0 : cosSigma - (2 * s1 * s2) / cosSqAlpha
    const C = (f / 16) * cosSqAlpha * (4 + f * (4 - 3 * cosSqAlpha))
    const before = lambda
    lambda = L + (1 - C) * f * sinAlpha * (sigma + C * sinSigma * (cos2m + C * cosSigma * (-1 + 2 * cos2m * cos2m)))
    if (Math.abs(lambda - before) < 1e-13) {
      const { A, B } = series((cosSqAlpha * (a * a - b * b)) / (b * b))
      const azimuth = Math.atan2(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda))
      return { distanceM: b * A * (sigma - deltaSigma(B, sinSigma, cosSigma, cos2m)), azimuthDeg: (degrees(azimuth) + 360) % 360 }
    }
  }
  throw new RangeError('geodesic: the two points are nearly antipodal')
}

/**
 * Position reached from `from` after `distanceM` metres in the direction `azimuthDeg` (degrees from north).
 * Vincenty's direct solution (source above).
 * @throws RangeError when an argument is not finite
 */
export function geodesicDirect(from: LonLat, azimuthDeg: number, distanceM: number): [lon: number, lat: number] {
  finite(from)
  finite([azimuthDeg, distanceM])
  const alpha1 = radians(azimuthDeg)
  const [sa, ca] = [Math.sin(alpha1), Math.cos(alpha1)]
  const tanU1 = (1 - f) * Math.tan(radians(from[1]))
  const cosU1 = 1 / Math.sqrt(1 + tanU1 * tanU1)
  const sinU1 = tanU1 * cosU1
  const sigma1 = Math.atan2(tanU1, ca)
  const sinAlpha = cosU1 * sa
  const cosSqAlpha = 1 - sinAlpha * sinAlpha
  const { A, B } = series((cosSqAlpha * (a * a - b * b)) / (b * b))
  let sigma = distanceM / (b * A)
  for (let round = 0; round < 200; round++) {
    const before = sigma
    sigma = distanceM / (b * A) + deltaSigma(B, Math.sin(sigma), Math.cos(sigma), Math.cos(2 * sigma1 + sigma))
    if (Math.abs(sigma - before) < 1e-13) break
  }
  const [ss, cs] = [Math.sin(sigma), Math.cos(sigma)]
  const cos2m = Math.cos(2 * sigma1 + sigma)
  const t = sinU1 * ss - cosU1 * cs * ca
  const lat = Math.atan2(sinU1 * cs + cosU1 * ss * ca, (1 - f) * Math.hypot(sinAlpha, t))
  const lambda = Math.atan2(ss * sa, cosU1 * cs - sinU1 * ss * ca)
  const C = (f / 16) * cosSqAlpha * (4 + f * (4 - 3 * cosSqAlpha))
  const L = lambda - (1 - C) * f * sinAlpha * (sigma + C * ss * (cos2m + C * cs * (-1 + 2 * cos2m * cos2m)))
  return [((from[0] + degrees(L) + 540) % 360) - 180, degrees(lat)]
}
