import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExportForm, wantedExport, zonesThatReach } from './export-form'

const now = new Date('2026-01-10T12:00:00Z')
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000)
const form = (of: Partial<ExportForm>): ExportForm => ({ what: 'all', zoneId: null, named: [], when: 'now', at: null, from: null, to: null, format: 'geojson', crs: 'CRS84', encoding: 'UTF-8', ...of })
const wanted = (of: Partial<ExportForm>) => wantedExport(form(of), now)

describe('what the choices of an export come to', () => {
  it('is an address where the file streams', () => {
    expect(wanted({})).toEqual({ kind: 'link', path: '/api/export/segments.geojson' })
    expect(wanted({ what: 'zone', zoneId: 'z 1', format: 'csv', crs: 'EPSG:4490', when: 'moment', at: hoursAgo(1) })).toEqual({ kind: 'link', path: '/api/export/segments.csv.zip?zone=z+1&crs=EPSG%3A4490&at=2026-01-10T11%3A00%3A00.000Z' })
    expect(wanted({ what: 'asset', named: ['a', 'b'] })).toEqual({ kind: 'link', path: '/api/export/segments.geojson?segment=a&segment=b' })
    expect(wanted({ when: 'period', from: hoursAgo(2), to: hoursAgo(1), format: 'shapefile' })).toMatchObject({ kind: 'link', path: expect.stringMatching(/^\/api\/export\/readings\.csv\.zip\?from=.*&to=/) as string })
  })
  it('is a job where the file stands only as a whole; an encoding goes with a Shapefile alone', () => {
    expect(wanted({ format: 'shapefile', encoding: 'GBK', what: 'segment', named: ['a'] })).toEqual({ kind: 'job', request: { format: 'shapefile', encoding: 'GBK', crs: 'CRS84', segment: ['a'] } })
    expect(wanted({ format: 'geopackage', encoding: 'GBK' })).toEqual({ kind: 'job', request: { format: 'geopackage', crs: 'CRS84' } })
  })
  it('says what is lacking', () => {
    expect(wanted({ what: 'zone' })).toEqual({ kind: 'lacks', field: 'zone' })
    expect(wanted({ when: 'moment' })).toEqual({ kind: 'lacks', field: 'at' })
    expect(wanted({ when: 'period', from: hoursAgo(1), to: hoursAgo(2) })).toEqual({ kind: 'lacks', field: 'period' })
    expect(wanted({ when: 'period', from: hoursAgo(-1), to: hoursAgo(-2) })).toEqual({ kind: 'lacks', field: 'future' })
    expect(wanted({ when: 'period', from: hoursAgo(24 * 32), to: now })).toEqual({ kind: 'lacks', field: 'long_period' })
    const many = Array.from({ length: 1000 }, (_, i) => `segment-${i}`)
    expect(wanted({ what: 'asset', named: many })).toEqual({ kind: 'lacks', field: 'too_many' })
    expect(wanted({ what: 'asset', named: many, format: 'flatgeobuf' }).kind).toBe('job')
  })
})

describe('zones that reach a network', () => {
  it('are those of Harbin for Harbin, in both forms', () => expect(zonesThatReach([[[126.5, 45.7], [126.8, 45.8]]]).map(({ epsg }) => epsg)).toEqual([4530, 4551, 4500, 4511]))
  it('never leave a part of it out', () => {
    fc.assert(fc.property(fc.double({ min: 73, max: 135, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }), (west, wide) => {
      for (const { gaussKruger } of zonesThatReach([[[west, 40], [west + wide, 40]]])) {
        const { centralMeridianDeg, width } = gaussKruger!.zone
        expect(Math.max(Math.abs(west - centralMeridianDeg), Math.abs(west + wide - centralMeridianDeg))).toBeLessThanOrEqual(width)
      }
    }))
  })
  it('are none for an empty network', () => expect(zonesThatReach([])).toEqual([]))
})
