import { describe, expect, it } from 'vitest'
import { bufferAround } from './buffer'
import { geodesicDirect, geodesicInverse, type LonLat } from './geodesic'
import { nearestOnLine } from './nearest-on-line'

const place: LonLat = [126.6, 45.75]
const go = (from: LonLat, azimuthDeg: number, distanceM: number): [number, number] => geodesicDirect(from, azimuthDeg, distanceM)

describe('bufferAround', () => {
  it('a place is a circle of geodesics', () => {
    const { outline, box } = bufferAround([place], 500)
    expect(outline.flat().length).toBeGreaterThan(60)
    for (const point of outline.flat()) expect(geodesicInverse(place, point).distanceM).toBeCloseTo(500, 2)
    for (const azimuth of [0, 90, 180, 270]) {
      const [lon, lat] = go(place, azimuth, 500)
      expect(lon > box[0] && lon < box[2] && lat > box[1] && lat < box[3]).toBe(true)
    }
  })
  it('the border of a bent line lies at the radius from it and nowhere nearer, on both sides', () => {
    const bend = go(place, 90, 3000)
    const line = [place, bend, go(bend, 200, 2000)]
    const { outline } = bufferAround(line, 300)
    const distances = outline.flat().map((point) => nearestOnLine(point, line).distanceM)
    // The flat ground of nearestOnLine is what differs.
    expect(Math.min(...distances)).toBeGreaterThan(299.5)
    expect(Math.max(...distances)).toBeLessThan(300.5)
    expect(outline.flat().some(([, lat]) => lat > place[1] + 0.002)).toBe(true)
    // No piece stops short of the next: what a millimetre of tolerance leaves is less than a metre along the border.
    const ends = outline.flatMap((part) => [part[0]!, part.at(-1)!])
    for (const end of ends) expect(ends.filter((other) => other !== end && geodesicInverse(end, other).distanceM < 1)).not.toEqual([])
  })
  it('has a part of a line that passes, touches or lies within, and none of one beyond', () => {
    const { meets } = bufferAround([place, go(place, 90, 1000)], 100)
    const middle = go(place, 90, 500)
    const along = (northM: number): LonLat[] => { const start = go(place, 0, northM); return [start, go(start, 90, 1000)] }
    expect(meets(along(99.9))).toBe(true)
    expect(meets(along(100.2))).toBe(false)
    expect(meets([go(middle, 0, 5000), go(middle, 180, 5000)])).toBe(true)
    expect(meets([go(middle, 0, 10), go(middle, 0, 20)])).toBe(true)
    expect(meets([go(place, 270, 100.1), go(place, 270, 200)])).toBe(false)
    expect(meets([go(place, 270, 99.9), go(place, 270, 200)])).toBe(true)
    expect(meets([place])).toBe(false)
  })
  it('wants a position and a radius', () => {
    expect(() => bufferAround([], 5)).toThrow(RangeError)
    expect(() => bufferAround([place], Number.NaN)).toThrow(RangeError)
  })
})
