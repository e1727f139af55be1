import { describe, expect, it } from 'vitest'
import { geodesicDirect, type LonLat } from '#domain/geo/geodesic'
import type { SegmentView } from '#domain/wire/network'
import { measureFigures } from './measure-figures'
import type { StakedView } from './staked-segments'

const origin: LonLat = [126.6, 45.75]
const go = (from: LonLat, azimuthDeg: number, distanceM: number): [number, number] => geodesicDirect(from, azimuthDeg, distanceM)
/** A road eastwards in pieces of 100 m, from K12+300. */
const segments = Array.from({ length: 5 }, (_, i): StakedView => ({
  id: `s${i}`, assetId: 'A', fromM: 12_300 + 100 * i, toM: 12_400 + 100 * i, axis: [go(origin, 90, 100 * i), go(origin, 90, 100 * (i + 1))], view: { length_m: 100 } as SegmentView,
}))
const square = [origin, go(origin, 90, 100), go(go(origin, 90, 100), 0, 100), go(origin, 0, 100)]

describe('measureFigures', () => {
  it('measures legs and the whole', () => {
    const { lengthM, lastLegM, areaM2 } = measureFigures({ tool: 'length', corners: square.slice(0, 3), radiusM: 5 }, [])
    expect([lengthM, lastLegM].map((value) => Math.round(value! * 100) / 100)).toEqual([200, 100])
    expect(areaM2).toBeNull()
  })
  it('closes an area for its perimeter', () => {
    const { lengthM, areaM2 } = measureFigures({ tool: 'area', corners: square, radiusM: 5 }, [])
    expect(lengthM).toBeCloseTo(400, 1)
    expect(areaM2).toBeCloseTo(10_000, 0)
  })
  it('gives no area to edges that cross, nor to two corners', () => {
    expect(measureFigures({ tool: 'area', corners: [0, 2, 1, 3].map((i) => square[i]!), radiusM: 5 }, [])).toMatchObject({ crosses: true, areaM2: null })
    expect(measureFigures({ tool: 'area', corners: square.slice(0, 2), radiusM: 5 }, [])).toMatchObject({ crosses: false, areaM2: null })
  })
  it('finds the segment nearest to the last corner, and those in the buffer', () => {
    const corner = go(go(origin, 90, 250), 0, 30)
    const { nearest, buffer } = measureFigures({ tool: 'buffer', corners: [corner], radiusM: 60 }, segments)
    expect([nearest!.segment.id, Math.round(nearest!.stakeM), nearest!.side]).toEqual(['s2', 12_550, 'left'])
    // 60 m around, 30 m away: 52 m of road to each side of the foot reach into both neighbours.
    expect(buffer).toMatchObject({ segmentIds: ['s1', 's2', 's3'], segmentsM: 300 })
    expect(measureFigures({ tool: 'buffer', corners: [corner], radiusM: 20 }, segments).buffer!.segmentIds).toEqual([])
  })
  it('says nothing of nothing, and that half a globe is too wide', () => {
    expect(measureFigures({ tool: 'length', corners: [], radiusM: 5 }, segments)).toMatchObject({ lengthM: null, nearest: null })
    expect(measureFigures({ tool: 'buffer', corners: [[100, 30], [130, 30]], radiusM: 50 }, [])).toMatchObject({ tooWide: true, buffer: null })
  })
})
