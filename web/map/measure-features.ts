import type { Feature, FeatureCollection } from 'geojson'
import { geodesicDirect, geodesicInverse, type LonLat } from '#domain/geo/geodesic'
import type { Measured } from '../stores/measure-figures'
import type { MeasureTool } from '../stores/measure'

export interface MeasureShown { tool: MeasureTool; corners: readonly LonLat[]; finished: boolean; pointer: LonLat | null; measured: Measured | null }

/** A geodesic bends away from the straight line of the map: a longer leg is drawn in pieces, m. */
const pieceM = 5000

/** A leg as it runs over the ellipsoid. */
export function geodesicLine(from: LonLat, to: LonLat): [number, number][] {
  const { distanceM, azimuthDeg } = geodesicInverse(from, to)
  const pieces = Math.min(200, Math.ceil(distanceM / pieceM))
  const inner = Array.from({ length: Math.max(0, pieces - 1) }, (_, i) => geodesicDirect(from, azimuthDeg, ((i + 1) / pieces) * distanceM))
  return [[...from], ...inner, [...to]]
}
const along = (corners: readonly LonLat[]): [number, number][] => corners.slice(1).flatMap((to, i) => geodesicLine(corners[i]!, to).slice(i === 0 ? 0 : 1))

/** What is drawn of a measure, by `role`: fill, line, next (to the cursor), buffer, foot (to the nearest segment) and corner. */
export function measureFeatures({ tool, corners, finished, pointer, measured }: MeasureShown): FeatureCollection {
  const feature = (role: string, geometry: Feature['geometry'], properties: Record<string, unknown> = {}): Feature => ({ type: 'Feature', properties: { role, ...properties }, geometry })
  const line = (role: string, coordinates: [number, number][]): Feature[] => (coordinates.length > 1 ? [feature(role, { type: 'LineString', coordinates })] : [])
  const closed = tool === 'area' && corners.length > 2
  const ring = closed ? along([...corners, corners[0]!]) : []
  const last = corners.at(-1)
  const next = !finished && pointer && last && tool !== 'nearest' ? [last, pointer, ...(tool === 'area' && corners.length > 1 ? [corners[0]!] : [])] : []
  const nearest = tool === 'nearest' && last ? measured?.nearest : null
  return {
    type: 'FeatureCollection',
    features: [
      ...(closed && !measured?.crosses ? [feature('fill', { type: 'Polygon', coordinates: [ring] })] : []),
      ...(measured?.buffer?.outline ?? []).flatMap((part) => line('buffer', part)),
      // While it grows the closing edge is none yet.
      ...line('line', closed && finished ? ring : along(corners)),
      ...line('next', along(next)),
      ...(nearest && last ? [...line('foot', [[...last], nearest.foot]), feature('foot', { type: 'Point', coordinates: nearest.foot })] : []),
      ...corners.map((corner, i) => feature('corner', { type: 'Point', coordinates: [...corner] }, { last: i === corners.length - 1 })),
    ],
  }
}
