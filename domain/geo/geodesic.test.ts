import { describe, expect, it } from 'vitest'
import { geodesicDirect, geodesicInverse, type LonLat } from './geodesic'

describe('geodesicInverse', () => {
  // Reference: PROJ 9.1.1, `geod -I +a=6378137 +rf=298.257222101` (Karney, J. Geodesy 87, 2013); tolerance 1 mm.
  it.each<[LonLat, LonLat, number, number]>([
    [[126.58645, 45.76013], [126.57533, 45.76839], 1261.40984, 316.707435869],
    [[114.28288, 30.557], [114.28288, 30.5571], 11.08619, 0.000000000],
    [[126.237, 45.6123], [126.263, 45.6345], 3193.66114, 39.403519326],
    [[114.25019, 30.51456], [126.53025, 45.68804], 1993935.10656, 28.942417881],
    [[116.0, 40.0], [116.00001, 40.0], 0.85394, 89.999996786],
    [[-73.8, 40.6], [151.2, -33.9], 16006766.06930, 266.171490131],
  ])('%s to %s is %d m', (from, to, distanceM, azimuthDeg) => {
    const answer = geodesicInverse(from, to)
    expect(answer.distanceM).toBeCloseTo(distanceM, 3)
    expect(Math.abs(answer.azimuthDeg - azimuthDeg)).toBeLessThan(1e-6)
  })

  it('gives a degree of latitude at the equator and at the pole their published lengths on GRS 80 (110,574.4 m and 111,693.9 m)', () => {
    // The CGCS2000 ellipsoid has GRS 80's shape; arcs of meridian 0-1 and 89-90 degrees.
    expect(geodesicInverse([0, 0], [0, 1]).distanceM).toBeCloseTo(110_574.4, 0)
    expect(geodesicInverse([0, 89], [0, 90]).distanceM).toBeCloseTo(111_693.9, 0)
  })

  it('is 0 between a position and itself, and short across the antimeridian', () => {
    expect(geodesicInverse([126.6, 45.7], [126.6, 45.7]).distanceM).toBe(0)
    expect(geodesicInverse([179.9, 0], [-179.9, 0]).distanceM).toBeCloseTo(geodesicInverse([0, 0], [0.2, 0]).distanceM, 6)
  })

  it('refuses what it cannot answer', () => {
    expect(() => geodesicInverse([Number.NaN, 0], [0, 0])).toThrow(/finite/)
    expect(() => geodesicInverse([0, 0], [179.7, 0.2])).toThrow(/antipodal/)
  })
})

it('geodesicDirect goes back to where geodesicInverse measured to', () => {
  const [from, to]: [LonLat, LonLat] = [[126.58645, 45.76013], [126.57533, 45.76839]]
  const { azimuthDeg, distanceM } = geodesicInverse(from, to)
  const arrived = geodesicDirect(from, azimuthDeg, distanceM)
  expect(geodesicInverse(arrived, to).distanceM).toBeLessThan(1e-6)
})
