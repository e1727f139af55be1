import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BoxIndex } from './box-index'
import { orientation } from './orientation'
import { liesWithin, placeInArea, shapesMeet } from './relate-shapes'
import { boxShape, PreparedShape, shapeOf } from './shape'

const numeral = fc.integer({ min: 0, max: 8 })
const point = fc.tuple(numeral, numeral)
const line = fc.array(point, { minLength: 2, maxLength: 6 })

it('an index finds exactly the boxes that meet', () => {
  const box = fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })).map(([x, y, w, h]) => [x, y, x + w, y + h] as const)
  fc.assert(fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: box }, { weight: 1, arbitrary: fc.constant([Number.NaN, Number.NaN, Number.NaN, Number.NaN] as const) }), { maxLength: 400 }), box, (boxes, [west, south, east, north]) => {
    const found = new BoxIndex(Float64Array.from(boxes.flat())).search(west, south, east, north)
    expect([...found]).toEqual(boxes.flatMap((b, i) => (b[0] <= east && b[1] <= north && b[2] >= west && b[3] >= south ? [i] : [])))
  }), { numRuns: 200 })
})

it('the side of a line is exact: it turns over with its ends, and a point moved by the smallest step has left it', () => {
  const real = fc.double({ min: 100, max: 140, noNaN: true })
  fc.assert(fc.property(real, real, real, real, fc.integer({ min: 0, max: 64 }), (ax, ay, bx, by, k) => {
    const [cx, cy] = [ax + ((bx - ax) * k) / 64, ay + ((by - ay) * k) / 64]
    expect(Math.sign(orientation(ax, ay, bx, by, cx, cy)) === -Math.sign(orientation(bx, by, ax, ay, cx, cy))).toBe(true)
    expect(Math.sign(orientation(ax, ay, bx, by, cx, cy)) === Math.sign(orientation(cx, cy, ax, ay, bx, by))).toBe(true)
  }))
  expect(orientation(0, 0, 1, 1, 0.5, 0.5)).toBe(0)
  expect(orientation(12, 12, 24, 24, 0.5, 0.5000000000000001)).toBeGreaterThan(0)
})

/** The plain rule, in whole numbers and without any index. */
function meets(a: (readonly [number, number])[], b: (readonly [number, number])[]): boolean {
  const side = (p: readonly number[], q: readonly number[], r: readonly number[]): number => Math.sign((q[0]! - p[0]!) * (r[1]! - p[1]!) - (q[1]! - p[1]!) * (r[0]! - p[0]!))
  const on = (p: readonly number[], q: readonly number[], r: readonly number[]): boolean => side(p, q, r) === 0 && r[0]! >= Math.min(p[0]!, q[0]!) && r[0]! <= Math.max(p[0]!, q[0]!) && r[1]! >= Math.min(p[1]!, q[1]!) && r[1]! <= Math.max(p[1]!, q[1]!)
  for (let i = 1; i < a.length; i++) for (let k = 1; k < b.length; k++) {
    const [p, q, r, s] = [a[i - 1]!, a[i]!, b[k - 1]!, b[k]!]
    if ((side(p, q, r) !== side(p, q, s) && side(r, s, p) !== side(r, s, q)) && side(p, q, r) * side(p, q, s) <= 0 && side(r, s, p) * side(r, s, q) <= 0) return true
    if (on(p, q, r) || on(p, q, s) || on(r, s, p) || on(r, s, q)) return true
  }
  return false
}

it('lines meet as the plain rule says, with an index and without, either way round', () => {
  fc.assert(fc.property(line, line, (a, b) => {
    // Doubled edges make many of few, so that the index is asked.
    const many = [...Array.from({ length: 15 }, () => [...b, ...b.toReversed()]).flat()]
    const [one, other] = [shapeOf('line', [a]), shapeOf('line', [b])]
    const expected = meets(a, b)
    expect(shapesMeet(one, new PreparedShape(other))).toBe(expected)
    expect(shapesMeet(other, new PreparedShape(one))).toBe(expected)
    expect(shapesMeet(one, new PreparedShape(shapeOf('line', [many])))).toBe(expected)
  }), { numRuns: 300 })
})

const holed = new PreparedShape(shapeOf('area', [[[0, 0], [8, 0], [8, 8], [0, 8], [0, 0]], [[2, 2], [6, 2], [6, 6], [2, 6], [2, 2]]]))
it('an area with a hole: inside, border, outside; lines within it and not', () => {
  expect([[1, 1], [4, 4], [2, 4], [8, 3], [9, 3], [0, 0]].map(([x, y]) => placeInArea(holed, x!, y!))).toEqual([1, -1, 0, 0, -1, 0])
  const within = (...points: [number, number][]): boolean => liesWithin(shapeOf('line', [points]), holed)
  expect([within([1, 1], [1, 7]), within([1, 1], [7, 7]), within([0, 0], [8, 0]), within([0, 0], [1, 1]), within([1, 4], [2, 4]), within([3, 3], [5, 5]), within([2, 2], [2, 6])]).toEqual([true, false, false, true, true, false, false])
  const box = (...bounds: [number, number, number, number]): boolean => liesWithin(boxShape(...bounds), holed)
  expect([box(0, 0, 2, 2), box(1, 1, 7, 7), box(3, 3, 4, 4), box(0, 0, 8, 2)]).toEqual([true, false, false, true])
  expect([shapesMeet(boxShape(3, 3, 5, 5), holed), shapesMeet(boxShape(3, 3, 6, 5), holed), shapesMeet(boxShape(-9, -9, 20, 20), holed), shapesMeet(holed.shape, new PreparedShape(boxShape(-9, -9, 20, 20)))]).toEqual([false, true, true, true])
})
