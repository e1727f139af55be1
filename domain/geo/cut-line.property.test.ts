import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cutLine } from './cut-line'
import type { LonLat } from './geodesic'
import { lengthOf, positionAt } from './linear-reference'

/** A line of 2 to 12 vertices around Harbin, steps up to about 1.5 km, repeated vertices possible. */
const step = fc.double({ min: -0.015, max: 0.015, noNaN: true })
const line: fc.Arbitrary<LonLat[]> = fc
  .array(fc.tuple(step, step), { minLength: 1, maxLength: 11 })
  .map((steps) => {
    const axis: LonLat[] = [[126.6, 45.75]]
    for (const [dLon, dLat] of steps) axis.push([axis.at(-1)![0] + dLon, axis.at(-1)![1] + dLat])
    return axis
  })
  .filter((axis) => lengthOf(axis) > 1)
const pieceM = fc.integer({ min: 20, max: 500 })
const breaks = fc.array(fc.double({ min: -100, max: 5000, noNaN: true }), { maxLength: 4 })

it('no piece is longer than asked, and together they are the line', () => {
  fc.assert(fc.property(line, pieceM, breaks, (axis, max, at) => {
    const pieces = cutLine(axis, max, at)
    const total = lengthOf(axis)
    for (const piece of pieces) {
      expect(piece.toM - piece.fromM).toBeLessThanOrEqual(max + 1e-6)
      // Ends are kept to 1e-8 degrees (about 1 mm), and a vertex within that of its neighbour is dropped: where the line folds back on
      // itself there, each costs its offset twice.
      expect(Math.abs(lengthOf(piece.axis) - (piece.toM - piece.fromM))).toBeLessThan(0.004 + 0.003 * axis.length)
    }
    expect(pieces[0]!.fromM).toBe(0)
    expect(pieces.at(-1)!.toM).toBe(total)
  }))
})

it('each piece ends exactly where the next begins, and never stands still', () => {
  fc.assert(fc.property(line, pieceM, breaks, (axis, max, at) => {
    const pieces = cutLine(axis, max, at)
    for (let i = 1; i < pieces.length; i++) {
      expect(pieces[i]!.fromM).toBe(pieces[i - 1]!.toM)
      expect(pieces[i]!.axis[0]).toEqual(pieces[i - 1]!.axis.at(-1))
    }
    for (const { axis: points } of pieces) {
      expect(points.length).toBeGreaterThan(1)
      for (let i = 1; i < points.length; i++) expect(points[i]).not.toEqual(points[i - 1])
    }
  }))
})

it('cuts at every break that is not within a metre of an end or another break', () => {
  const axis: LonLat[] = [[126.6, 45.75], [126.61, 45.75]]
  const ends = cutLine(axis, 200, [333, 333.5, 0.4, 500]).map((piece) => piece.toM)
  expect(ends).toContain(333)
  expect(ends).toContain(500)
  expect(ends).not.toContain(333.5)
})

it('cuts into equal pieces and is the same every time', () => {
  const axis: LonLat[] = [[114.25019, 30.51456], [114.26459, 30.50446]]
  const lengths = cutLine(axis, 100).map((piece) => piece.toM - piece.fromM)
  expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(1e-9)
  expect(cutLine(axis, 100)).toEqual(cutLine(axis, 100))
})

it('refuses a line without length and a piece length that is not above 0', () => {
  expect(() => cutLine([[1, 1], [1, 1]], 100)).toThrow(/no length/)
  expect(() => cutLine([[1, 1], [2, 1]], 0)).toThrow(/above 0/)
})

it('positionAt stays on the ends outside the line', () => {
  const axis: LonLat[] = [[126.6, 45.75], [126.61, 45.75]]
  expect(positionAt(axis, -5)).toEqual([126.6, 45.75])
  expect(positionAt(axis, 1e9)).toEqual([126.61, 45.75])
})
