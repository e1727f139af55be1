import { bufferAround } from '#domain/geo/buffer'
import { geodesicInverse, type LonLat } from '#domain/geo/geodesic'
import { geodesicArea } from '#domain/geo/geodesic-area'
import { lengthOf } from '#domain/geo/linear-reference'
import { ringCrosses } from '#domain/geo/ring-crosses'
import { nearestSegment, type NearestSegment } from '#domain/network/nearest-segment'
import type { MeasureTool } from './measure'
import type { StakedView } from './staked-segments'

export interface MeasuredBuffer { segmentIds: string[]; /** Of whole segments, m. */ segmentsM: number; outline: [lon: number, lat: number][][] }
/** Null is what cannot be said: for want of corners, because edges cross, or because the figure is too large. */
export interface Measured {
  /** Along the corners, m; of an area closed. */
  lengthM: number | null
  lastLegM: number | null
  areaM2: number | null
  crosses: boolean
  tooWide: boolean
  /** To the last corner. */
  nearest: NearestSegment<StakedView> | null
  buffer: MeasuredBuffer | null
}

/** All figures of what was drawn, on the CGCS2000 ellipsoid. */
export function measureFigures({ tool, corners, radiusM }: { tool: MeasureTool; corners: readonly LonLat[]; radiusM: number }, segments: readonly StakedView[]): Measured {
  const nothing: Measured = { lengthM: null, lastLegM: null, areaM2: null, crosses: false, tooWide: false, nearest: null, buffer: null }
  const last = corners.at(-1)
  if (!last) return nothing
  try {
    const isArea = tool === 'area' && corners.length > 2
    const crosses = isArea && ringCrosses(corners)
    return {
      ...nothing, crosses,
      lengthM: corners.length > 1 ? lengthOf(isArea ? [...corners, corners[0]!] : corners) : null,
      lastLegM: corners.length > 1 ? geodesicInverse(corners.at(-2)!, last).distanceM : null,
      areaM2: isArea && !crosses ? geodesicArea(corners) : null,
      nearest: nearestSegment(segments, last),
      buffer: tool === 'buffer' ? measureBuffer(corners, radiusM, segments) : null,
    }
  } catch (thrown) {
    if (thrown instanceof RangeError) return { ...nothing, tooWide: true }
    throw thrown
  }
}

function measureBuffer(corners: readonly LonLat[], radiusM: number, segments: readonly StakedView[]): MeasuredBuffer {
  const { outline, meets } = bufferAround(corners, radiusM)
  const within = segments.filter(({ axis }) => meets(axis))
  return { outline, segmentIds: within.map(({ id }) => id), segmentsM: within.reduce((sum, { view }) => sum + view.length_m, 0) }
}
