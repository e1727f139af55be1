import type { Map as MapLibreMap } from 'maplibre-gl'
import type { SiteView } from '#domain/wire/network'

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

/** Shows the whole city in the clear rectangle, north up. */
export function showCity(map: MapLibreMap, city: SiteView['city'], insets: MapInsets, moveMs: number): void {
  const { clientWidth, clientHeight } = map.getContainer()
  map.easeTo({ center: city.centre, zoom: cityZoom(city.zoom, insets, clientWidth, clientHeight), bearing: 0, pitch: 0, padding: insets, duration: moveMs })
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
