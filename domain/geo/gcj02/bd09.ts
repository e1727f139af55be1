import type { LonLat } from '../geodesic'
import { closeInverse, fromGcj02, toGcj02 } from './gcj02'

const waveNumber = (Math.PI * 3000) / 180

/** Baidu's second offset, laid over GCJ-02 (degrees): a turned and wavy shift by about (0.0065, 0.006). Source: the formula that open implementations share. */
export function shiftBd09([lon, lat]: LonLat): [lon: number, lat: number] {
  const radius = Math.hypot(lon, lat) + 2e-5 * Math.sin(lat * waveNumber)
  const angle = Math.atan2(lat, lon) + 3e-6 * Math.cos(lon * waveNumber)
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006]
}

/** GCJ-02 behind a BD-09 position; closes to 1e-12 degrees. */
export const unshiftBd09 = (point: LonLat): [lon: number, lat: number] => closeInverse(point, shiftBd09, [point[0] - 0.0065, point[1] - 0.006])

/** BD-09 of a position (degrees, CGCS2000 or WGS 84) for display over Baidu's map. Never to be stored. */
export const toBd09 = (point: LonLat): [lon: number, lat: number] => shiftBd09(toGcj02(point))

/** The position of a BD-09 one. */
export const fromBd09 = (point: LonLat): [lon: number, lat: number] => fromGcj02(unshiftBd09(point))
