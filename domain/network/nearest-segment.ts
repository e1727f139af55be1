import type { LonLat } from '../geo/geodesic'
import { flatNearest, nearestOnLine } from '../geo/nearest-on-line'
import { stakeOnSegment, type StakedSegment } from './staked-route'

export interface NearestSegment<S extends StakedSegment> {
  segment: S
  /** Geodesic metres to the axis, and the place on it. */
  distanceM: number
  foot: [lon: number, lat: number]
  /** Metres from the segment's start; the stake there. */
  alongM: number
  stakeM: number
  /** Seen along the axis. */
  side: 'left' | 'right' | 'on'
}

/** Beyond this the nearest segment says nothing about a place, m; and the flat ground that it is found on would no more be good. */
export const mostNearestM = 5000

/** The segment whose axis is nearest to a position; null where none lies within `mostM`. */
export function nearestSegment<S extends StakedSegment>(segments: readonly S[], position: LonLat, mostM = mostNearestM): NearestSegment<S> | null {
  let nearest: { segment: S; distanceM: number } | null = null
  for (const segment of segments) {
    const { distanceM } = flatNearest(position, segment.axis)
    if (distanceM < (nearest?.distanceM ?? mostM)) nearest = { segment, distanceM }
  }
  if (!nearest) return null
  const { segment } = nearest
  const { atM, position: foot, distanceM, side } = nearestOnLine(position, segment.axis)
  return { segment, distanceM, foot, alongM: atM, stakeM: stakeOnSegment(segment, atM), side }
}
