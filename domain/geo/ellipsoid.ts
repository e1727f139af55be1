/** CGCS2000 reference ellipsoid (GB/T 22021; the figures of EPSG:1024): semi-major axis in m, flattening, semi-minor axis in m. */
const semiMajorM = 6_378_137
const flattening = 1 / 298.257222101

export const cgcs2000 = { semiMajorM, flattening, semiMinorM: semiMajorM * (1 - flattening) } as const
