import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cgcs2000, wgs84 } from './ellipsoid'
import { fromGeocentric, toGeocentric } from './geocentric'
import { readVectors, vectorTitle } from './testing/vector-folder'

const lon = fc.double({ min: -179.999, max: 180, noNaN: true })
const lat = fc.double({ min: -90, max: 90, noNaN: true })
const height = fc.double({ min: -11_000, max: 36_000_000, noNaN: true })

it('puts the published places where they are: pole, equator, and the example of IOGP 373-7-2', () => {
  expect(toGeocentric({ lonDeg: 0, latDeg: 90, heightM: 0 })[2]).toBeCloseTo(cgcs2000.semiMinorM, 6)
  expect(toGeocentric({ lonDeg: 90, latDeg: 0, heightM: 10 })[1]).toBeCloseTo(6_378_147, 6)
  // Section "Geographic/Geocentric conversions": WGS 84, 53 deg 48' 33.820" N, 2 deg 07' 46.380" E, 73 m.
  const [x, y, z] = toGeocentric({ lonDeg: 2 + 7 / 60 + 46.38 / 3600, latDeg: 53 + 48 / 60 + 33.82 / 3600, heightM: 73 }, wgs84)
  expect([x, y, z].map((m) => Math.round(m * 1000) / 1000)).toEqual([3771793.968, 140253.342, 5124304.349])
})

it('comes back from anywhere within 1e-11 degrees and a micrometre', () => {
  fc.assert(fc.property(lon, lat, height, (lonDeg, latDeg, heightM) => {
    const back = fromGeocentric(toGeocentric({ lonDeg, latDeg, heightM }))
    expect(Math.abs(back.latDeg - latDeg)).toBeLessThan(1e-11)
    expect(Math.abs(back.lonDeg - lonDeg) * Math.cos((latDeg * Math.PI) / 180)).toBeLessThan(1e-11)
    expect(Math.abs(back.heightM - heightM)).toBeLessThan(1e-6)
  }))
})

it('takes CGCS2000 for WGS 84 at a cost of 0.105 mm north or up at the most, 0.1211 mm together', () => {
  fc.assert(fc.property(lon, lat, (lonDeg, latDeg) => {
    const [a, b] = [cgcs2000, wgs84].map((ellipsoid) => toGeocentric({ lonDeg, latDeg, heightM: 0 }, ellipsoid))
    const [x, y, z] = [0, 1, 2].map((axis) => a![axis]! - b![axis]!) as [number, number, number]
    const [lambda, phi] = [(lonDeg * Math.PI) / 180, (latDeg * Math.PI) / 180]
    const outwards = x * Math.cos(lambda) + y * Math.sin(lambda)
    expect(Math.abs(z * Math.cos(phi) - outwards * Math.sin(phi))).toBeLessThan(1.05e-4)
    expect(Math.abs(z * Math.sin(phi) + outwards * Math.cos(phi))).toBeLessThan(1.05e-4)
    // Largest at 54.88 degrees: 0.121085 mm, reckoned in steps of 0.001 degrees.
    expect(Math.hypot(x, y, z)).toBeLessThan(1.211e-4)
  }), { examples: [[0, 54.876], [0, 45], [120, 90]] })
})

it('refuses what is no position', () => {
  expect(() => toGeocentric({ lonDeg: 0, latDeg: 90.1, heightM: 0 })).toThrow(RangeError)
  expect(() => toGeocentric({ lonDeg: Number.NaN, latDeg: 0, heightM: 0 })).toThrow(RangeError)
  expect(() => fromGeocentric([0, 0, 0])).toThrow(RangeError)
  expect(() => fromGeocentric([Infinity, 0, 0])).toThrow(RangeError)
})

interface Vector { id: string; input: { lon_deg: number; lat_deg: number; h_m: number }; ecef_4479: { X_m: number; Y_m: number; Z_m: number } }
const vectors = readVectors<Vector[]>('geo.json')

describe.skipIf(vectors === null)(vectorTitle('EPSG:4479', 'geo.json', vectors), () => {
  it('both ways within 1e-4 m', () => {
    let largestM = 0
    for (const { id, input, ecef_4479: { X_m, Y_m, Z_m } } of vectors!) {
      const [x, y, z] = toGeocentric({ lonDeg: input.lon_deg, latDeg: input.lat_deg, heightM: input.h_m })
      const back = toGeocentric(fromGeocentric([X_m, Y_m, Z_m]))
      const errorM = Math.max(Math.hypot(x - X_m, y - Y_m, z - Z_m), Math.hypot(back[0] - X_m, back[1] - Y_m, back[2] - Z_m))
      expect(errorM, id).toBeLessThan(1e-4)
      expect(Math.abs(fromGeocentric([X_m, Y_m, Z_m]).heightM - input.h_m), id).toBeLessThan(1e-4)
      largestM = Math.max(largestM, errorM)
    }
    expect(vectors!.length).toBeGreaterThan(0)
    console.log(`geocentric: ${vectors!.length} points, largest difference ${largestM.toExponential(1)} m`)
  })
})
