import { isMapLayer, type MapLayer } from './layer-values'

export interface Camera { lon: number; lat: number; zoom: number }
/** What an address can bring back: what is looked at, of which instant, coloured by what, from where. */
export interface View { segmentId: string | null; zoneId: string | null; at: Date | null; layer: MapLayer; camera: Camera | null }

/** `?at=` without fractions of a second: an address is read by people. */
const instant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z')
const within = (value: number, most: number): boolean => Math.abs(value) <= most

/** Address of a view on this instance: `/segment/ID?at=...&layer=...&map=ZOOM/LAT/LON`. */
export function linkOf({ segmentId, zoneId, at, layer, camera }: View): string {
  const path = segmentId !== null ? `/segment/${encodeURIComponent(segmentId)}` : zoneId !== null ? `/zone/${encodeURIComponent(zoneId)}` : '/'
  const query = [
    ...(at ? [`at=${instant(at)}`] : []), ...(layer === 'temperature' ? [] : [`layer=${layer}`]), ...(camera ? [`map=${camera.zoom.toFixed(2)}/${camera.lat.toFixed(5)}/${camera.lon.toFixed(5)}`] : []),
  ]
  return query.length > 0 ? `${path}?${query.join('&')}` : path
}

/** The view of an address; parts that say nothing sensible are as if they were not there. */
export function viewOf({ pathname, search }: { pathname: string; search: string }): View {
  const [, kind, id] = /^\/(segment|zone)\/(.+)$/.exec(pathname) ?? []
  const query = new URLSearchParams(search)
  const at = new Date(query.get('at') ?? '')
  const layer = query.get('layer')
  const [zoom, lat, lon] = (query.get('map') ?? '').split('/').map(Number)
  const named = decoded(id)
  return {
    segmentId: kind === 'segment' ? named : null, zoneId: kind === 'zone' ? named : null, at: Number.isNaN(at.getTime()) ? null : at, layer: isMapLayer(layer) ? layer : 'temperature',
    camera: lon !== undefined && within(lon, 180) && within(lat!, 85) && zoom! >= 0 && zoom! <= 24 ? { lon, lat: lat!, zoom: zoom! } : null,
  }
}

function decoded(id: string | undefined): string | null {
  try {
    return id ? decodeURIComponent(id) : null
  } catch {
    return null
  }
}
