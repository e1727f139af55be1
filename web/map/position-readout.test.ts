import { describe, expect, it } from 'vitest'
import { formatProjected, projectPosition } from './position-readout'

describe('position readout', () => {
  it('projects to the 3° zone as PROJ does (GDAL 3.6.2, EPSG:4490 to 4551 and 4547; 0.5 mm)', () => {
    const harbin = projectPosition(126.5805, 45.7643)!
    expect([harbin.zone, harbin.epsg, harbin.centralMeridian]).toEqual([42, 4551, 126])
    expect(harbin.eastingM).toBeCloseTo(545157.9780, 3)
    expect(harbin.northingM).toBeCloseTo(5070052.0086, 3)
    const wuhan = projectPosition(114.2768, 30.534)!
    expect([wuhan.zone, wuhan.epsg]).toEqual([38, 4547])
    expect(wuhan.eastingM).toBeCloseTo(526563.3067, 3)
    expect(wuhan.northingM).toBeCloseTo(3379343.6127, 3)
  })
  it('writes it in the words of the console', () => {
    expect(formatProjected(projectPosition(126.5805, 45.7643)!)).toBe('E 545 158 N 5 070 052 m')
  })
  it('gives no zone outside the series', () => {
    expect(projectPosition(10, 50)).toBeNull()
    expect(projectPosition(126, Number.NaN)).toBeNull()
  })
})
