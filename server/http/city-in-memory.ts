import type { City, Loop } from '#domain/network/network'
import { limitsByLoop, type LoopLimits } from '#domain/network/plant-limits'
import type { NetworkView, SegmentDetail, SiteView } from '#domain/wire/network'
import type { StoredNetwork } from '#server/store/load-network'
import { networkView } from '#server/store/network-view'
import { segmentDetail } from './segment-detail'

/** The network as the routes need it; made anew when the network changes. */
export interface CityInMemory {
  city: SiteView['city']
  network: NetworkView
  /** The network encoded once. */
  networkJson: Buffer
  details: Map<string, SegmentDetail>
  loops: Map<string, Loop>
  /** What each loop and the pavement above it bear. */
  limits: Map<string, LoopLimits>
}

/** A city that was not set up yet: an empty map of China, and the screen says so. */
const noCity: City = { id: 'none', name: { zh: '未设置', en: 'Not set up' }, timeZone: 'Asia/Shanghai', centre: [108.9, 34.3], zoom: 4, season: 'winter' }

export function cityInMemory(stored: StoredNetwork): CityInMemory {
  const network = networkView(stored)
  const city = stored.city ?? noCity
  return {
    city: { id: city.id, name: city.name, time_zone: city.timeZone, centre: city.centre, zoom: city.zoom, season: city.season },
    network,
    networkJson: Buffer.from(JSON.stringify(network)),
    details: new Map(stored.segments.map((segment, index) => [segment.id, segmentDetail(segment, network.segments[index] as NetworkView['segments'][number])])),
    loops: new Map(stored.loops.map((loop) => [loop.id, loop])),
    limits: limitsByLoop(stored.segments, stored.loops),
  }
}
