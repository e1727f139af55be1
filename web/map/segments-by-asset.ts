import type { SegmentView } from '#domain/wire/network'

/** Segments grouped by their asset, in network order. */
export function segmentsByAsset(segments: readonly SegmentView[]): Map<string, SegmentView[]> {
  const groups = new Map<string, SegmentView[]>()
  for (const segment of segments) {
    const group = groups.get(segment.asset_id)
    if (group) group.push(segment)
    else groups.set(segment.asset_id, [segment])
  }
  return groups
}
