import { describe, expect, it } from 'vitest'
import { geodesicArea } from './geodesic-area'
import type { LonLat } from './geodesic'

describe('geodesicArea', () => {
  // Reference: geod_polygonarea of PROJ 9.1.1 on a = 6378137, 1/f = 298.257222101 (Karney, J. Geodesy 87, 2013).
  it.each<[string, LonLat[], number, number]>([
    ['a plot', [[126.6, 45.75], [126.6001, 45.75], [126.6001, 45.7501], [126.6, 45.7501]], 86.484550, 1e-5],
    ['a city', [[126.5, 45.7], [126.7, 45.7], [126.7, 45.8], [126.5, 45.8]], 172_969_136.423187, 0.01],
    ['a triangle that turns clockwise', [[126.58645, 45.76013], [126.57533, 45.76839], [126.6, 45.78]], 1_438_940.609388, 1e-3],
    ['a triangle of 1,300 km', [[114.25, 30.51], [126.53, 45.69], [116.4, 39.9]], 341_712_237_011.721924, 10],
    ['a ring over the antimeridian', [[179.9, 0], [-179.9, 0], [-179.9, 0.2], [179.9, 0.2]], 492_362_413.352156, 0.01],
  ])('of %s is that of an independent library', (_, ring, areaM2, tolerance) => {
    expect(Math.abs(geodesicArea(ring) - areaM2)).toBeLessThan(tolerance)
    for (const same of [[...ring, ring[0]!], ring.toReversed()]) expect(Math.abs(geodesicArea(same) - areaM2)).toBeLessThan(tolerance)
  })
  it('of less than three corners is none', () => expect(geodesicArea([[1, 2], [3, 4]])).toBe(0))
})
