import type { Direction } from './ribbon-joints'

/**
 * Vertex layout, little-endian, 24 bytes:
 *  0 position   float32x2  common units from the geometry's centre
 *  8 side       snorm16x2  half of the vector from the axis to this vertex, in half widths
 * 12 info       uint16x2   half width, cm at the centre's scale; bits (0 left, 1 cap, 2 cap tip, 3 heated)
 * 16 along      float32    measure along the road, m
 * 20 segment    uint32     index of the segment in the network
 */
export const vertexStride = 24
export const vertexBits = { left: 1, cap: 2, tip: 4, heated: 8 } as const

export interface PieceEnd { at: readonly [number, number]; alongM: number; halfWidthM: number }
export interface PieceOwner { segment: number; heated: boolean }

/** Grows the vertex and index buffers. Nothing is shared between pieces: each carries its own segment. */
export class RibbonWriter {
  vertexCount = 0
  indexCount = 0
  private bytes: ArrayBuffer
  private view: DataView
  private indices: Uint32Array

  /** @param pieces expected number of straight pieces; the buffers grow beyond it when needed. */
  constructor(pieces: number) {
    const quads = Math.max(1, Math.ceil(pieces * 1.25))
    this.bytes = new ArrayBuffer(quads * 4 * vertexStride)
    this.view = new DataView(this.bytes)
    this.indices = new Uint32Array(quads * 6)
  }

  /** A straight quad between two cross-sections whose left edges lie at the given vectors (in half widths). */
  piece(owner: PieceOwner, from: PieceEnd, fromSide: Direction, to: PieceEnd, toSide: Direction): void {
    const first = this.reserveQuad()
    this.vertex(owner, from, fromSide[0], fromSide[1], vertexBits.left)
    this.vertex(owner, from, -fromSide[0], -fromSide[1], 0)
    this.vertex(owner, to, toSide[0], toSide[1], vertexBits.left)
    this.vertex(owner, to, -toSide[0], -toSide[1], 0)
    this.quad(first)
  }

  /** A half-square beyond an end, rounded by the fragment shader. `outward` is the unit vector away from the body. */
  cap(owner: PieceOwner, end: PieceEnd, normal: Direction, outward: Direction): void {
    const first = this.reserveQuad()
    const { cap, left, tip } = vertexBits
    this.vertex(owner, end, normal[0], normal[1], cap | left)
    this.vertex(owner, end, -normal[0], -normal[1], cap)
    this.vertex(owner, end, normal[0] + outward[0], normal[1] + outward[1], cap | tip | left)
    this.vertex(owner, end, outward[0] - normal[0], outward[1] - normal[1], cap | tip)
    this.quad(first)
  }

  finish(): { vertices: ArrayBuffer; vertexCount: number; indices: Uint32Array } {
    return { vertices: this.bytes.slice(0, this.vertexCount * vertexStride), vertexCount: this.vertexCount, indices: this.indices.slice(0, this.indexCount) }
  }

  private reserveQuad(): number {
    if ((this.vertexCount + 4) * vertexStride > this.bytes.byteLength) {
      const grown = new ArrayBuffer(this.bytes.byteLength * 2)
      new Uint8Array(grown).set(new Uint8Array(this.bytes))
      this.bytes = grown
      this.view = new DataView(grown)
    }
    if (this.indexCount + 6 > this.indices.length) {
      const grown = new Uint32Array(this.indices.length * 2)
      grown.set(this.indices)
      this.indices = grown
    }
    return this.vertexCount
  }

  private quad(first: number): void {
    this.indices.set([first, first + 1, first + 2, first + 2, first + 1, first + 3], this.indexCount)
    this.indexCount += 6
  }

  private vertex(owner: PieceOwner, end: PieceEnd, sideX: number, sideY: number, bits: number): void {
    const at = this.vertexCount++ * vertexStride
    const { view } = this
    view.setFloat32(at, end.at[0], true)
    view.setFloat32(at + 4, end.at[1], true)
    view.setInt16(at + 8, Math.round(sideX / 2 * 32767), true)
    view.setInt16(at + 10, Math.round(sideY / 2 * 32767), true)
    view.setUint16(at + 12, Math.min(65535, Math.round(end.halfWidthM * 100)), true)
    view.setUint16(at + 14, bits | (owner.heated ? vertexBits.heated : 0), true)
    view.setFloat32(at + 16, end.alongM, true)
    view.setUint32(at + 20, owner.segment, true)
  }
}
