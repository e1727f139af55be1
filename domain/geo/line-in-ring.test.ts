import fc from 'fast-check'
import { expect, it } from 'vitest'
import { distanceToLine } from './distance-to-line'
import { geodesicDirect } from './geodesic'
import { lineInRing } from './line-in-ring'
import { lengthOf } from './linear-reference'

const square = [[126, 45], [126.01, 45], [126.01, 45.01], [126, 45.01]] as const
const axis = [[125.99, 45.005], [126.005, 45.005], [126.005, 45.02]] as const

it('finds the metres inside, across vertices, whether the ring is closed or not', () => {
  const inside = lineInRing(axis, square)
  expect(inside).toHaveLength(1)
  const [[from, to]] = inside as [[number, number]]
  expect(from).toBeCloseTo(lengthOf([[125.99, 45.005], [126, 45.005]]), 2)
  expect(to).toBeCloseTo(lengthOf([[125.99, 45.005], [126.005, 45.005], [126.005, 45.01]]), 2)
  expect(lineInRing(axis, [...square, square[0]])).toEqual(inside)
})

it('finds each stretch of a line that leaves and comes back, and none outside', () => {
  const hook = [[126, 45], [126.01, 45], [126.01, 45.01], [126.006, 45.01], [126.006, 45.004], [126.004, 45.004], [126.004, 45.01], [126, 45.01]] as const
  expect(lineInRing([[125.99, 45.006], [126.02, 45.006]], hook)).toHaveLength(2)
  expect(lineInRing([[125.99, 45.02], [126.02, 45.02]], hook)).toEqual([])
})

it('has the complement of what a line is cut into: inside never exceeds the line', () => {
  const point = fc.tuple(fc.double({ min: 125.98, max: 126.03, noNaN: true }), fc.double({ min: 44.98, max: 45.03, noNaN: true }))
  fc.assert(fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), fc.array(point, { minLength: 3, maxLength: 7 }), (line, ring) => {
    const spans = lineInRing(line, ring)
    const total = spans.reduce((sum, [from, to]) => sum + to - from, 0)
    expect(total).toBeLessThanOrEqual(lengthOf(line) + 1e-6)
    for (let i = 1; i < spans.length; i++) expect(spans[i]![0]).toBeGreaterThanOrEqual(spans[i - 1]![1])
  }), { numRuns: 50 })
})

it('measures how far a place lies from a line', () => {
  for (const [azimuth, far] of [[0, 30], [90, 150], [200, 5]] as const) {
    const from = geodesicDirect([126.005, 45.005], 45, 0)
    expect(distanceToLine(geodesicDirect(from, azimuth, far), [from, from])).toBeCloseTo(far, 1)
  }
  expect(distanceToLine([126.0025, 45.006], [[126, 45.005], [126.005, 45.005]])).toBeCloseTo(lengthOf([[126.0025, 45.005], [126.0025, 45.006]]), 1)
})
