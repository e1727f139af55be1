import type { StakedSegment } from '#domain/network/staked-route'
import type { NetworkView, SegmentView } from '#domain/wire/network'

/** A segment of the network as stakes are counted on it, with its view beside it. */
export type StakedView = StakedSegment & { view: SegmentView }

const shelves = new WeakMap<NetworkView, readonly StakedView[]>()

/** All segments of a network, made once for each. */
export function stakedSegments(network: NetworkView): readonly StakedView[] {
  const known = shelves.get(network)
  if (known) return known
  const made = network.segments.map((view): StakedView => ({ id: view.id, assetId: view.asset_id, fromM: view.from_m, toM: view.to_m, axis: view.axis, view }))
  shelves.set(network, made)
  return made
}
