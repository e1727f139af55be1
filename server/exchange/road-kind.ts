import { assetKinds, type AssetKind } from '#domain/network/network'
import type { RoadClass } from '#domain/network/segment-defaults'
import type { Json } from './geojson-features'
import type { RefusalReason } from './refusal'

/** Classes of OpenStreetMap's highway key that vehicles use, and the class of ours that gives the width. */
const vehicleRoads: Record<string, RoadClass> = {
  motorway: 'motorway', trunk: 'trunk', primary: 'primary', secondary: 'secondary', tertiary: 'tertiary', unclassified: 'unclassified',
  residential: 'residential', living_street: 'living_street', service: 'service', track: 'service', road: 'unclassified', busway: 'service',
  motorway_link: 'link', trunk_link: 'link', primary_link: 'link', secondary_link: 'link', tertiary_link: 'link',
}
const notForVehicles = new Set([
  'footway', 'cycleway', 'steps', 'path', 'pedestrian', 'bridleway', 'corridor', 'platform', 'elevator', 'via_ferrata', 'sidewalk', 'crossing',
  'proposed', 'construction', 'planned', 'abandoned', 'disused', 'razed', 'demolished', 'raceway', 'escape', 'rest_area', 'services', 'bus_stop', 'emergency_bay', 'no',
])
const airfield: Record<string, AssetKind> = { runway: 'runway', taxiway: 'taxiway', taxilane: 'taxiway', apron: 'apron' }

export interface RoadKind { kind: AssetKind; roadClass?: RoadClass; assumed: string[] }

const word = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim().toLowerCase() : null)

/**
 * What a feature is, from its columns: `kind` in our words, else OpenStreetMap's `aeroway`, `highway` and `bridge`.
 * Without any of them it is taken for a road, marked as assumed.
 */
export function roadKind(columns: Json): RoadKind | { reason: RefusalReason; detail: string } {
  const [kind, highway, aeroway, bridge] = [word(columns['kind']), word(columns['highway']), word(columns['aeroway']), word(columns['bridge'])]
  const roadClass = highway === null ? undefined : vehicleRoads[highway]
  const withClass = (value: AssetKind, assumed: string[] = []): RoadKind => ({ kind: value, ...(roadClass ? { roadClass } : {}), assumed })
  if (kind !== null) {
    const known = assetKinds.find((one) => one === kind)
    return known ? withClass(known) : { reason: 'unknown_kind', detail: `kind=${kind.slice(0, 40)}; known: ${assetKinds.join(', ')}` }
  }
  if (aeroway !== null) {
    const known = airfield[aeroway]
    return known ? { kind: known, assumed: [] } : { reason: 'unknown_kind', detail: `aeroway=${aeroway.slice(0, 40)}` }
  }
  if (highway !== null) {
    if (notForVehicles.has(highway)) return { reason: 'not_for_vehicles', detail: `highway=${highway}` }
    if (!roadClass) return { reason: 'unknown_kind', detail: `highway=${highway.slice(0, 40)}` }
  }
  if (bridge !== null && bridge !== 'no' && bridge !== 'false') return withClass('bridge')
  return highway === null ? withClass('road', ['kind']) : withClass('road')
}
