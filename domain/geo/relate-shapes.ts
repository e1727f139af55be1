import { edgesMeet, isBetween, isOnEdge } from './edges-meet'
import { orientation } from './orientation'
import type { PreparedShape, Shape } from './shape'

/** Where a point lies of an area: 1 inside, 0 on its border, -1 outside. */
export function placeInArea(area: PreparedShape, x: number, y: number): -1 | 0 | 1 {
  let inside = false
  const onBorder = area.someEdge(x, y, Infinity, y, (ax, ay, bx, by) => {
    if (ay === y && by === y) return isBetween(x, ax, bx)
    if (ay > y === by > y) return (ay === y && ax === x) || (by === y && bx === x)
    const side = orientation(ax, ay, bx, by, x, y)
    if (side === 0) return true
    if (side > 0 === by > ay) inside = !inside
    return false
  })
  return onBorder ? 0 : inside ? 1 : -1
}

/** Whether a point lies on a figure, borders and ends included. */
function covers(figure: PreparedShape, x: number, y: number): boolean {
  const { shape } = figure
  if (shape.kind === 'area') return placeInArea(figure, x, y) >= 0
  if (shape.kind === 'line') return figure.someEdge(x, y, x, y, (ax, ay, bx, by) => isOnEdge(ax, ay, bx, by, x, y))
  for (let k = shape.starts[shape.from]!; k < shape.starts[shape.to]!; k++) if (shape.xy[2 * k] === x && shape.xy[2 * k + 1] === y) return true
  return false
}

/** Whether two figures have a point in common, borders included. */
export function shapesMeet(a: Shape, b: PreparedShape): boolean {
  const { xy, starts } = a
  const begin = starts[a.from]!
  const end = starts[a.to]!
  if (a.kind === 'point' || b.shape.kind === 'point') {
    if (a.kind === 'point') {
      for (let k = begin; k < end; k++) if (covers(b, xy[2 * k]!, xy[2 * k + 1]!)) return true
      return false
    }
    return pointsMeet(b.shape, a)
  }
  // A vertex of every part inside, or an edge that crosses: a figure wholly inside has no crossing.
  for (let p = a.from; p < a.to; p++) if (starts[p + 1]! > starts[p]! && covers(b, xy[2 * starts[p]!]!, xy[2 * starts[p]! + 1]!)) return true
  for (let p = a.from; p < a.to; p++) {
    for (let k = 2 * starts[p]!; k + 2 < 2 * starts[p + 1]!; k += 2) {
      const ax = xy[k]!
      const ay = xy[k + 1]!
      const bx = xy[k + 2]!
      const by = xy[k + 3]!
      const meets = b.someEdge(ax < bx ? ax : bx, ay < by ? ay : by, ax < bx ? bx : ax, ay < by ? by : ay, (cx, cy, dx, dy) => edgesMeet(ax, ay, bx, by, cx, cy, dx, dy))
      if (meets) return true
    }
  }
  return a.kind === 'area' && someVertex(b.shape, (x, y) => areaCovers(a, x, y))
}

function someVertex(shape: Shape, is: (x: number, y: number) => boolean): boolean {
  for (let p = shape.from; p < shape.to; p++) if (shape.starts[p + 1]! > shape.starts[p]! && is(shape.xy[2 * shape.starts[p]!]!, shape.xy[2 * shape.starts[p]! + 1]!)) return true
  return false
}

function pointsMeet(points: Shape, figure: Shape): boolean {
  for (let k = points.starts[points.from]!; k < points.starts[points.to]!; k++) {
    const [x, y] = [points.xy[2 * k]!, points.xy[2 * k + 1]!]
    if (figure.kind === 'area' ? areaCovers(figure, x, y) : someEdgeOf(figure, (ax, ay, bx, by) => isOnEdge(ax, ay, bx, by, x, y))) return true
  }
  return false
}

function someEdgeOf({ xy, starts, from, to }: Shape, visit: (ax: number, ay: number, bx: number, by: number) => boolean): boolean {
  for (let p = from; p < to; p++) for (let k = 2 * starts[p]!; k + 2 < 2 * starts[p + 1]!; k += 2) if (visit(xy[k]!, xy[k + 1]!, xy[k + 2]!, xy[k + 3]!)) return true
  return false
}

/** `placeInArea` >= 0 for an area that nothing was prepared for. */
function areaCovers(area: Shape, x: number, y: number): boolean {
  let inside = false
  const onBorder = someEdgeOf(area, (ax, ay, bx, by) => {
    if (ay > y !== by > y) {
      const side = orientation(ax, ay, bx, by, x, y)
      if (side === 0) return true
      if (side > 0 === by > ay) inside = !inside
      return false
    }
    return isOnEdge(ax, ay, bx, by, x, y)
  })
  return onBorder || inside
}

/**
 * Whether a figure lies within an area: no point of it outside, and not all of it on the border (the `within` of OGC Simple Features).
 */
export function liesWithin(a: Shape, area: PreparedShape): boolean {
  const { xy, starts } = a
  let isInside = false
  const accept = (x: number, y: number): boolean => {
    const place = placeInArea(area, x, y)
    if (place === 1) isInside = true
    return place >= 0
  }
  for (let k = starts[a.from]!; k < starts[a.to]!; k++) if (!accept(xy[2 * k]!, xy[2 * k + 1]!)) return false
  if (a.kind === 'point') return isInside
  const leaves = someEdgeOf(a, (ax, ay, bx, by) => {
    const cuts = [0, 1]
    area.someEdge(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (cx, cy, dx, dy) => {
      const cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
      const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross
      if (t > 0 && t < 1) cuts.push(t)
      return false
    })
    cuts.sort((s, t) => s - t)
    for (let i = 1; i < cuts.length; i++) {
      const middle = (cuts[i - 1]! + cuts[i]!) / 2
      if (cuts[i]! - cuts[i - 1]! > 1e-9 && !accept(ax + middle * (bx - ax), ay + middle * (by - ay))) return true
    }
    return false
  })
  if (leaves) return false
  if (a.kind === 'line') return isInside
  // A hole of the area must not lie in it.
  return !someVertex(area.shape, (x, y) => areaCovers(a, x, y) && !someEdgeOf(a, (ax, ay, bx, by) => isOnEdge(ax, ay, bx, by, x, y)))
}
