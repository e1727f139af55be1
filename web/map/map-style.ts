import type { FeatureCollection, Feature } from 'geojson'
import type { Map as MapLibreMap, StyleSpecification } from 'maplibre-gl'
import type { Position } from '#domain/network/network'
import type { NetworkView } from '#domain/wire/network'
import { assetLines } from './asset-lines'
import type { MapTheme } from './map-theme'
import { mapWords } from './map-words'
import { waterLabel } from './water-label'

/** The ribbons are drawn under this layer, so that names stay readable. */
export const firstLabelLayer = 'road-label'

type Water = NetworkView['water'][number]
const polygon = ({ ring }: Water): Feature => ({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } })

/** Twice the area of a ring in square degrees: only for choosing the largest of a name. */
function extent(ring: Water['ring']): number {
  return Math.abs(ring.reduce((sum, [x, y], i) => { const [nextX, nextY] = ring[(i + 1) % ring.length]!; return sum + x * nextY - nextX * y }, 0))
}

/** One name per water, in its largest part; schematic water says so in both languages. */
function waterNames(network: NetworkView, towards: Position): FeatureCollection {
  const [zhWord, enWord] = [mapWords('zh-CN').schematic, mapWords('en').schematic]
  const largest = new Map<string, Water>()
  for (const water of network.water) {
    if (!water.name) continue
    const key = `${water.name.zh} ${water.schematic}`
    const known = largest.get(key)
    if (!known || extent(water.ring) > extent(known.ring)) largest.set(key, water)
  }
  return {
    type: 'FeatureCollection',
    features: [...largest.values()].flatMap(({ name, schematic, ring }): Feature[] => {
      const label = waterLabel(ring, towards)
      if (!label || !name) return []
      const properties = { zh: name.zh + (schematic ? `（${zhWord}）` : ''), en: name.en + (schematic ? ` (${enWord})` : ''), rotate: label.rotateDeg, order: -extent(ring) }
      return [{ type: 'Feature', properties, geometry: { type: 'Point', coordinates: label.position } }]
    }),
  }
}

/** Local families of the interface, by the names their font files carry. */
const labelFonts = ['Inter Variable', 'Noto Sans SC Variable']
const empty: FeatureCollection = { type: 'FeatureCollection', features: [] }
const textField = (locale: string): ['get', string] => ['get', locale.startsWith('en') ? 'en' : 'zh']

/** A quiet ground: land, water, names. No glyph server: letters come from local fonts. */
export function buildMapStyle(theme: MapTheme, network: NetworkView, centre: Position, locale: string): StyleSpecification {
  const label = { 'text-color': theme.label, 'text-halo-color': theme.halo, 'text-halo-width': 1.4 }
  return {
    version: 8,
    sources: {
      water: { type: 'geojson', data: { type: 'FeatureCollection', features: network.water.map(polygon) } },
      'water-names': { type: 'geojson', data: waterNames(network, centre) },
      roads: { type: 'geojson', data: assetLines(network) },
      zones: { type: 'geojson', data: empty },
      receivers: { type: 'geojson', data: empty },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': theme.ground } },
      { id: 'water', type: 'fill', source: 'water', paint: { 'fill-color': theme.river } },
      { id: 'shore', type: 'line', source: 'water', paint: { 'line-color': theme.riverLine, 'line-width': 1 } },
      { id: 'zone-fill', type: 'fill', source: 'zones', paint: { 'fill-color': theme.accent, 'fill-opacity': 0.07 } },
      {
        id: 'road-label', type: 'symbol', source: 'roads', minzoom: 12.2,
        layout: {
          'symbol-placement': 'line', 'text-field': textField(locale), 'text-font': labelFonts, 'text-size': 12, 'text-letter-spacing': 0.04,
          'symbol-spacing': 480, 'text-padding': 24, 'text-max-angle': 30, 'symbol-sort-key': ['get', 'order'], 'text-offset': ['interpolate', ['linear'], ['zoom'], 13, ['literal', [0, 1.05]], 16, ['literal', [0, 1.7]]],
        },
        paint: { ...label, 'text-color': theme.text },
      },
      {
        id: 'water-label', type: 'symbol', source: 'water-names', minzoom: 9.5,
        layout: { 'text-rotate': ['get', 'rotate'], 'text-rotation-alignment': 'map', 'symbol-sort-key': ['get', 'order'], 'text-field': textField(locale), 'text-font': labelFonts, 'text-size': 13, 'text-letter-spacing': 0.22, 'text-max-width': 40, 'text-padding': 30 },
        paint: label,
      },
      { id: 'zone-line', type: 'line', source: 'zones', layout: { 'line-join': 'round' }, paint: { 'line-color': theme.accent, 'line-width': 1.5, 'line-dasharray': [3, 2] } },
      { id: 'receiver-way', type: 'line', source: 'receivers', filter: ['==', ['geometry-type'], 'LineString'], layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': theme.text, 'line-width': 2, 'line-dasharray': [1, 2] } },
      {
        // Hollow: not heard of for a while, so it may be elsewhere.
        id: 'receiver-dot', type: 'circle', source: 'receivers', filter: ['==', ['geometry-type'], 'Point'],
        paint: { 'circle-radius': 6, 'circle-color': theme.accent, 'circle-opacity': ['case', ['get', 'fresh'], 1, 0], 'circle-stroke-color': theme.halo, 'circle-stroke-width': 2 },
      },
      { id: 'receiver-ring', type: 'circle', source: 'receivers', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 6, 'circle-opacity': 0, 'circle-stroke-color': theme.accent, 'circle-stroke-width': 1.5 } },
      {
        id: 'receiver-label', type: 'symbol', source: 'receivers', filter: ['==', ['geometry-type'], 'Point'],
        layout: { 'text-field': ['get', 'name'], 'text-font': labelFonts, 'text-size': 12, 'text-anchor': 'left', 'text-offset': [0.9, 0] }, paint: { ...label, 'text-color': theme.text },
      },
    ],
  }
}

/** Puts another theme on a living map without rebuilding it. */
export function paintMapStyle(map: MapLibreMap, theme: MapTheme): void {
  map.setPaintProperty('land', 'background-color', theme.ground)
  map.setPaintProperty('water', 'fill-color', theme.river)
  map.setPaintProperty('shore', 'line-color', theme.riverLine)
  map.setPaintProperty('zone-fill', 'fill-color', theme.accent)
  map.setPaintProperty('zone-line', 'line-color', theme.accent)
  map.setPaintProperty('receiver-way', 'line-color', theme.text)
  map.setPaintProperty('receiver-dot', 'circle-color', theme.accent)
  map.setPaintProperty('receiver-dot', 'circle-stroke-color', theme.halo)
  map.setPaintProperty('receiver-ring', 'circle-stroke-color', theme.accent)
  for (const id of ['road-label', 'water-label', 'receiver-label']) {
    map.setPaintProperty(id, 'text-color', id === 'water-label' ? theme.label : theme.text)
    map.setPaintProperty(id, 'text-halo-color', theme.halo)
  }
}

/** Puts the names into another language. */
export function wordMapStyle(map: MapLibreMap, locale: string): void {
  for (const id of ['road-label', 'water-label']) map.setLayoutProperty(id, 'text-field', textField(locale))
}
