import { describe, expect, it } from 'vitest'
import { geodesicInverse, type LonLat } from '#domain/geo/geodesic'
import { parseCoordinates } from '#domain/geo/parse-coordinates'
import { writePosition, writtenSystems } from './write-position'

const harbin: LonLat = [126.5805, 45.7643]

describe('writePosition', () => {
  it('writes each system in the order of its own axes (Gauss-Krueger: GDAL 3.6.2, EPSG:4490 to 4551)', () => {
    expect(writtenSystems.map((system) => writePosition(harbin, system)!).map(({ code, shown }) => [code, shown])).toEqual([
      ['EPSG:4490', '45.764300°N 126.580500°E'], ['CRS84', '126.580500°E 45.764300°N'], ['EPSG:4551', 'N 5,070,052.0 E 545,158.0 m'], ['GCJ-02', expect.stringMatching(/^126\.58\d{4}°E 45\.76\d{4}°N$/)],
    ])
  })
  it.each(writtenSystems)('what is copied of %s leads the search back to the place', (system) => {
    const answer = parseCoordinates(writePosition(harbin, system)!.copied)
    if (!answer || !('readings' in answer)) throw new Error('it is not read')
    expect(answer.readings).toHaveLength(1)
    expect(geodesicInverse(answer.readings[0]!.position, harbin).distanceM).toBeLessThan(0.02)
  })
  it('marks what is only for a look, and shifts it', () => {
    expect(writtenSystems.filter((system) => writePosition(harbin, system)!.isDisplayOnly)).toEqual(['gcj02'])
    const [, x, y] = writePosition(harbin, 'gcj02')!.copied.split(' ')
    expect(geodesicInverse([Number(x), Number(y)], harbin).distanceM).toBeGreaterThan(300)
  })
  it('has no zone outside the series, and keeps the halves of the globe apart', () => {
    expect(writePosition([10, 50], 'gauss_kruger')).toBeNull()
    expect(writePosition([126, Number.NaN], 'gauss_kruger')).toBeNull()
    expect(writePosition([-10.5, -50.25], 'cgcs2000')!.shown).toBe('50.250000°S 10.500000°W')
  })
})
