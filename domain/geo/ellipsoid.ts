/** A reference ellipsoid of revolution: semi-major axis (m), flattening, semi-minor axis (m). */
export interface Ellipsoid { readonly semiMajorM: number; readonly flattening: number; readonly semiMinorM: number }

const ellipsoid = (semiMajorM: number, inverseFlattening: number): Ellipsoid =>
  ({ semiMajorM, flattening: 1 / inverseFlattening, semiMinorM: semiMajorM * (1 - 1 / inverseFlattening) })

/** CGCS2000 reference ellipsoid (GB/T 22021; the figures of EPSG:1024). GRS 80, which goes with ITRF, has the same axes. */
export const cgcs2000 = ellipsoid(6_378_137, 298.257222101)

/** WGS 84 (EPSG:7030): at most 0.105 mm away from CGCS2000's at the same latitude and longitude. */
export const wgs84 = ellipsoid(6_378_137, 298.257223563)
