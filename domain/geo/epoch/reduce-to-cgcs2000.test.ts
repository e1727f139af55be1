import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { geodesicInverse } from '../geodesic'
import { toGeocentric } from '../geocentric'
import { readVectors, vectorTitle } from '../testing/vector-folder'
import { velocityAt, type VelocityModel } from './crustal-velocity'
import type { StatedReference } from './position-provenance'
import { reduceToCgcs2000, restoreFromCgcs2000, type ReducedPosition } from './reduce-to-cgcs2000'
import { changeItrf, terrestrialFrames, type TerrestrialFrame } from './terrestrial-frames'

const harbin = { lonDeg: 126.62135, latDeg: 45.76821, heightM: 130 }
const reference = (frame: TerrestrialFrame, epochYear: number): StatedReference => ({ state: 'stated', frame, epochYear, correctionSource: 'none' })
const stated = (reduced: ReducedPosition): Extract<ReducedPosition, { state: 'stated' }> => {
  if (reduced.state === 'unstated') throw new Error('unstated')
  return reduced
}
const eura2014: VelocityModel = { kind: 'eura2014' }
const models = fc.constantFrom<VelocityModel>(eura2014, { kind: 'eura2020' }, { kind: 'none' }, { kind: 'site', eastMPerYear: 0.047, northMPerYear: 0.016, sigmaMPerYear: 0.002 })
const position = fc.record({ lonDeg: fc.double({ min: 73, max: 136, noNaN: true }), latDeg: fc.double({ min: 3, max: 54, noNaN: true }), heightM: fc.double({ min: -200, max: 9000, noNaN: true }) })
const frames = fc.constantFrom(...terrestrialFrames)
const epochs = fc.double({ min: 1990, max: 2055, noNaN: true })

it('comes back within a micrometre from every frame, epoch and model', () => {
  fc.assert(fc.property(position, frames, epochs, models, (start, frame, epochYear, velocity) => {
    const to = stated(reduceToCgcs2000(start, reference(frame, epochYear), velocity))
    const back = restoreFromCgcs2000(to.position, { frame, epochYear }, velocity)
    const [a, b] = [toGeocentric(start), toGeocentric(back.position)]
    expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeLessThan(1e-6)
    expect(back.uncertainty).toEqual(to.uncertainty)
  }))
})

it('carries BeiDou positions of 2026 by 0.70 to 0.77 m in China', () => {
  for (const [lonDeg, latDeg] of [[126.6, 45.8], [114.3, 30.6], [116.4, 39.9], [114.1, 22.5]] as const) {
    const moved = stated(reduceToCgcs2000({ lonDeg, latDeg, heightM: 0 }, reference('BDCS', 2026.9), eura2014))
    const metres = geodesicInverse([lonDeg, latDeg], [moved.position.lonDeg, moved.position.latDeg]).distanceM
    expect(metres).toBeGreaterThan(0.7)
    expect(metres).toBeLessThan(0.78)
  }
})

it('does not reduce twice: RTK from a CGCS2000 caster stays where it is', () => {
  const reduced = stated(reduceToCgcs2000(harbin, { ...reference('CGCS2000', 2026.9), correctionSource: 'network-rtk' }, eura2014))
  expect(reduced.position).toEqual(harbin)
  expect(reduced.provenance.steps).toEqual([])
  expect(reduced.uncertainty.totalM).toBe(0)
})

it('leaves an unstated position unstated', () => {
  expect(reduceToCgcs2000(harbin, { state: 'unstated' }, eura2014)).toEqual({ state: 'unstated', position: harbin })
})

it('tells what it did, in order', () => {
  const { provenance } = stated(reduceToCgcs2000(harbin, reference('ITRF2014', 2026.5), eura2014))
  expect(provenance.given.frame).toBe('ITRF2014')
  expect(provenance.steps.map(({ kind }) => kind)).toEqual(['motion', 'frame'])
  expect(provenance.steps[1]).toMatchObject({ from: 'ITRF2014', to: 'CGCS2000', atEpochYear: 2000 })
  const across = stated(reduceToCgcs2000(harbin, reference('ITRF2020', 2026.5), eura2014)).provenance
  expect(across.steps.map((step) => (step.kind === 'frame' ? `${step.from} ${step.to} ${step.atEpochYear}` : step.kind))).toEqual(['ITRF2020 ITRF2014 2026.5', 'motion', 'ITRF2014 CGCS2000 2000'])
})

it('says how wrong a rigid plate may be, and what a site velocity is better by', () => {
  const of = (lonDeg: number, velocity: VelocityModel): number => stated(reduceToCgcs2000({ lonDeg, latDeg: 30, heightM: 0 }, reference('ITRF2014', 2026.5), velocity)).uncertainty.totalM
  expect(of(114.3, eura2014)).toBeCloseTo(0.19, 6)
  expect(of(91.1, eura2014)).toBeCloseTo(0.65, 6)
  expect(of(114.3, { kind: 'site', eastMPerYear: 0.03, northMPerYear: -0.01, sigmaMPerYear: 0.001 })).toBeCloseTo(0.0265, 6)
  expect(of(114.3, { kind: 'none' })).toBeGreaterThan(1)
  expect(stated(reduceToCgcs2000(harbin, reference('BDCS', 2000), eura2014)).uncertainty.totalM).toBeCloseTo(0.05, 6)
})

it('turns a site velocity into the direction it has: east and north, nothing upwards', () => {
  expect(velocityAt([6_378_137, 0, 0], { kind: 'site', eastMPerYear: 0.03, northMPerYear: -0.01, sigmaMPerYear: 0 }).map((v) => Math.round(v * 1e6) / 1e6)).toEqual([0, 0.03, -0.01])
})

it('has the published parameters at 2000.0: ITRF2014 to ITRF97 by T 6.4, 4.5, -29.8 mm', () => {
  // On the axis of rotation and at the centre rotation and scale say nothing.
  const [x, y, z] = changeItrf([0, 0, 0], 'ITRF2014', 'ITRF97', 2000)
  expect([x, y, z].map((m) => Math.round(m * 1e4) / 10)).toEqual([6.4, 4.5, -29.8])
  expect((changeItrf([0, 0, 6_356_752], 'ITRF2014', 'ITRF97', 2000)[2] - 6_356_752 + 0.0298) / 6_356_752).toBeCloseTo(2.6e-9, 12)
})

it('refuses an epoch that is no year of these times', () => {
  expect(() => reduceToCgcs2000(harbin, reference('ITRF2014', 0), eura2014)).toThrow(/epoch/)
  expect(() => reduceToCgcs2000(harbin, reference('ITRF2014', Number.NaN), eura2014)).toThrow(/epoch/)
  expect(() => reduceToCgcs2000({ ...harbin, latDeg: 91 }, reference('ITRF2014', 2026), eura2014)).toThrow(RangeError)
})

interface Vector {
  id: string
  input: { lon_deg: number; lat_deg: number; h_m: number }
  epoch: { source: string; t: number; cgcs2000_xyz_m: [number, number, number]; cgcs2000_lon_deg: number; cgcs2000_lat_deg: number; cgcs2000_h_m: number; d_horizontal_m: number; plate_only_enu_m: [number, number, number] }
}
const vectors = readVectors<Vector[]>('geo.json')
const millimetres = (metres: number): number => Math.round(metres * 1e6) / 1e3

describe.skipIf(vectors === null)(vectorTitle('epoch reduction', 'geo.json', vectors), () => {
  it('both ways within 1e-4 m', () => {
    let [largestM, backM] = [0, 0]
    for (const { id, input, epoch } of vectors!) {
      const frame = (/ITRF20\d\d|ITRF97/.exec(epoch.source)?.[0] ?? 'ITRF2014') as TerrestrialFrame
      const given = { lonDeg: input.lon_deg, latDeg: input.lat_deg, heightM: input.h_m }
      const { position: ours } = stated(reduceToCgcs2000(given, reference(frame, epoch.t), eura2014))
      const [x, y, z] = toGeocentric(ours)
      const [vx, vy, vz] = epoch.cgcs2000_xyz_m
      const errorM = Math.hypot(x - vx, y - vy, z - vz)
      expect(errorM, id).toBeLessThan(1e-4)
      expect(Math.abs(ours.heightM - epoch.cgcs2000_h_m), id).toBeLessThan(1e-4)
      expect(geodesicInverse([ours.lonDeg, ours.latDeg], [epoch.cgcs2000_lon_deg, epoch.cgcs2000_lat_deg]).distanceM, id).toBeLessThan(1e-4)
      expect(millimetres(geodesicInverse([ours.lonDeg, ours.latDeg], [given.lonDeg, given.latDeg]).distanceM), id).toBeCloseTo(millimetres(epoch.d_horizontal_m), 0)
      const back = restoreFromCgcs2000({ lonDeg: epoch.cgcs2000_lon_deg, latDeg: epoch.cgcs2000_lat_deg, heightM: epoch.cgcs2000_h_m }, { frame, epochYear: epoch.t }, eura2014).position
      const [a, b] = [toGeocentric(back), toGeocentric(given)]
      const closingM = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
      expect(closingM, id).toBeLessThan(1e-4)
      ;[largestM, backM] = [Math.max(largestM, errorM), Math.max(backM, closingM)]
    }
    expect(vectors!.length).toBeGreaterThan(0)
    console.log(`epoch reduction: ${vectors!.length} points, largest difference ${largestM.toExponential(1)} m, inverse ${backM.toExponential(1)} m`)
  })
})
