import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toGaussKruger } from './gauss-kruger'
import { toBd09 } from './gcj02/bd09'
import { toGcj02 } from './gcj02/gcj02'
import type { LonLat } from './geodesic'
import { toGeocentric } from './geocentric'
import { type CoordinateReading, parseCoordinates } from './parse-coordinates'
import { referenceSystems } from './reference-systems'

const harbin: LonLat = [126.63, 45.75]
function readings(text: string, nearLonDeg: number | null = null): readonly CoordinateReading[] {
  const answer = parseCoordinates(text, nearLonDeg)
  if (!answer || 'fault' in answer) throw new Error(`${text}: ${JSON.stringify(answer)}`)
  return answer.readings
}
const only = (text: string, nearLonDeg: number | null = null): CoordinateReading => {
  const all = readings(text, nearLonDeg)
  expect(all.length, text).toBe(1)
  return all[0]!
}

describe('parseCoordinates', () => {
  it.each([
    ['45.75,126.63', 'lat_lon'], ['126.63 45.75', 'lon_lat'], ['  45.75 ,  126.63 ', 'lat_lon'], ['45.75，126.63', 'lat_lon'], ['４５．７５；１２６．６３', 'lat_lon'], ['+45.75 +126.63', 'lat_lon'],
    ["45°45'N 126°37'48\"E", 'lat_lon'], ['45°45′00″N, 126°37′48″E', 'lat_lon'], ['126.63°E 45.75°N', 'lon_lat'], ['N45.75 E126.63', 'lat_lon'], ['北纬45.75 东经126.63', 'lat_lon'], ['东经126度37分48秒 北纬45度45分', 'lon_lat'],
  ])('%s is told apart', (text, order) => {
    const { position, ...rest } = only(text)
    expect(rest).toEqual({ system: 'EPSG:4490', order, assumed: null })
    expect(position).toEqual([expect.closeTo(126.63, 9), expect.closeTo(45.75, 9)])
  })

  it('gives both readings where both are places, and the one in China where only one is', () => {
    expect(readings('10 20').map(({ position, order, assumed }) => [position, order, assumed])).toEqual([[[20, 10], 'lat_lon', 'order'], [[10, 20], 'lon_lat', 'order']])
    expect(only('43.8 87.6').position).toEqual([87.6, 43.8])
    expect(only('87.6 43.8').position).toEqual([87.6, 43.8])
    expect(only('-33.9 151.2').position).toEqual([151.2, -33.9])
    expect(only('33.9S 151.2E').position).toEqual([151.2, -33.9])
  })

  it('takes a named system at its word, and turns it only where nothing else fits', () => {
    expect(only('EPSG:4490 45.75 126.63')).toMatchObject({ position: harbin, order: 'lat_lon', system: 'EPSG:4490' })
    expect(only('epsg:4326, 126.63, 45.75')).toMatchObject({ position: harbin, order: 'lon_lat', system: 'EPSG:4326' })
    expect(only('urn:ogc:def:crs:EPSG::4480 45.75 126.63 120')).toMatchObject({ position: harbin })
    expect(only('CRS84 126.63 45.75')).toMatchObject({ position: harbin, order: 'lon_lat', system: 'CRS84' })
    expect(only('WGS84 45.75 126.63')).toMatchObject({ position: harbin, system: 'EPSG:4326' })
    // 80 N 30 E is a place, but nobody of ours means it.
    expect(readings('EPSG:4490 80 30').map(({ order }) => order)).toEqual(['lon_lat'])
  })

  // Reference: GDAL 3.6.2, `gdaltransform -s_srs EPSG:4549 -t_srs EPSG:4490` of E 500000 N 5070000.
  it('reads Gauss-Krueger figures by code and by the zone before the easting', () => {
    const byCode = only('EPSG:4549 5070000 500000')
    expect(byCode).toMatchObject({ system: 'EPSG:4549', order: 'northing_easting', assumed: null })
    expect(byCode.position[0]).toBeCloseTo(120, 9)
    expect(byCode.position[1]).toBeCloseTo(45.7653067480493, 9)
    expect(only('EPSG:4549 500000 5070000')).toMatchObject({ position: byCode.position, order: 'easting_northing' })
    for (const text of ['5070000 40500000', '40500000, 5070000']) expect(only(text)).toMatchObject({ system: 'EPSG:4528', position: byCode.position })
    expect(only('5070000 21500000').system).toBe('EPSG:4499')
    expect(only('5070000 500000', 120.4)).toMatchObject({ system: 'EPSG:4549', assumed: 'zone', position: byCode.position })
  })

  it('reads every system that it knows back to the millimetre', () => {
    fc.assert(fc.property(fc.constantFrom(...referenceSystems.values()), fc.double({ min: -1.4, max: 1.4, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }), (system, east, lat) => {
      const lon = (system.gaussKruger?.zone.centralMeridianDeg ?? 110) + east
      const metres = system.gaussKruger && toGaussKruger([lon, lat], system.gaussKruger.zone, system.gaussKruger.form)
      const figures = metres ? [metres.northingM.toFixed(4), metres.eastingM.toFixed(4)] : system.axes[0] === 'geocentric X' ? toGeocentric({ lonDeg: lon, latDeg: lat, heightM: 100 }).map((value) => value.toFixed(4)) : [lat.toFixed(10), lon.toFixed(10)]
      const found = readings(`EPSG:${system.epsg} ${figures.join(' ')}`)[0]!
      expect(Math.hypot(found.position[0] - lon, found.position[1] - lat)).toBeLessThan(1e-8)
    }))
  })

  it('takes the offset of shifted maps away', () => {
    for (const [name, shift] of [['GCJ-02', toGcj02], ['gcj02', toGcj02], ['BD-09', toBd09]] as const) {
      const [lon, lat] = shift(harbin)
      const found = only(`${name} ${lat.toFixed(12)},${lon.toFixed(12)}`)
      expect(found.system).toBe(name.toUpperCase().replace('GCJ02', 'GCJ-02'))
      expect(Math.hypot(found.position[0] - harbin[0], found.position[1] - harbin[1])).toBeLessThan(1e-9)
    }
  })

  it.each([
    ['EPSG:2029 1 2', 'system'], ['EPSG:4549', 'numbers'], ['EPSG:4549 5070000', 'numbers'], ['EPSG:4549 x y', 'numbers'], ['EPSG:4479 1 2', 'numbers'], ['EPSG:4490 1 2 3', 'numbers'], ['CRS84 1 2 3', 'numbers'],
    ['95 175', 'range'], ['EPSG:4490 100 100', 'range'], ['EPSG:4479 1 2 3', 'range'], ['200 300', 'range'], ['5070000 500000', 'zone'], ['EPSG:4549 5070000 40500000', 'outside'], ['EPSG:4528 5070000 41500000', 'outside'], ['91N 10E', 'range'],
  ])('refuses %s: %s', (text, fault) => expect(parseCoordinates(text)).toEqual({ fault }))

  it.each(['', 'A-1-1', '45.75', 'K12+300', 'G1 K12+300', '松花江', '1 2 3', '12 th 5', '45N 46N', '1e3 4', "45°75'N 126E"])('leaves "%s" to others', (text) => expect(parseCoordinates(text)).toBeNull())
})
