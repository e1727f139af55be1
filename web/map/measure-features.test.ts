import { expect, it } from 'vitest'
import type { LonLat } from '#domain/geo/geodesic'
import { geodesicLine, measureFeatures } from './measure-features'

const corners: LonLat[] = [[126, 45], [126.01, 45], [126.01, 45.01]]
const roles = (of: Parameters<typeof measureFeatures>[0]): string[] => measureFeatures(of).features.map(({ properties, geometry }) => `${String(properties!['role'])} ${geometry.type}`)

it('draws a long leg as the geodesic it is, a short one straight', () => {
  const long = geodesicLine([120, 45], [124, 45])
  expect(long.length).toBeGreaterThan(40)
  // The geodesic bulges towards the pole: about 4.6 km at 315 km.
  expect(Math.max(...long.map(([, lat]) => lat))).toBeGreaterThan(45.01)
  expect(geodesicLine([126, 45], [126.01, 45])).toHaveLength(2)
  expect(geodesicLine([126, 45], [126, 45])).toEqual([[126, 45], [126, 45]])
})
it('leads to the cursor while it grows, and closes an area when it is finished', () => {
  const corner = Array<string>(3).fill('corner Point')
  expect(roles({ tool: 'area', corners, finished: false, pointer: [126, 45.01], measured: null })).toEqual(['fill Polygon', 'line LineString', 'next LineString', ...corner])
  const [, line] = measureFeatures({ tool: 'area', corners, finished: true, pointer: null, measured: null }).features
  expect(line!.geometry).toMatchObject({ coordinates: [...corners, corners[0]] })
  expect(roles({ tool: 'length', corners: corners.slice(0, 1), finished: false, pointer: null, measured: null })).toEqual(['corner Point'])
})
it('fills nothing where edges cross', () => {
  const measured = { lengthM: 1, lastLegM: 1, areaM2: null, crosses: true, tooWide: false, nearest: null, buffer: null }
  expect(roles({ tool: 'area', corners, finished: true, pointer: null, measured })[0]).toBe('line LineString')
})
