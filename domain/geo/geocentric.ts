import { cgcs2000, type Ellipsoid } from './ellipsoid'

/** Earth-centred, earth-fixed position: X to 0° E, Y to 90° E, Z to the pole, m. */
export type Xyz = readonly [xM: number, yM: number, zM: number]

/** Degrees and metres above the ellipsoid. */
export interface GeodeticPosition { readonly lonDeg: number; readonly latDeg: number; readonly heightM: number }

const perDegree = Math.PI / 180

/**
 * Geodetic to geocentric: x = (N + h) cos(lat) cos(lon) and so on (IOGP Guidance Note 7-2, method 9602).
 * @throws RangeError when a figure is not finite or the latitude is beyond a pole
 */
export function toGeocentric({ lonDeg, latDeg, heightM }: GeodeticPosition, { semiMajorM: a, flattening: f }: Ellipsoid = cgcs2000): Xyz {
  if (![lonDeg, latDeg, heightM].every(Number.isFinite) || Math.abs(latDeg) > 90) throw new RangeError('geocentric: not a position')
  const [sinLat, cosLat] = [Math.sin(latDeg * perDegree), Math.cos(latDeg * perDegree)]
  const eSquared = f * (2 - f)
  const normalM = a / Math.sqrt(1 - eSquared * sinLat * sinLat)
  const axisM = (normalM + heightM) * cosLat
  return [axisM * Math.cos(lonDeg * perDegree), axisM * Math.sin(lonDeg * perDegree), (normalM * (1 - eSquared) + heightM) * sinLat]
}

/**
 * Geocentric to geodetic: B. R. Bowring, "The accuracy of geodetic latitude and height equations", Survey Review 28 (218), 1985, repeated
 * until the latitude stands still; below 1e-8 m from the deep sea to orbit.
 * @throws RangeError when a figure is not finite or the point is so near the earth's centre (below 100 km) that it has no latitude
 */
export function fromGeocentric([x, y, z]: Xyz, { semiMajorM: a, semiMinorM: b, flattening: f }: Ellipsoid = cgcs2000): GeodeticPosition {
  if (!(Math.hypot(x, y, z) >= 100_000) || !Number.isFinite(x + y + z)) throw new RangeError('geodetic: not a position near the earth')
  const eSquared = f * (2 - f)
  const secondSquared = eSquared / (1 - eSquared)
  const p = Math.hypot(x, y)
  let reduced = Math.atan2(z, p * (1 - f))
  let lat = 0
  for (let round = 0; round < 10; round++) {
    const before = lat
    lat = Math.atan2(z + secondSquared * b * Math.sin(reduced) ** 3, p - eSquared * a * Math.cos(reduced) ** 3)
    if (Math.abs(lat - before) < 1e-16) break
    reduced = Math.atan2((1 - f) * Math.sin(lat), Math.cos(lat))
  }
  const sinLat = Math.sin(lat)
  // This form of the height is good at the pole as well as at the equator.
  const heightM = p * Math.cos(lat) + z * sinLat - a * Math.sqrt(1 - eSquared * sinLat * sinLat)
  return { lonDeg: Math.atan2(y, x) / perDegree, latDeg: lat / perDegree, heightM }
}
