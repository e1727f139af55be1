/** Half the width of the Web Mercator square (EPSG:3857), m: pi times the sphere's radius of 6378137 m. */
export const webMercatorHalfM = Math.PI * 6_378_137

const perDegree = Math.PI / 180

/** Longitude as a share of the world's width, from west to east: 0 to 1. */
export const mercatorX = (lonDeg: number): number => lonDeg / 360 + 0.5

/** Latitude as a share of the Web Mercator square's height, from north to south; 0 to 1 between the latitudes +-85.0511. */
export function mercatorY(latDeg: number): number {
  const sin = Math.sin(latDeg * perDegree)
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
}

export const lonOfMercatorX = (x: number): number => (x - 0.5) * 360
export const latOfMercatorY = (y: number): number => Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) / perDegree
