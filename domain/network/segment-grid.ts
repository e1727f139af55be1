import type { LonLat } from '../geo/geodesic'
import type { Segment } from './network'

/** What is looked for by place. */
export type GridSegment = Pick<Segment, 'id' | 'assetId' | 'axis' | 'lengthM' | 'widthM'>

/** Edge of a cell, degrees: about 220 m from south to north. */
const cellDeg = 0.002
const metresPerDegree = 111_000
const key = (x: number, y: number): string => `${x}:${y}`

/** Segments by where they lie: finds those near a position without looking at every one. */
export class SegmentGrid {
  private readonly cells = new Map<string, GridSegment[]>()

  constructor(segments: readonly GridSegment[]) {
    for (const segment of segments) {
      const own = new Set<string>()
      for (let i = 1; i < segment.axis.length; i++) {
        const [a, b] = [segment.axis[i - 1]!, segment.axis[i]!]
        for (let x = Math.floor(Math.min(a[0], b[0]) / cellDeg); x <= Math.floor(Math.max(a[0], b[0]) / cellDeg); x++) {
          for (let y = Math.floor(Math.min(a[1], b[1]) / cellDeg); y <= Math.floor(Math.max(a[1], b[1]) / cellDeg); y++) own.add(key(x, y))
        }
      }
      for (const cell of own) {
        const list = this.cells.get(cell)
        if (list) list.push(segment)
        else this.cells.set(cell, [segment])
      }
    }
  }

  /** Segments of which some part may lie within `reachM` of a position; others beside them. */
  near([lon, lat]: LonLat, reachM: number): GridSegment[] {
    const upDeg = reachM / metresPerDegree
    const sideDeg = upDeg / Math.max(0.01, Math.cos((lat * Math.PI) / 180))
    const found = new Set<GridSegment>()
    for (let x = Math.floor((lon - sideDeg) / cellDeg); x <= Math.floor((lon + sideDeg) / cellDeg); x++) {
      for (let y = Math.floor((lat - upDeg) / cellDeg); y <= Math.floor((lat + upDeg) / cellDeg); y++) for (const segment of this.cells.get(key(x, y)) ?? []) found.add(segment)
    }
    return [...found]
  }
}
