import { describe, expect, it } from 'vitest'
import { commonPerMetre, toCommon } from './mercator'
import { buildRibbonGeometry, type RibbonSegment } from './ribbon-geometry'
import { vertexBits } from './ribbon-writer'
import { verticesOf } from './ribbon-vertices'

const road = (axis: [number, number][], more: Partial<RibbonSegment> = {}): RibbonSegment => ({ axis, widthM: 20, fromM: 0, heated: false, squareEnds: false, ...more })
const at = [126.6, 45.75] as const
const metre = 1 / 111_320
const east = (m: number): number => at[0] + m * metre / Math.cos(at[1] * Math.PI / 180)
const north = (m: number): number => at[1] + m * metre

describe('ribbon geometry', () => {
  it('is as wide as the pavement on the ground, whatever the latitude', () => {
    for (const lat of [18, 30.5, 45.75, 53]) {
      const geometry = buildRibbonGeometry([road([[114, lat], [114.002, lat]]), road([[114, lat + 0.4], [114.002, lat + 0.4]])])
      for (const segment of [0, 1]) {
        const [left, right] = verticesOf(geometry).filter((vertex) => vertex.segment === segment)
        const halfCommon = left!.halfWidthM * geometry.commonPerMetre
        const width = Math.hypot(left!.sideX - right!.sideX, left!.sideY - right!.sideY) * halfCommon
        expect(width / commonPerMetre(lat + segment * 0.4)).toBeCloseTo(20, 1)
      }
    }
  })

  it('joins two cut pieces with the very same edge', () => {
    const geometry = buildRibbonGeometry([road([[east(0), north(0)], [east(100), north(30)]]), road([[east(100), north(30)], [east(220), north(10)]], { fromM: 104 })])
    const vertices = verticesOf(geometry)
    const ends = vertices.filter((vertex) => vertex.segment === 0 && !(vertex.bits & vertexBits.cap)).slice(2)
    const starts = vertices.filter((vertex) => vertex.segment === 1 && !(vertex.bits & vertexBits.cap)).slice(0, 2)
    expect(starts.map(({ x, y, sideX, sideY }) => [x, y, sideX, sideY])).toEqual(ends.map(({ x, y, sideX, sideY }) => [x, y, sideX, sideY]))
    expect(vertices.filter((vertex) => vertex.bits & vertexBits.cap)).toHaveLength(8)
  })

  it('joins pieces that were drawn towards each other, left on left', () => {
    const geometry = buildRibbonGeometry([road([[east(0), north(0)], [east(100), north(30)]]), road([[east(220), north(10)], [east(100), north(30)]])])
    const vertices = verticesOf(geometry).filter((vertex) => !(vertex.bits & vertexBits.cap))
    const [firstLeft, firstRight] = vertices.filter((vertex) => vertex.segment === 0).slice(2)
    const [secondLeft, secondRight] = vertices.filter((vertex) => vertex.segment === 1).slice(2)
    expect([secondLeft!.sideX, secondLeft!.sideY]).toEqual([firstRight!.sideX, firstRight!.sideY])
    expect([secondRight!.sideX, secondRight!.sideY]).toEqual([firstLeft!.sideX, firstLeft!.sideY])
  })

  it('runs straight through a crossing and ends side roads at it', () => {
    const centre: [number, number] = [east(0), north(0)]
    const geometry = buildRibbonGeometry([
      road([[east(-100), north(0)], centre]), road([centre, [east(100), north(4)]]), road([[east(5), north(100)], centre]),
    ])
    const caps = (segment: number): number => verticesOf(geometry).filter((vertex) => vertex.segment === segment && vertex.bits & vertexBits.cap).length / 4
    expect([caps(0), caps(1), caps(2)]).toEqual([1, 1, 2])
  })

  it('closes a hairpin round instead of spiking', () => {
    const geometry = buildRibbonGeometry([road([[east(0), north(0)], [east(100), north(0)], [east(0), north(6)]])])
    const vertices = verticesOf(geometry)
    for (const vertex of vertices) expect(Math.hypot(vertex.sideX, vertex.sideY)).toBeLessThanOrEqual(Math.SQRT2 + 1e-3)
    expect(vertices.filter((vertex) => vertex.bits & vertexBits.cap)).toHaveLength(4 * 4)
  })

  it('ends a runway square and carries widths above 51 m', () => {
    const geometry = buildRibbonGeometry([road([[east(0), north(0)], [east(900), north(0)]], { widthM: 60, squareEnds: true })])
    expect(geometry.vertexCount).toBe(4)
    expect(verticesOf(geometry)[0]!.halfWidthM).toBeCloseTo(30, 2)
  })

  it('draws heated segments after all others and keeps index ranges per segment', () => {
    const geometry = buildRibbonGeometry([road([[east(0), north(0)], [east(90), north(0)]], { heated: true }), road([[east(0), north(50)], [east(90), north(50)]])])
    expect(geometry.firstIndex[0]).toBeGreaterThan(geometry.firstIndex[1]!)
    expect(geometry.runs.map((run) => run.heated)).toEqual([false, true])
    expect(geometry.toM[0]! - geometry.fromM[0]!).toBeCloseTo(90, 0)
  })

  it('leaves out what has no length and survives an empty network', () => {
    expect(buildRibbonGeometry([]).vertexCount).toBe(0)
    expect(buildRibbonGeometry([road([[east(0), north(0)], [east(0), north(0)]])]).indices).toHaveLength(0)
  })

  it('refuses a position that is no number', () => {
    expect(() => buildRibbonGeometry([road([[Number.NaN, 45], [126, 45]])])).toThrow(RangeError)
  })

  it('keeps vertices within 5 mm of the projected axis over a whole city', () => {
    const axis: [number, number][] = [[126.2, 45.5], [126.2005, 45.5003]]
    const geometry = buildRibbonGeometry([road(axis), road([[127, 46], [127.0005, 46]])])
    const [first] = verticesOf(geometry).filter((vertex) => vertex.segment === 0)
    const [x, y] = toCommon(...axis[0]!)
    expect(Math.hypot(first!.x + geometry.centre[0] - x, first!.y + geometry.centre[1] - y) / geometry.commonPerMetre).toBeLessThan(0.005)
  })
})
