import { BoxIndex } from './box-index'

/**
 * A plane figure: points, lines or the rings of areas. Parts `from` to `to` (excluded) of packed coordinates: part p has the points starts[p] to
 * starts[p + 1], point k is x = xy[2k], y = xy[2k + 1]. Edges are straight in x and y. What is inside an area follows the even-odd rule over all its rings.
 */
export interface Shape { kind: 'point' | 'line' | 'area'; xy: Float64Array; starts: Uint32Array; from: number; to: number }

/** A figure of its own from lists of [x, y]. */
export function shapeOf(kind: Shape['kind'], parts: readonly (readonly (readonly [number, number])[])[]): Shape {
  const starts = new Uint32Array(parts.length + 1)
  parts.forEach((part, p) => { starts[p + 1] = starts[p]! + part.length })
  return { kind, xy: Float64Array.from(parts.flat(2)), starts, from: 0, to: parts.length }
}

/** The box [west, south, east, north] as an area. */
export const boxShape = (west: number, south: number, east: number, north: number): Shape =>
  shapeOf('area', [[[west, south], [east, south], [east, north], [west, north], [west, south]]])

/** [west, south, east, north] of a figure; NaN of an empty one. */
export function boxOf(shape: Shape): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let k = shape.starts[shape.from]!; k < shape.starts[shape.to]!; k++) {
    const [x, y] = [shape.xy[2 * k]!, shape.xy[2 * k + 1]!]
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return west > east ? [Number.NaN, Number.NaN, Number.NaN, Number.NaN] : [west, south, east, north]
}

/** From so many edges on an index pays. */
const indexedEdges = 48

/** A figure that many others are compared with: knows its box and, when it has many edges, where they are. */
export class PreparedShape {
  readonly box: [number, number, number, number]
  /** Points at which an edge begins. */
  private readonly edges: Uint32Array
  private readonly index: BoxIndex | null

  constructor(readonly shape: Shape) {
    this.box = boxOf(shape)
    const edges: number[] = []
    for (let p = shape.from; p < shape.to; p++) for (let k = shape.starts[p]!; k + 1 < shape.starts[p + 1]!; k++) edges.push(k)
    this.edges = Uint32Array.from(edges)
    this.index = edges.length < indexedEdges ? null : new BoxIndex(Float64Array.from(edges.flatMap((k) => {
      const [ax, ay, bx, by] = [shape.xy[2 * k]!, shape.xy[2 * k + 1]!, shape.xy[2 * k + 2]!, shape.xy[2 * k + 3]!]
      return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)]
    })))
  }

  /** Tells `visit` each edge whose box meets this one, until it answers true. @returns whether it did */
  someEdge(west: number, south: number, east: number, north: number, visit: (ax: number, ay: number, bx: number, by: number) => boolean): boolean {
    const { xy } = this.shape
    if (this.index) return this.index.some(west, south, east, north, (edge) => { const k = 2 * this.edges[edge]!; return visit(xy[k]!, xy[k + 1]!, xy[k + 2]!, xy[k + 3]!) })
    // Written out plainly: this runs millions of times a second, and a list for each edge would have to be cleared away again.
    for (let e = 0; e < this.edges.length; e++) {
      const k = 2 * this.edges[e]!
      const ax = xy[k]!
      const bx = xy[k + 2]!
      if (ax < west ? bx < west : ax > east && bx > east) continue
      const ay = xy[k + 1]!
      const by = xy[k + 3]!
      if (ay < south ? by < south : ay > north && by > north) continue
      if (visit(ax, ay, bx, by)) return true
    }
    return false
  }
}
