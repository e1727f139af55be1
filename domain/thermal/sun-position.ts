const rad = Math.PI / 180
const j2000Ms = Date.UTC(2000, 0, 1, 12)

/** Degrees: elevation of the sun's centre above the horizon without refraction, azimuth clockwise from north; distance in astronomical units. */
export interface SunPosition { elevationDeg: number; azimuthDeg: number; distanceAu: number }

/**
 * Where the sun stands: the Astronomical Almanac's low-precision formulas as Michalsky (1988, Solar Energy 40, 227-235) gives them, within
 * 0.01° from 1950 to 2050.
 */
export function sunPosition(atMs: number, latDeg: number, lonDeg: number): SunPosition {
  const days = (atMs - j2000Ms) / 86_400_000
  const anomaly = (357.528 + 0.9856003 * days) * rad
  const meanLongitude = 280.46 + 0.9856474 * days
  const ecliptic = (meanLongitude + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * rad
  const obliquity = (23.439 - 4e-7 * days) * rad
  const ascension = Math.atan2(Math.cos(obliquity) * Math.sin(ecliptic), Math.cos(ecliptic))
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(ecliptic))
  const sidereal = (280.46062 + 360.985647 * days + lonDeg) * rad
  const hour = sidereal - ascension
  const lat = latDeg * rad
  const elevation = Math.asin(Math.sin(lat) * Math.sin(declination) + Math.cos(lat) * Math.cos(declination) * Math.cos(hour))
  const azimuth = Math.atan2(-Math.sin(hour), Math.tan(declination) * Math.cos(lat) - Math.sin(lat) * Math.cos(hour)) / rad
  return { elevationDeg: elevation / rad, azimuthDeg: (azimuth + 360) % 360, distanceAu: 1.00014 - 0.01671 * Math.cos(anomaly) - 0.00014 * Math.cos(2 * anomaly) }
}

/** Solar constant, W/m² (Kopp & Lean 2011). */
export const solarConstant = 1361

/** Extraterrestrial radiation on a horizontal plane, W/m²; 0 below the horizon. */
export function extraterrestrialWPerM2(sun: SunPosition): number {
  return Math.max(0, (solarConstant / sun.distanceAu ** 2) * Math.sin(sun.elevationDeg * rad))
}
