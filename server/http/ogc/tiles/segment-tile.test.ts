import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SegmentRow } from '../segments-collection'
import { packFeatures } from '../packed-features'
import { emptySurface } from '../surface-view'
import { segmentTile, tileSource } from './segment-tile'
import { readTile } from './testing/read-tile'
import { tileBounds } from './tile-sets'

const city = (axes: [number, number][][]) => {
  const rows = axes.map((axis, i) => ({ source: null, detail: { id: `段${i}`, kind: i % 2 ? 'road' : 'bridge', name: { zh: '学府路', en: 'Xuefu Road' }, loop_id: i % 3 ? null : 'L1', axis } })) as unknown as SegmentRow[]
  const packed = packFeatures('LineString', rows.map(({ detail }) => ({ id: detail.id, parts: [detail.axis], properties: '' })))
  return { source: tileSource(packed, rows), surface: emptySurface(rows.length), packed }
}

it('tells of a segment what is known, and nothing of what is not', () => {
  const { source, surface } = city([[[126.6, 45.75], [126.601, 45.75]], [[126.602, 45.75], [126.603, 45.75]]])
  surface.temperature[0] = -3.25
  surface.state[0] = 1
  const tile = readTile(segmentTile(source, surface, 14, 13953, 5845))
  expect(tile).toMatchObject({ name: 'segments', version: 2, extent: 4096 })
  expect(tile.features.toSorted((a, b) => a.id - b.id).map(({ id, properties }) => [id, properties])).toEqual([
    [0, { id: '段0', kind: 'bridge', name: '学府路', name_en: 'Xuefu Road', loop_id: 'L1', surface_temperature_c: -3.25, surface_state: 'measured' }],
    [1, { id: '段1', kind: 'road', name: '学府路', name_en: 'Xuefu Road', surface_state: 'unknown' }],
  ])
  expect(segmentTile(source, surface, 14, 0, 0).length).toBe(0)
})

it('keeps the lines of a tile, never its values', () => {
  const { source, surface } = city([[[126.6, 45.75], [126.601, 45.75]], [[126.602, 45.75], [126.603, 45.75]]])
  const told = () => readTile(segmentTile(source, surface, 14, 13953, 5845)).features.map(({ properties }) => [properties['surface_temperature_c'], properties['surface_state']])
  expect(told()).toEqual([[undefined, 'unknown'], [undefined, 'unknown']])
  surface.temperature.set([-3.25, -3.25])
  surface.state.set([1, 2])
  expect(told()).toEqual([[-3.25, 'measured'], [-3.25, 'estimated']])
  surface.temperature.set([0, 45.5])
  surface.state.set([3, 4])
  expect(told()).toEqual([[0, 'stale'], [45.5, 'lost']])
  surface.temperature[0] = Number.NaN
  surface.state[0] = 0
  expect(told()).toEqual([[undefined, 'unknown'], [45.5, 'lost']])
})

it('whatever lies around a tile: its points are where they should be, to a unit, and none lies beyond the buffer', () => {
  const position = fc.tuple(fc.double({ min: 126.58, max: 126.64, noNaN: true }), fc.double({ min: 45.73, max: 45.77, noNaN: true }))
  fc.assert(fc.property(fc.array(fc.array(position, { minLength: 2, maxLength: 90 }), { minLength: 1, maxLength: 4 }), (axes) => {
    const { source, surface } = city(axes)
    const [west, south, east, north] = tileBounds(14, 13953, 5845, 0)
    const bytes = segmentTile(source, surface, 14, 13953, 5845)
    const isNear = ([lon, lat]: [number, number]): boolean => lon > west && lon < east && lat > south && lat < north
    const found = bytes.length === 0 ? [] : readTile(bytes).features
    for (const { id, lines } of found) {
      for (const [x, y] of lines.flat()) expect(Math.abs(x - 2048) <= 2112 && Math.abs(y - 2048) <= 2112).toBe(true)
      for (const line of lines) expect(line.length).toBeGreaterThan(1)
      for (const [lon, lat] of axes[id]!.filter(isNear)) {
        const [x, y] = [((lon - west) / (east - west)) * 4096, ((north - lat) / (north - south)) * 4096]
        expect(lines.flat().some(([px, py]) => Math.abs(px - x) < 1.5 && Math.abs(py - y) < 1.5)).toBe(true)
      }
    }
    // Within the tile nobody is left out, but for lines of no length.
    axes.forEach((axis, id) => { if (axis.some(isNear) && Math.hypot(axis[0]![0] - axis[1]![0], axis[0]![1] - axis[1]![1]) > 1e-3) expect(found.some((feature) => feature.id === id)).toBe(true) })
  }), { numRuns: 150 })
})
