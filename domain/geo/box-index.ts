/** Children of a node. */
const nodeSize = 16
/** Cells along one side of the Hilbert curve that puts neighbours beside each other. */
const curveCells = 65_535

/** Place of the cell x, y (0..65535) along a Hilbert curve (the rotate-and-flip walk of Hamilton, Compact Hilbert Indices, 2006). */
function hilbertPlace(x: number, y: number): number {
  let place = 0
  for (let side = 32_768; side > 0; side = side >>> 1) {
    const right = (x & side) > 0 ? 1 : 0
    const upper = (y & side) > 0 ? 1 : 0
    place += side * side * ((3 * right) ^ upper)
    if (upper === 0) {
      if (right === 1) [x, y] = [curveCells - x, curveCells - y]
      ;[x, y] = [y, x]
    }
  }
  return place
}

/**
 * A box index that is built once and only read: a packed R-tree over boxes sorted along a Hilbert curve.
 * Boxes are [west, south, east, north]; one with a NaN is never found.
 */
export class BoxIndex {
  /** Boxes level by level, leaves first, four numbers each. */
  private readonly boxes: Float64Array
  /** Of a leaf the item, of a node the first of its children (as a place in `boxes` / 4). */
  private readonly target: Uint32Array
  /** Where each level ends. */
  private readonly levelEnds: number[] = []
  readonly count: number
  private found: Uint32Array | null = null

  /** @param items four numbers per item */
  constructor(items: Float64Array) {
    const known = Uint32Array.from({ length: items.length / 4 }, (_, i) => i).filter((i) => !Number.isNaN(items[i * 4]! + items[i * 4 + 1]! + items[i * 4 + 2]! + items[i * 4 + 3]!))
    this.count = known.length
    let [total, width] = [known.length, known.length]
    this.levelEnds.push(total)
    while (width > 1) {
      width = Math.ceil(width / nodeSize)
      total += width
      this.levelEnds.push(total)
    }
    this.boxes = new Float64Array(total * 4)
    this.target = new Uint32Array(total)
    this.placeLeaves(items, known)
    for (let level = 1, from = 0; level < this.levelEnds.length; level++) {
      const end = this.levelEnds[level - 1]!
      for (let node = end; from < end; node++) {
        this.target[node] = from
        const to = Math.min(end, from + nodeSize)
        let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
        for (; from < to; from++) {
          west = Math.min(west, this.boxes[from * 4]!)
          south = Math.min(south, this.boxes[from * 4 + 1]!)
          east = Math.max(east, this.boxes[from * 4 + 2]!)
          north = Math.max(north, this.boxes[from * 4 + 3]!)
        }
        this.boxes.set([west, south, east, north], node * 4)
      }
    }
  }

  private placeLeaves(items: Float64Array, known: Uint32Array): void {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const i of known) {
      west = Math.min(west, items[i * 4]!)
      south = Math.min(south, items[i * 4 + 1]!)
      east = Math.max(east, items[i * 4 + 2]!)
      north = Math.max(north, items[i * 4 + 3]!)
    }
    const cell = (low: number, high: number, from: number, to: number): number => (to > from ? Math.min(curveCells, Math.max(0, Math.floor((curveCells * ((low + high) / 2 - from)) / (to - from)))) : 0)
    const places = new Float64Array(items.length / 4)
    for (const i of known) places[i] = hilbertPlace(cell(items[i * 4]!, items[i * 4 + 2]!, west, east), cell(items[i * 4 + 1]!, items[i * 4 + 3]!, south, north))
    known.sort((a, b) => places[a]! - places[b]!)
    for (let leaf = 0; leaf < known.length; leaf++) {
      const item = known[leaf]!
      this.target[leaf] = item
      for (let side = 0; side < 4; side++) this.boxes[leaf * 4 + side] = items[item * 4 + side]!
    }
  }

  /** Extent of everything: [west, south, east, north]; null when there is nothing. */
  extent(): [number, number, number, number] | null {
    if (this.count === 0) return null
    const root = (this.target.length - 1) * 4
    return [this.boxes[root]!, this.boxes[root + 1]!, this.boxes[root + 2]!, this.boxes[root + 3]!]
  }

  /** Tells `visit` every item whose box meets this one, in no order, until it answers true. @returns whether it did */
  some(west: number, south: number, east: number, north: number, visit: (item: number) => boolean): boolean {
    if (this.count === 0) return false
    const { boxes, target, levelEnds } = this
    const leaves = levelEnds[0]!
    const meets = (at: number): boolean => boxes[at]! <= east && boxes[at + 1]! <= north && boxes[at + 2]! >= west && boxes[at + 3]! >= south
    const root = target.length - 1
    if (!meets(4 * root)) return false
    if (root < leaves) return visit(target[root]!)
    // Nodes still to be looked into, each followed by its level.
    const open = [root, levelEnds.length - 1]
    while (open.length > 0) {
      const level = open.pop()!
      const from = target[open.pop()!]!
      const to = Math.min(from + nodeSize, levelEnds[level - 1]!)
      for (let child = from; child < to; child++) {
        if (!meets(4 * child)) continue
        if (level > 1) open.push(child, level - 1)
        else if (visit(target[child]!)) return true
      }
    }
    return false
  }

  /** Items whose box meets this one, in no order; good until the next search. */
  collect(west: number, south: number, east: number, north: number): Uint32Array {
    this.found ??= new Uint32Array(this.count)
    const { found } = this
    let count = 0
    this.some(west, south, east, north, (item) => {
      found[count++] = item
      return false
    })
    return found.subarray(0, count)
  }

  /** The same in ascending order, to be kept. */
  search(west: number, south: number, east: number, north: number): Uint32Array {
    return this.collect(west, south, east, north).slice().sort()
  }
}
