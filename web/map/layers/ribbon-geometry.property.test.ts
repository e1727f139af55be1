import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildRibbonGeometry, type RibbonSegment } from './ribbon-geometry'
import { verticesOf } from './ribbon-vertices'
import { vertexBits } from './ribbon-writer'

/** Corners of a small lattice, so that ends meet, cross, fold back and repeat. */
const corner = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })).map(([x, y]): [number, number] => [114.2 + x * 0.0008, 30.5 + y * 0.0007])
const segment: fc.Arbitrary<RibbonSegment> = fc.record({
  axis: fc.array(corner, { minLength: 1, maxLength: 6 }), widthM: fc.double({ min: 3, max: 80, noNaN: true }), fromM: fc.double({ min: 0, max: 50_000, noNaN: true }),
  heated: fc.boolean(), squareEnds: fc.boolean(),
})
const network = fc.array(segment, { maxLength: 25 })

it('gives finite vertices, indices in range and one contiguous range per segment', () => {
  fc.assert(fc.property(network, (segments) => {
    const geometry = buildRibbonGeometry(segments)
    const vertices = verticesOf(geometry)
    for (const vertex of vertices) for (const value of Object.values(vertex)) expect(Number.isFinite(value)).toBe(true)
    for (const index of geometry.indices) expect(index).toBeLessThan(geometry.vertexCount)
    const covered = new Uint8Array(geometry.indices.length)
    segments.forEach((_, i) => {
      for (let n = geometry.firstIndex[i]!; n < geometry.firstIndex[i]! + geometry.indexCount[i]!; n++) {
        covered[n]!++
        expect(vertices[geometry.indices[n]!]!.segment).toBe(i)
      }
    })
    expect(covered.every((times) => times === 1)).toBe(true)
    expect(geometry.runs.reduce((sum, run) => sum + run.indexCount, 0)).toBe(geometry.indices.length)
  }))
})

it('opens no crack: where no round closing stands, the neighbour has the same edge', () => {
  fc.assert(fc.property(network, (some) => {
    const segments = some.map((each) => ({ ...each, squareEnds: false }))
    const vertices = verticesOf(buildRibbonGeometry(segments))
    const edge = (v: (typeof vertices)[number], sign: number): string => [v.x, v.y, Math.round(v.sideX * sign * 8000), Math.round(v.sideY * sign * 8000)].join(' ')
    /** Cross-sections by edge: those of pieces, and those closed by a cap. */
    const pieces = new Map<string, number>()
    const caps = new Map<string, number>()
    for (let i = 0; i < vertices.length; i += 4) {
      const isCap = Boolean(vertices[i]!.bits & vertexBits.cap)
      for (const left of isCap ? [i] : [i, i + 2]) {
        const [a, b] = [edge(vertices[left]!, 1), edge(vertices[left]!, -1)]
        const key = a < b ? a : b
        const into = isCap ? caps : pieces
        into.set(key, (into.get(key) ?? 0) + 1)
      }
    }
    for (const [key, times] of pieces) expect(times >= 2 || (caps.get(key) ?? 0) >= 1).toBe(true)
  }))
})

it('never mitres beyond the limit', () => {
  fc.assert(fc.property(network, (segments) => {
    for (const vertex of verticesOf(buildRibbonGeometry(segments))) {
      const length = Math.hypot(vertex.sideX, vertex.sideY)
      expect(length).toBeLessThanOrEqual(vertex.bits & vertexBits.tip ? Math.SQRT2 + 1e-3 : 1.4 + 1e-3)
      expect(length).toBeGreaterThanOrEqual(1 - 1e-3)
    }
  }))
})
