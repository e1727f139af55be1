import { describe, expect, it } from 'vitest'
import { gaussKrugerZone, zoneOfLongitude } from './gauss-kruger-zone'
import { epsgOfZone, referenceSystems, systemOfLongitude } from './reference-systems'
import { readVectors, vectorTitle } from './testing/vector-folder'

it('holds every CGCS2000 Gauss-Krueger code of EPSG once, and says its axes as EPSG does', () => {
  for (let code = 4491; code <= 4554; code++) expect(referenceSystems.get(code)?.axes, String(code)).toEqual(['northing', 'easting'])
  expect(referenceSystems.size).toBe(64 + 6)
  expect([4490, 4480, 4479].map((code) => referenceSystems.get(code)!.axes[0])).toEqual(['latitude', 'latitude', 'geocentric X'])
  // Names and codes of the EPSG dataset.
  expect([4491, 4502, 4513, 4547].map((code) => referenceSystems.get(code)!.name)).toEqual(
    ['CGCS2000 / Gauss-Kruger zone 13', 'CGCS2000 / Gauss-Kruger CM 75E', 'CGCS2000 / 3-degree Gauss-Kruger zone 25', 'CGCS2000 / 3-degree Gauss-Kruger CM 114E'])
})

it('finds a code from a zone and a zone from a code', () => {
  for (const { epsg, gaussKruger } of referenceSystems.values()) if (gaussKruger) expect(epsgOfZone(gaussKruger.zone, gaussKruger.form)).toBe(epsg)
  // Beijing, Harbin, Wuhan, Urumqi.
  expect([116.4, 126.6, 114.3, 87.6].map((lon) => [systemOfLongitude(lon, 3, 'cm')?.epsg, systemOfLongitude(lon, 3, 'zone')?.epsg]))
    .toEqual([[4548, 4527], [4551, 4530], [4547, 4526], [4538, 4517]])
})

it('knows no zone outside the series', () => {
  expect([73.499, 136.5, 10, Number.NaN].map((lon) => zoneOfLongitude(3, lon))).toEqual([null, null, null, null])
  expect(systemOfLongitude(10, 6, 'cm')).toBeNull()
  expect(() => gaussKrugerZone(3, 46)).toThrow(RangeError)
  expect(() => gaussKrugerZone(6, 13.5)).toThrow(RangeError)
})

interface Vector { lon_deg: number; zone3: number; cm3: number; epsg3_cm: number; epsg3_zone: number; zone6: number; cm6: number; epsg6_cm: number; epsg6_zone: number }
const vectors = readVectors<Vector[]>('gk_zones.json')

describe.skipIf(vectors === null)(vectorTitle('zones and codes', 'gk_zones.json', vectors), () => {
  it('each longitude', () => {
    for (const vector of vectors!) {
      const [three, six] = [zoneOfLongitude(3, vector.lon_deg)!, zoneOfLongitude(6, vector.lon_deg)!]
      expect({
        lon_deg: vector.lon_deg, zone3: three.zone, cm3: three.centralMeridianDeg, epsg3_cm: epsgOfZone(three, 'cm'), epsg3_zone: epsgOfZone(three, 'zone'),
        zone6: six.zone, cm6: six.centralMeridianDeg, epsg6_cm: epsgOfZone(six, 'cm'), epsg6_zone: epsgOfZone(six, 'zone'),
      }).toEqual(vector)
    }
    expect(vectors!.length).toBeGreaterThan(0)
    console.log(`zones: ${vectors!.length} longitudes, all equal`)
  })
})
