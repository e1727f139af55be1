import { cgcs2000 } from './ellipsoid'
import type { EastingForm, GaussKrugerZone } from './gauss-kruger-zone'
import type { LonLat } from './geodesic'
import { krugerSeries } from './kruger-series'

/** Plane position. EPSG writes northing, easting; Chinese surveyors X = north, Y = east; PostGIS and proj4 easting, northing. */
export interface PlanePosition { readonly northingM: number; readonly eastingM: number }

const series = krugerSeries(cgcs2000)
const perDegree = Math.PI / 180
const falseEastingM = 500_000
const largestLatDeg = 84
/** A zone may be used one zone's width to either side of its central meridian: a road need not change zones in the middle. */
const reachDeg = ({ width }: GaussKrugerZone): number => width

/** Tangent of the conformal latitude for the tangent of the geodetic one (Karney 2011, equations 7 to 9). */
function conformal(tau: number): number {
  const e = series.eccentricity
  const sigma = Math.sinh(e * Math.atanh((e * tau) / Math.hypot(1, tau)))
  return tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau)
}

/** The other way round, by Newton's method (equations 19 to 21). */
function geodetic(target: number): number {
  const eSquared = series.eccentricity ** 2
  let tau = target / (1 - eSquared)
  for (let round = 0; round < 10; round++) {
    const at = conformal(tau)
    const step = ((target - at) / Math.hypot(1, at)) * ((1 + (1 - eSquared) * tau * tau) / ((1 - eSquared) * Math.hypot(1, tau)))
    tau += step
    if (Math.abs(step) < 1e-15 * Math.max(1, Math.abs(tau))) break
  }
  return tau
}

const addedEastingM = ({ zone }: GaussKrugerZone, form: EastingForm): number => falseEastingM + (form === 'zone' ? zone * 1_000_000 : 0)

/**
 * Gauss-Krueger projection (scale 1 on the central meridian) of a CGCS2000 position, degrees. Source: kruger-series.ts; nanometres off.
 * @throws RangeError for what lies further from the central meridian than the zone is wide, beyond 84 degrees of latitude, or is no number
 */
export function toGaussKruger([lonDeg, latDeg]: LonLat, zone: GaussKrugerZone, form: EastingForm): PlanePosition {
  const fromMeridianDeg = lonDeg - zone.centralMeridianDeg
  if (!(Math.abs(latDeg) <= largestLatDeg)) throw new RangeError(`Gauss-Krueger: latitude ${latDeg} is not between -84 and 84`)
  if (!(Math.abs(fromMeridianDeg) <= reachDeg(zone))) throw new RangeError(`Gauss-Krueger: longitude ${lonDeg} lies too far from the central meridian ${zone.centralMeridianDeg}`)
  const lambda = fromMeridianDeg * perDegree
  const t = conformal(Math.tan(latDeg * perDegree))
  const xi = Math.atan2(t, Math.cos(lambda))
  const eta = Math.asinh(Math.sin(lambda) / Math.hypot(t, Math.cos(lambda)))
  let [north, east] = [xi, eta]
  series.forward.forEach((coefficient, i) => {
    const k = 2 * (i + 1)
    north += coefficient * Math.sin(k * xi) * Math.cosh(k * eta)
    east += coefficient * Math.cos(k * xi) * Math.sinh(k * eta)
  })
  return { northingM: series.rectifyingRadiusM * north, eastingM: series.rectifyingRadiusM * east + addedEastingM(zone, form) }
}

/**
 * The CGCS2000 position (degrees) of a plane one.
 * @throws RangeError for what the projection of this zone and form would refuse, so also for an easting of the other form or another zone
 */
export function fromGaussKruger({ northingM, eastingM }: PlanePosition, zone: GaussKrugerZone, form: EastingForm): [lon: number, lat: number] {
  const xi = northingM / series.rectifyingRadiusM
  const eta = (eastingM - addedEastingM(zone, form)) / series.rectifyingRadiusM
  // 0.2 rad of easting is more than 6 degrees even at the equator: the series is not asked about what is no easting of this zone.
  if (!(Math.abs(eta) < 0.2) || !(Math.abs(xi) < Math.PI / 2)) throw new RangeError(`Gauss-Krueger: N ${northingM}, E ${eastingM} is no position of zone ${zone.zone} in this form`)
  let [north, east] = [xi, eta]
  series.inverse.forEach((coefficient, i) => {
    const k = 2 * (i + 1)
    north -= coefficient * Math.sin(k * xi) * Math.cosh(k * eta)
    east -= coefficient * Math.cos(k * xi) * Math.sinh(k * eta)
  })
  const lambda = Math.atan2(Math.sinh(east), Math.cos(north))
  const latDeg = Math.atan(geodetic(Math.sin(north) / Math.hypot(Math.sinh(east), Math.cos(north)))) / perDegree
  const fromMeridianDeg = lambda / perDegree
  // A millionth of a degree more, so that a position at the very edge comes back.
  if (Math.abs(fromMeridianDeg) > reachDeg(zone) + 1e-6 || Math.abs(latDeg) > largestLatDeg + 1e-6) throw new RangeError(`Gauss-Krueger: N ${northingM}, E ${eastingM} lies too far outside zone ${zone.zone}`)
  return [zone.centralMeridianDeg + fromMeridianDeg, latDeg]
}
