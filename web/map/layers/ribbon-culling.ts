import { toCommon } from './mercator'
import type { RibbonGeometry } from './ribbon-geometry'

export interface IndexRange { firstIndex: number; indexCount: number; heated: boolean }
interface Bounded { getBounds(): [west: number, south: number, east: number, north: number]; scale: number }

/** Widest that pixels reach beyond the axis: least half width, casing and frame. */
const marginPx = 16

/** Index ranges of the runs whose box meets the view, adjoining ones merged. */
export function visibleRanges(geometry: RibbonGeometry, viewport: unknown): IndexRange[] {
  const bounded = viewport as Bounded
  const [west, south, east, north] = bounded.getBounds()
  const margin = marginPx / bounded.scale
  const [minX, minY] = toCommon(west, south).map((value, i) => value - geometry.centre[i]! - margin) as [number, number]
  const [maxX, maxY] = toCommon(east, north).map((value, i) => value - geometry.centre[i]! + margin) as [number, number]
  const ranges: IndexRange[] = []
  for (const run of geometry.runs) {
    if (run.box[0] > maxX || run.box[2] < minX || run.box[1] > maxY || run.box[3] < minY) continue
    const last = ranges.at(-1)
    if (last && last.heated === run.heated && last.firstIndex + last.indexCount === run.firstIndex) last.indexCount += run.indexCount
    else ranges.push({ firstIndex: run.firstIndex, indexCount: run.indexCount, heated: run.heated })
  }
  return ranges
}
