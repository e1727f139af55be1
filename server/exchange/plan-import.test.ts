import { describe, expect, it } from 'vitest'
import { planImport, type ImportPlan } from './plan-import'

const now = new Date('2026-01-15T00:00:00Z')
const plan = (...features: unknown[]): ImportPlan => planImport(features, { name: 'x', pieceM: 200, now })
const straight = [[126.6, 45.75], [126.606, 45.75]]
const feature = (properties: unknown, coordinates: unknown = straight, type = 'LineString'): unknown => ({ type: 'Feature', properties, geometry: { type, coordinates } })

describe('what is refused, with its reason', () => {
  it.each<[string, unknown, string]>([
    ['a null', null, 'not_a_feature'],
    ['a geometry among features', { type: 'LineString', coordinates: straight }, 'not_a_feature'],
    ['no geometry', { type: 'Feature', properties: {}, geometry: null }, 'no_geometry'],
    ['a point', feature({}, [1, 2], 'Point'), 'not_a_line'],
    ['a type in small letters', feature({}, straight, 'linestring'), 'not_a_line'],
    ['one position', feature({}, [[126.6, 45.75]]), 'bad_coordinates'],
    ['text in coordinates', feature({}, [['126.6', 45.75], [126.7, 45.75]]), 'bad_coordinates'],
    ['infinity, as 1e999 parses', feature({}, JSON.parse('[[1e999,45],[126,45]]')), 'bad_coordinates'],
    ['swapped axes at Harbin', feature({}, [[45.75, 126.6], [45.75, 126.606]]), 'axes_swapped'],
    ['swapped axes at Urumqi, which fit the globe', feature({}, [[43.8, 87.6], [43.81, 87.6]]), 'axes_swapped'],
    ['metres', feature({}, [[14088268.3, 5745504.59], [14088107.32, 5745678.23]]), 'out_of_range'],
    ['a line over the antimeridian', feature({}, [[179.99, 50], [-179.99, 50]]), 'antimeridian'],
    ['a line that stands still', feature({}, [[126.6, 45.75], [126.6, 45.75]]), 'too_short'],
    ['a line across a continent', feature({}, [[80, 45], [126, 45]]), 'too_long'],
    ['a footway', feature({ highway: 'footway' }), 'not_for_vehicles'],
    ['a road that is only proposed', feature({ highway: 'proposed' }), 'not_for_vehicles'],
    ['a kind nobody knows', feature({ kind: 'canal' }), 'unknown_kind'],
    ['an airfield as a whole', feature({ aeroway: 'aerodrome' }), 'unknown_kind'],
    ['the outline of an apron', feature({ aeroway: 'apron' }, [[126.6, 45.75], [126.606, 45.75], [126.606, 45.76], [126.6, 45.75]]), 'closed_area'],
    ['a NUL in a name', feature({ name: 'a\u0000b' }), 'bad_text'],
    ['half a character in a name', feature({ name: 'a\ud800' }), 'bad_text'],
  ])('%s', (_, given, reason) => {
    const { refused, segments } = plan(given)
    expect(refused).toMatchObject([{ index: 0, reason }])
    expect(segments).toEqual([])
  })
})

it('takes the parts of a MultiLineString as one feature with running measures', () => {
  const { segments } = plan(feature({ name: '桥', bridge: 'yes' }, [straight, [[126.61, 45.76], [126.612, 45.76]]], 'MultiLineString'))
  expect(segments.map((one) => one.id)).toEqual(['x.f0.1-1', 'x.f0.1-2', 'x.f0.1-3', 'x.f0.2-1'])
  expect(segments[3]!.fromM).toBe(segments[2]!.toM)
  expect(new Set(segments.map((one) => one.assetId)).size).toBe(1)
})

it('takes kinds from columns and marks what it assumes', () => {
  const kinds = plan(feature({ kind: 'taxiway' }), feature({ aeroway: 'runway', name: '05/23' }), feature({ highway: 'primary_link', bridge: 'viaduct' }), feature(null))
  expect(kinds.segments.filter((one) => one.id.endsWith('.1')).map((one) => [one.kind, one.widthM, one.assumed.includes('kind')])).toEqual([
    ['taxiway', 23, false], ['runway', 45, false], ['bridge', 8, false], ['road', 10, true],
  ])
  expect(kinds.segments.every((one) => one.runwayThird === null)).toBe(true)
})

it('names columns it cannot read and takes the default instead', () => {
  const { segments, warnings } = plan(feature({ width: "40'", lanes: '2.5', layers: 'thick', sky_view_fraction: 3, pavement_type: 'grass', surface_temperature_c: '1e999' }))
  expect(warnings.map((one) => one.field)).toEqual(['width', 'lanes', 'pavement_type', 'layers', 'sky_view_fraction', 'surface_temperature_c'])
  expect(segments[0]).toMatchObject({ widthM: 10, assumed: ['exposure', 'kind', 'layers', 'name', 'pavementType', 'widthM'] })
})

it('gives every segment of a feature its reading, at its own instant or at the import', () => {
  const { readings } = plan(feature({ surface_temperature_c: '-4.5', measured_at: '2026-01-14T23:00:00+08:00' }), feature({ surface_temperature_c: 2 }), feature({ surface_temperature_c: 2, measured_at: 'yesterday' }), feature({ surface_temperature_c: 2, measured_at: '2027-01-01T00:00:00Z' }))
  expect(readings).toHaveLength(6)
  expect(readings[0]).toEqual({ sensorId: 'x.f0.1.import', valueC: -4.5, atMs: Date.parse('2026-01-14T15:00:00Z'), dated: true })
  expect(readings[3]).toMatchObject({ valueC: 2, atMs: now.getTime(), dated: false })
})

it('keeps ids unique and fit for an address', () => {
  const { segments } = plan(...['w 1/ä', 'w 1/ä', '', {}].map((id) => ({ ...(feature({}) as object), id })))
  expect(segments.filter((one) => one.id.endsWith('.1')).map((one) => one.id)).toEqual(['x.w-1-ä.1', 'x.w-1-ä~1.1', 'x.f2.1', 'x.f3.1'])
})
