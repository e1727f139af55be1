import type { RibbonGeometry } from './ribbon-geometry'
import { vertexStride } from './ribbon-writer'

/** One vertex read back from the buffer. */
export interface RibbonVertex { x: number; y: number; sideX: number; sideY: number; halfWidthM: number; bits: number; alongM: number; segment: number }

/** Reads the vertex buffer back: for tests and for looking at a mesh. Side in half widths. */
export function verticesOf(geometry: RibbonGeometry): RibbonVertex[] {
  const view = new DataView(geometry.vertices)
  return Array.from({ length: geometry.vertexCount }, (_, i) => {
    const at = i * vertexStride
    return {
      x: view.getFloat32(at, true), y: view.getFloat32(at + 4, true),
      sideX: view.getInt16(at + 8, true) / 32767 * 2, sideY: view.getInt16(at + 10, true) / 32767 * 2,
      halfWidthM: view.getUint16(at + 12, true) / 100, bits: view.getUint16(at + 14, true),
      alongM: view.getFloat32(at + 16, true), segment: view.getUint32(at + 20, true),
    }
  })
}
