import { zigzag, type ProtoWriter } from './proto-writer'

/** Units along a tile's side, and how far lines go on beyond it. */
export const tileExtent = 4096
export const tileBuffer = 64

const low = -tileBuffer
const high = tileExtent + tileBuffer

/**
 * Writes lines as the geometry of a tile's feature (Mapbox Vector Tile 2.1, 4.3): cut off at the buffer, rounded to units, points that fall
 * together left out. What remains of a line must have two points.
 */
export class TileLine {
  private penX = 0
  private penY = 0
  private runAt = -1
  private runPoints = 0
  private firstX = 0
  private firstY = 0

  constructor(private readonly out: ProtoWriter) {}

  begin(): void {
    this.penX = 0
    this.penY = 0
  }

  /**
   * One line; points k (x = xy[2k], y = xy[2k + 1]) are shares of the world, made units by `scale` and what is taken off.
   * @param isInside whether no point of it lies beyond the buffer
   */
  line(xy: Float64Array, from: number, to: number, scale: number, offX: number, offY: number, isInside: boolean): void {
    this.out.reserve(10 * (to - from) * (isInside ? 1 : 3) + 32)
    if (isInside) {
      this.start()
      for (let k = 2 * from; k < 2 * to; k += 2) this.point(Math.round(xy[k]! * scale - offX), Math.round(xy[k + 1]! * scale - offY))
      this.end()
      return
    }
    let isOpen = false
    for (let k = 2 * from; k + 2 < 2 * to; k += 2) {
      const ax = xy[k]! * scale - offX
      const ay = xy[k + 1]! * scale - offY
      const bx = xy[k + 2]! * scale - offX
      const by = xy[k + 3]! * scale - offY
      const [begin, end] = within(ax, ay, bx, by)
      if (begin > end) {
        if (isOpen) this.end()
        isOpen = false
        continue
      }
      if (!isOpen || begin > 0) {
        if (isOpen) this.end()
        this.start()
        this.point(Math.round(ax + begin * (bx - ax)), Math.round(ay + begin * (by - ay)))
      }
      this.point(Math.round(ax + end * (bx - ax)), Math.round(ay + end * (by - ay)))
      isOpen = end === 1
      if (!isOpen) this.end()
    }
    if (isOpen) this.end()
  }

  private start(): void {
    this.runAt = this.out.length
    this.runPoints = 0
  }

  private point(x: number, y: number): void {
    const { out } = this
    if (this.runPoints === 0) {
      this.firstX = this.penX
      this.firstY = this.penY
      out.varint(9) // MoveTo, once
    } else {
      if (x === this.penX && y === this.penY) return
      // Room for the count of LineTo, which is put in at the end: one byte, two are rare.
      if (this.runPoints === 1) out.bytes[out.length++] = 0
    }
    out.varint(zigzag(x - this.penX))
    out.varint(zigzag(y - this.penY))
    if (this.runPoints === 0) this.moveEnd = out.length
    this.penX = x
    this.penY = y
    this.runPoints++
  }
  private moveEnd = 0

  private end(): void {
    const { out } = this
    if (this.runPoints < 2) {
      out.length = this.runAt
      this.penX = this.firstX
      this.penY = this.firstY
      return
    }
    const command = ((this.runPoints - 1) << 3) | 2 // LineTo
    if (command < 128) {
      out.bytes[this.moveEnd] = command
      return
    }
    // A longer count pushes the points on.
    const extra = command < 16_384 ? 1 : 2
    out.reserve(extra)
    out.bytes.copyWithin(this.moveEnd + 1 + extra, this.moveEnd + 1, out.length)
    const length = out.length + extra
    out.length = this.moveEnd
    out.varint(command)
    out.length = length
  }
}

/** The part of a-b inside the buffer, as shares of it (Liang and Barsky 1984); the first above the second: none. */
function within(ax: number, ay: number, bx: number, by: number): [number, number] {
  let [begin, end] = [0, 1]
  const [dx, dy] = [bx - ax, by - ay]
  for (let side = 0; side < 4; side++) {
    const towards = side === 0 ? -dx : side === 1 ? dx : side === 2 ? -dy : dy
    const room = side === 0 ? ax - low : side === 1 ? high - ax : side === 2 ? ay - low : high - ay
    if (towards === 0) {
      if (room < 0) return [1, 0]
      continue
    }
    const at = room / towards
    if (towards < 0) begin = Math.max(begin, at)
    else end = Math.min(end, at)
  }
  return [begin, end]
}
