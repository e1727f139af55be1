import type { Position, Segment } from '#domain/network/network'
import type { NetworkView, SegmentDetail } from '#domain/wire/network'

/** What the inspector shows beyond the network view; its position is the vertex nearest the middle of the axis. */
export function segmentDetail(segment: Segment, view: NetworkView['segments'][number]): SegmentDetail {
  const [lon, lat] = segment.axis[Math.floor(segment.axis.length / 2)] as Position
  return {
    ...view, layers: segment.layers, sky_view_fraction: segment.exposure.skyViewFraction, air_below: segment.exposure.airBelow,
    assumed: segment.assumed, source: segment.source, position: { frame: 'CGCS2000', epoch: 2000, lon, lat },
  }
}
