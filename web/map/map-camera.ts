import type { Map as MapLibreMap } from 'maplibre-gl'
import type { NetworkView, SiteView } from '#domain/wire/network'

/** px of the map that docks cover; what remains is the clear rectangle. */
export interface MapInsets { top: number; right: number; bottom: number; left: number }

/** Clear rectangle of a 1920 x 1080 desk, for which a city's zoom is chosen, px. */
const referenceClear = { width: 1096, height: 692 }
/** No inset may leave less clear map than this, px. */
const leastClear = 160

/** Insets that leave some map even when the window is small. */
export function fittingInsets(insets: MapInsets, width: number, height: number): MapInsets {
  const shrink = (sum: number, size: number): number => (sum > 0 ? Math.min(1, Math.max(0, size - leastClear) / sum) : 1)
  const across = shrink(insets.left + insets.right, width)
  const down = shrink(insets.top + insets.bottom, height)
  return { top: insets.top * down, bottom: insets.bottom * down, left: insets.left * across, right: insets.right * across }
}

/** Zoom that shows in this clear rectangle what the city's own zoom shows on the reference desk. */
export function cityZoom(zoom: number, insets: MapInsets, width: number, height: number): number {
  const clearWidth = width - insets.left - insets.right
  const clearHeight = height - insets.top - insets.bottom
  const ratio = Math.min(clearWidth / referenceClear.width, clearHeight / referenceClear.height)
  return zoom + Math.max(-2, Math.min(1.5, Math.log2(Math.max(0.1, ratio))))
}

/** Served assets further from the city's centre than this (an airport) do not widen the first view, degrees of latitude. */
const cityReachDeg = 0.16
/** Room around the served assets, as a share of their extent. */
const cityMargin = 0.08

/** What the first view shows: the heated and cooled assets around the city's centre; null when there are none. */
export function servedBounds(network: NetworkView, centre: readonly [number, number]): [west: number, south: number, east: number, north: number] | null {
  const across = Math.cos(centre[1] * Math.PI / 180)
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { loop_id, axis } of network.segments) {
    if (loop_id === null) continue
    for (const [lon, lat] of axis) {
      if (Math.hypot((lon - centre[0]) * across, lat - centre[1]) > cityReachDeg) continue
      box[0] = Math.min(box[0], lon); box[1] = Math.min(box[1], lat); box[2] = Math.max(box[2], lon); box[3] = Math.max(box[3], lat)
    }
  }
  if (!(box[0] < box[2]) || !(box[1] < box[3])) return null
  const [marginLon, marginLat] = [(box[2] - box[0]) * cityMargin, (box[3] - box[1]) * cityMargin]
  return [box[0] - marginLon, box[1] - marginLat, box[2] + marginLon, box[3] + marginLat]
}

/** Shows the city in the clear rectangle, north up: its served assets, or its centre at its own zoom. */
export function showCity(map: MapLibreMap, city: SiteView['city'], network: NetworkView, insets: MapInsets, moveMs: number): void {
  const { clientWidth, clientHeight } = map.getContainer()
  const bounds = servedBounds(network, city.centre)
  map.setPadding(insets)
  const zoom = cityZoom(city.zoom, insets, clientWidth, clientHeight)
  const fitted = bounds && map.cameraForBounds(bounds, { bearing: 0, padding: 0, maxZoom: zoom + 1.5 })
  map.easeTo({ center: fitted?.center ?? city.centre, zoom: Math.max(zoom, fitted?.zoom ?? zoom), bearing: 0, pitch: 0, padding: insets, duration: moveMs })
}

/** Brings an axis into the clear rectangle when it is not wholly there. */
export function showAxis(map: MapLibreMap, axis: readonly (readonly [number, number])[], insets: MapInsets, moveMs: number): void {
  const { clientWidth, clientHeight } = map.getContainer()
  const inside = axis.every((position) => {
    const { x, y } = map.project([...position])
    return x > insets.left + 24 && x < clientWidth - insets.right - 24 && y > insets.top + 24 && y < clientHeight - insets.bottom - 24
  })
  if (inside && map.getZoom() > 10) return
  const middle = axis[axis.length >> 1]!
  map.easeTo({ center: [...middle], zoom: Math.max(map.getZoom(), 13), padding: insets, duration: moveMs })
}

/** A place is looked at from no further away than this, zoom. */
const placeZoom = 15

/** Brings a place into the middle of the clear rectangle, near enough to tell roads apart. */
export function showPlace(map: MapLibreMap, [lon, lat]: readonly [number, number], insets: MapInsets, moveMs: number): void {
  map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), placeZoom), padding: insets, duration: moveMs })
}

/** Takes new insets without moving anything on the screen: only what "centre" means changes. */
export function adoptInsets(map: MapLibreMap, insets: MapInsets): void {
  const { clientWidth, clientHeight } = map.getContainer()
  const middle = map.unproject([(insets.left + clientWidth - insets.right) / 2, (insets.top + clientHeight - insets.bottom) / 2])
  map.jumpTo({ center: middle, padding: insets })
}
