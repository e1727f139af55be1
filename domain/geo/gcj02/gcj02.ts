import type { LonLat } from '../geodesic'
import { isShiftedRegion } from './is-shifted-region'

/** The offset is laid on Krasovsky's ellipsoid of 1940 (a in m, first eccentricity squared). */
const semiMajorM = 6_378_245
const eSquared = 0.00669342162296594323

/** Both components share waves of these two in the longitude; `amplitude` in m. */
const waves = (x: number, terms: readonly (readonly [amplitude: number, perDegree: number])[]): number =>
  (terms.reduce((sum, [amplitude, perDegree]) => sum + amplitude * Math.sin(x * perDegree * Math.PI), 0) * 2) / 3

/** Offset towards north and east in metres of Krasovsky's ellipsoid, x and y being degrees from 105 E, 35 N. */
function offsetM(x: number, y: number): { northM: number; eastM: number } {
  const root = Math.sqrt(Math.abs(x))
  const shared = waves(x, [[20, 6], [20, 2]])
  const northM = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + shared + waves(y, [[20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]])
  const eastM = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + shared + waves(x, [[20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]])
  return { northM, eastM }
}

/**
 * Shifts a position (degrees, CGCS2000 or WGS 84) as GCJ-02 does, wherever it lies. The standard is not public: this is the formula that
 * became known in 2010 and that open implementations (eviltransform, gcoord, coordtransform) share.
 */
export function shiftGcj02([lon, lat]: LonLat): [lon: number, lat: number] {
  const { northM, eastM } = offsetM(lon - 105, lat - 35)
  const latRad = (lat * Math.PI) / 180
  const w = 1 - eSquared * Math.sin(latRad) ** 2
  const meridianM = (semiMajorM * (1 - eSquared)) / (w * Math.sqrt(w))
  const parallelM = (semiMajorM / Math.sqrt(w)) * Math.cos(latRad)
  return [lon + ((eastM / parallelM) * 180) / Math.PI, lat + ((northM / meridianM) * 180) / Math.PI]
}

/** Far below the 1e-9 degrees (0.1 mm) that are asked for. */
const closesAtDeg = 1e-12

/**
 * Finds what `forward` turns into `target`, starting there: the offset changes so slowly (about 1 % of the way) that repeating the correction
 * closes by a factor of a hundred each round.
 * @throws RangeError when it does not close (nowhere in China)
 */
export function closeInverse(target: LonLat, forward: (point: LonLat) => LonLat, start: LonLat = target): [lon: number, lat: number] {
  let [lon, lat] = start
  for (let round = 0; round < 40; round++) {
    const [x, y] = forward([lon, lat])
    const [dLon, dLat] = [target[0] - x, target[1] - y]
    lon += dLon
    lat += dLat
    if (Math.abs(dLon) < closesAtDeg && Math.abs(dLat) < closesAtDeg) return [lon, lat]
  }
  throw new RangeError(`GCJ-02: ${target[0]}, ${target[1]} is no position that can be turned back`)
}

/** The position behind a shifted one, wherever it lies; closes to 1e-12 degrees. */
export const unshiftGcj02 = (point: LonLat): [lon: number, lat: number] => closeInverse(point, shiftGcj02)

/** GCJ-02 of a position for display over such a map: shifted where those maps are, else as it is. Never to be stored. */
export const toGcj02 = (point: LonLat): [lon: number, lat: number] => (isShiftedRegion(point) ? shiftGcj02(point) : [point[0], point[1]])

/**
 * The position of a GCJ-02 one. Within some hundred metres of the region's edge two answers may be possible, or none: then the shift is
 * undone where it leads into the region, and left alone elsewhere.
 */
export function fromGcj02(point: LonLat): [lon: number, lat: number] {
  // Nothing further than a degree from the region comes from inside it, and there the formula need not close.
  if (!isShiftedRegion(point) && ![[-0.02, 0], [0.02, 0], [0, -0.02], [0, 0.02]].some(([dLon, dLat]) => isShiftedRegion([point[0] + dLon!, point[1] + dLat!]))) return [point[0], point[1]]
  const inverse = unshiftGcj02(point)
  return isShiftedRegion(inverse) ? inverse : [point[0], point[1]]
}
