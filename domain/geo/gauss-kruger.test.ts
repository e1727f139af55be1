import fc from 'fast-check'
import proj4 from 'proj4'
import { describe, expect, it } from 'vitest'
import { fromGaussKruger, toGaussKruger } from './gauss-kruger'
import { gaussKrugerZone, zoneNumbers, zoneOfLongitude, type EastingForm, type ZoneWidth } from './gauss-kruger-zone'
import { geodesicInverse } from './geodesic'
import { epsgOfZone } from './reference-systems'
import { readVectors, vectorTitle } from './testing/vector-folder'

const zones = fc.constantFrom<ZoneWidth>(3, 6).chain((width) => fc.integer({ min: zoneNumbers[width][0], max: zoneNumbers[width][1] }).map((zone) => gaussKrugerZone(width, zone)))
const forms = fc.constantFrom<EastingForm>('cm', 'zone')
const share = fc.double({ min: -1, max: 1, noNaN: true })
const latitude = fc.double({ min: -84, max: 84, noNaN: true })

it('lays the central meridian at 500 km and measures it true (Vincenty, geodesic.ts, within 0.1 mm)', () => {
  const zone = gaussKrugerZone(3, 38)
  expect(toGaussKruger([114, 30], zone, 'cm').eastingM).toBe(500_000)
  expect(toGaussKruger([114, 30], zone, 'zone').eastingM).toBe(38_500_000)
  for (const lat of [0, 18, 30, 45, 53, 84]) expect(toGaussKruger([114, lat], zone, 'cm').northingM).toBeCloseTo(geodesicInverse([114, 0], [114, lat]).distanceM, 4)
})

it('comes back within 1e-11 degrees from everywhere in the zone and one beside it, in both forms', () => {
  fc.assert(fc.property(zones, forms, share, latitude, (zone, form, off, lat) => {
    const lon = zone.centralMeridianDeg + off * zone.width
    const [lonBack, latBack] = fromGaussKruger(toGaussKruger([lon, lat], zone, form), zone, form)
    // Near 84 degrees a degree of longitude is ten times shorter than one of latitude.
    expect(Math.abs(lonBack - lon) * Math.cos((lat * Math.PI) / 180)).toBeLessThan(1e-11)
    expect(Math.abs(latBack - lat)).toBeLessThan(1e-11)
  }), { numRuns: 500 })
})

it('agrees with proj4 within 1e-5 m (its own series, given the CGCS2000 ellipsoid)', () => {
  fc.assert(fc.property(zones, share, fc.double({ min: 0, max: 60, noNaN: true }), (zone, off, lat) => {
    const lon = zone.centralMeridianDeg + off * zone.width
    const definition = `+proj=tmerc +lat_0=0 +lon_0=${zone.centralMeridianDeg} +k=1 +x_0=500000 +y_0=0 +a=6378137 +rf=298.257222101 +units=m +no_defs`
    const [eastingM, northingM] = proj4('+proj=longlat +a=6378137 +rf=298.257222101 +no_defs', definition, [lon, lat]) as [number, number]
    const ours = toGaussKruger([lon, lat], zone, 'cm')
    expect(Math.hypot(ours.eastingM - eastingM, ours.northingM - northingM)).toBeLessThan(1e-5)
  }), { numRuns: 500 })
})

it('refuses what lies out of the reach of a zone, or is written in the other form', () => {
  const zone = gaussKrugerZone(3, 38)
  expect(() => toGaussKruger([117.1, 30], zone, 'cm')).toThrow(/central meridian/)
  expect(() => toGaussKruger([114, 84.5], zone, 'cm')).toThrow(/latitude/)
  expect(() => toGaussKruger([Number.NaN, 30], zone, 'cm')).toThrow(RangeError)
  expect(() => fromGaussKruger({ northingM: 3_381_296, eastingM: 38_527_182 }, zone, 'cm')).toThrow(/form/)
  expect(() => fromGaussKruger({ northingM: 3_381_296, eastingM: 527_182 }, zone, 'zone')).toThrow(/form/)
  expect(() => fromGaussKruger({ northingM: 3_381_296, eastingM: 39_527_182 }, zone, 'zone')).toThrow(RangeError)
  expect(() => fromGaussKruger({ northingM: 3_381_296, eastingM: 900_000 }, zone, 'cm')).toThrow(/outside/)
  expect(() => fromGaussKruger({ northingM: 20_000_000, eastingM: 500_000 }, zone, 'cm')).toThrow(RangeError)
  expect(() => fromGaussKruger({ northingM: Number.NaN, eastingM: 500_000 }, zone, 'cm')).toThrow(RangeError)
})

interface Plane { zone: number; cm_deg: number; epsg_cm: number; epsg_zone: number; E_m: number; N_m: number; E_with_zone_prefix_m?: number }
interface Vector { id: string; input: { lon_deg: number; lat_deg: number }; gk3: Plane; gk6: Plane }
const vectors = readVectors<Vector[]>('geo.json')

describe.skipIf(vectors === null)(vectorTitle('Gauss-Krueger', 'geo.json', vectors), () => {
  it.each<ZoneWidth>([3, 6])('%d degrees, zone, codes and both ways within 1e-4 m', (width) => {
    let largestM = 0
    for (const { id, input, gk3, gk6 } of vectors!) {
      const plane = width === 3 ? gk3 : gk6
      const zone = zoneOfLongitude(width, input.lon_deg)!
      expect({ zone: zone.zone, cm_deg: zone.centralMeridianDeg, epsg_cm: epsgOfZone(zone, 'cm'), epsg_zone: epsgOfZone(zone, 'zone') }, id)
        .toEqual({ zone: plane.zone, cm_deg: plane.cm_deg, epsg_cm: plane.epsg_cm, epsg_zone: plane.epsg_zone })
      const forward = toGaussKruger([input.lon_deg, input.lat_deg], zone, 'cm')
      const back = toGaussKruger(fromGaussKruger({ northingM: plane.N_m, eastingM: plane.E_m }, zone, 'cm'), zone, 'cm')
      const errorM = Math.max(...[forward, back].map((one) => Math.hypot(one.eastingM - plane.E_m, one.northingM - plane.N_m)))
      expect(errorM, id).toBeLessThan(1e-4)
      const prefixedM = toGaussKruger([input.lon_deg, input.lat_deg], zone, 'zone').eastingM
      expect(Math.abs(prefixedM - (plane.E_with_zone_prefix_m ?? plane.E_m + zone.zone * 1e6)), id).toBeLessThan(1e-4)
      largestM = Math.max(largestM, errorM)
    }
    expect(vectors!.length).toBeGreaterThan(0)
    console.log(`Gauss-Krueger ${width} degrees: ${vectors!.length} points, largest difference ${largestM.toExponential(1)} m`)
  })
})
