import type { FeatureCollection } from 'geojson'
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import type { MapTheme } from './map-theme'

/** What a file would bring in: lines by kind, stations, and places of features that were refused, lon, lat. */
export interface ImportShown { lines: FeatureCollection; stations: readonly (readonly [number, number])[]; refused: readonly (readonly [number, number])[] }

const layerIds = ['import-casing', 'import-lines', 'import-stations', 'import-refused'] as const
const sourceIds = ['import-lines', 'import-stations', 'import-refused'] as const
const points = (places: readonly (readonly [number, number])[]): FeatureCollection => ({ type: 'FeatureCollection', features: places.map((at) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [...at] } })) })

/** Draws a preview over everything: dashed, as nothing that stands is. Null takes it away. */
export function showImport(map: MapLibreMap, theme: MapTheme, shown: ImportShown | null): void {
  if (!shown) {
    for (const id of layerIds) if (map.getLayer(id)) map.removeLayer(id)
    for (const id of sourceIds) if (map.getSource(id)) map.removeSource(id)
    return
  }
  const data: Record<(typeof sourceIds)[number], FeatureCollection> = {
    'import-lines': shown.lines,
    'import-stations': points(shown.stations),
    'import-refused': points(shown.refused),
  }
  for (const id of sourceIds) {
    const source = map.getSource<GeoJSONSource>(id)
    if (source) void source.setData(data[id])
    else map.addSource(id, { type: 'geojson', data: data[id] })
  }
  if (map.getLayer('import-lines')) return
  const width = (of: number): ['interpolate', ['linear'], ['zoom'], ...number[]] => ['interpolate', ['linear'], ['zoom'], 9, of * 0.5, 15, of]
  map.addLayer({ id: 'import-casing', type: 'line', source: 'import-lines', layout: { 'line-join': 'round' }, paint: { 'line-color': theme.halo, 'line-width': width(5), 'line-opacity': 0.8 } })
  map.addLayer({ id: 'import-lines', type: 'line', source: 'import-lines', layout: { 'line-join': 'round' }, paint: { 'line-color': theme.draft, 'line-width': width(2.5), 'line-dasharray': [3, 1.5] } })
  map.addLayer({ id: 'import-stations', type: 'circle', source: 'import-stations', paint: { 'circle-radius': 5, 'circle-color': theme.draft, 'circle-stroke-color': theme.halo, 'circle-stroke-width': 2 } })
  map.addLayer({ id: 'import-refused', type: 'circle', source: 'import-refused', paint: { 'circle-radius': 6, 'circle-color': theme.halo, 'circle-stroke-color': theme.refused, 'circle-stroke-width': 3 } })
}

/** Puts another theme on a preview that is shown. */
export function paintImport(map: MapLibreMap, theme: MapTheme): void {
  if (!map.getLayer('import-lines')) return
  map.setPaintProperty('import-casing', 'line-color', theme.halo)
  map.setPaintProperty('import-lines', 'line-color', theme.draft)
  map.setPaintProperty('import-stations', 'circle-color', theme.draft)
  map.setPaintProperty('import-stations', 'circle-stroke-color', theme.halo)
  map.setPaintProperty('import-refused', 'circle-color', theme.halo)
  map.setPaintProperty('import-refused', 'circle-stroke-color', theme.refused)
}
