import { shapeOfFeature } from '../packed-features'
import type { FeatureTable } from '../feature-table'
import { escaped } from './page'

/** Drawing units across. */
const width = 1000
const mostHeight = 700

/** Colours by temperature, °C: frost blue over white at freezing to the red of hot asphalt; what has no value is grey. */
function colourOf(temperature: unknown): string {
  if (typeof temperature !== 'number') return '#8c99a5'
  if (temperature < 0) return `hsl(${205 + Math.min(25, -temperature)} 80% ${Math.max(38, 62 + temperature)}%)`
  return `hsl(${Math.max(0, 60 - temperature)} 85% 48%)`
}

/** A small map of some features: no ground under it, north is up, one metre is as long both ways. */
export function featuresMap(table: FeatureTable, features: readonly number[]): string {
  const { packed } = table
  const shown = features.filter((feature) => !Number.isNaN(packed.boxes[4 * feature]!))
  if (shown.length === 0) return ''
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const feature of shown) {
    west = Math.min(west, packed.boxes[4 * feature]!)
    south = Math.min(south, packed.boxes[4 * feature + 1]!)
    east = Math.max(east, packed.boxes[4 * feature + 2]!)
    north = Math.max(north, packed.boxes[4 * feature + 3]!)
  }
  const margin = Math.max(2e-4, 0.04 * Math.max(east - west, north - south))
  ;[west, south, east, north] = [west - margin, south - margin, east + margin, north + margin]
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = Math.min(width / ((east - west) * shrink), mostHeight / (north - south))
  const at = (lon: number, lat: number): string => `${Math.round((lon - west) * shrink * scale * 10) / 10},${Math.round((north - lat) * scale * 10) / 10}`
  const temperature = table.columns.get('surface_temperature_c') ?? table.columns.get('surface_temperature_mean_c')
  const figures = shown.map((feature) => {
    const { xy, starts, from, to } = shapeOfFeature(packed, feature)
    const colour = colourOf(temperature?.value(feature))
    const lines = Array.from({ length: to - from }, (_, p) => Array.from({ length: starts[from + p + 1]! - starts[from + p]! }, (_, k) => at(xy[2 * (starts[from + p]! + k)]!, xy[2 * (starts[from + p]! + k) + 1]!)))
    const title = `<title>${escaped(packed.ids[feature])}</title>`
    if (packed.type === 'Point') return `<circle cx="${lines[0]![0]!.replace(',', '" cy="')}" r="5" fill="${colour}">${title}</circle>`
    if (packed.type === 'Polygon') return `<path d="${lines.map((line) => `M${line.join('L')}Z`).join('')}" fill="#00756a33" stroke="#00756a" fill-rule="evenodd">${title}</path>`
    return `<path d="${lines.map((line) => `M${line.join('L')}`).join('')}" fill="none" stroke="${colour}" stroke-width="3" stroke-linecap="round">${title}</path>`
  })
  return `<svg viewBox="0 0 ${Math.round((east - west) * shrink * scale)} ${Math.round((north - south) * scale)}" role="img">${figures.join('')}</svg>`
}
