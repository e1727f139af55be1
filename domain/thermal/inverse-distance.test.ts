import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Segment, Sensor } from '../network/network'
import type { Reading } from '../sensing/reading'
import { surfaceStateCode } from '../sensing/surface-state'
import { estimateSurface, newSurfaceColumns, planSurface } from './inverse-distance'

const segment = (id: string, lon: number, more: Partial<Segment> = {}): Segment => ({
  id, assetId: 'A', kind: 'road', name: { zh: id, en: id }, route: null, fromM: 0, toM: 100, lengthM: 100, widthM: 10, pavementType: 'asphalt', layers: [],
  exposure: { skyViewFraction: 1, airBelow: false }, assumed: [], runwayThird: null, loopId: null, axis: [[lon, 45], [lon, 45.001], [lon, 45.002]], source: 'fixture', ...more,
})
const sensor = (id: string, segmentId: string, more: Partial<Sensor> = {}): Sensor => ({
  id, stationId: null, segmentId, loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device', ...more,
})
const now = Date.UTC(2026, 10, 23, 10)
const reading = (sensorId: string, value: number, ageS = 0, quality = 0): Reading => ({ sensorId, value, quality, measuredAtMs: now - ageS * 1000 })

function judge(segments: Segment[], sensors: Sensor[], readings: Reading[]) {
  const plan = planSurface(segments, sensors)
  const out = newSurfaceColumns(segments.length)
  estimateSurface(plan, plan.sensorIds.map((id) => readings.find((r) => r.sensorId === id)), now, out)
  return out
}

describe('the surface between stations', () => {
  it('shows its own measurement as measured, then stale, then lost, and keeps its instant', () => {
    for (const [ageS, state] of [[0, 'measured'], [149, 'measured'], [151, 'stale'], [901, 'lost']] as const) {
      const out = judge([segment('a', 126)], [sensor('s', 'a')], [reading('s', -3.5, ageS)])
      expect([out.temperature[0], out.state[0], out.measuredAt[0]]).toEqual([-3.5, surfaceStateCode[state], now / 1000 - ageS])
    }
  })

  it('is unknown, never 0, without a reading and with a bad one', () => {
    for (const readings of [[], [reading('s', 0, 0, 2)]]) {
      const out = judge([segment('a', 126)], [sensor('s', 'a')], readings)
      expect(out.temperature[0]).toBeNaN()
      expect([out.state[0], out.measuredAt[0]]).toEqual([surfaceStateCode.unknown, 0])
    }
  })

  it('listens to its own asset before a nearer one of its kind', () => {
    const segments = [segment('a', 126), segment('far', 126.02), segment('near', 126.001, { assetId: 'B' })]
    const out = judge(segments, [sensor('f', 'far'), sensor('n', 'near')], [reading('f', 5), reading('n', -5)])
    expect([out.temperature[0], out.state[0]]).toEqual([5, surfaceStateCode.estimated])
  })

  it('never carries the state of one loop, or of a bare road, to another loop', () => {
    const segments = [segment('a', 126, { loopId: 'L1' }), segment('b', 126.001, { loopId: 'L2' }), segment('c', 126.002)]
    const out = judge(segments, [sensor('b', 'b'), sensor('c', 'c')], [reading('b', 5), reading('c', -9)])
    expect(out.state[0]).toBe(surfaceStateCode.unknown)
  })

  it('does not rest on stale neighbours, nor reach beyond 5 km', () => {
    expect(judge([segment('a', 126), segment('b', 126.001)], [sensor('b', 'b')], [reading('b', 1, 300)]).state[0]).toBe(surfaceStateCode.unknown)
    expect(judge([segment('a', 126), segment('b', 126.08)], [sensor('b', 'b')], [reading('b', 1)]).state[0]).toBe(surfaceStateCode.unknown)
  })

  it('carries the age of the oldest measurement it rests on', () => {
    const out = judge([segment('a', 126), segment('b', 126.001), segment('c', 126.002)], [sensor('b', 'b'), sensor('c', 'c')], [reading('b', 1, 10), reading('c', 1, 100)])
    expect(out.measuredAt[0]).toBe(now / 1000 - 100)
  })

  it('an estimate lies between the measurements it rests on (property)', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: 126.0005, max: 126.05, noNaN: true }), fc.double({ min: -40, max: 70, noNaN: true })), { minLength: 1, maxLength: 12 }), (stations) => {
      const segments = [segment('a', 126), ...stations.map(([lon], i) => segment(`s${i}`, lon))]
      const out = judge(segments, stations.map((_, i) => sensor(`s${i}`, `s${i}`)), stations.map(([, value], i) => reading(`s${i}`, value)))
      const values = stations.map(([, value]) => value)
      return (out.temperature[0] as number) >= Math.min(...values) - 1e-4 && (out.temperature[0] as number) <= Math.max(...values) + 1e-4
    }))
  })

  it('finds the same neighbours by grid as by comparing all (property)', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: 125.9, max: 126.1, noNaN: true }), fc.double({ min: 44.95, max: 45.05, noNaN: true })), { minLength: 1, maxLength: 40 }), (places) => {
      const at = (id: string, lon: number, lat: number) => segment(id, lon, { axis: [[lon, lat], [lon, lat]] })
      const segments = [at('a', 126, 45), ...places.map(([lon, lat], i) => at(`s${i}`, lon, lat))]
      const plan = planSurface(segments, places.map((_, i) => sensor(`s${i}`, `s${i}`)))
      const east = Math.cos((45 * Math.PI) / 180) * 111_195
      const expected = places.map(([lon, lat], i) => ({ i, d: Math.hypot((lon - 126) * east, (lat - 45) * 111_195) })).filter(({ d }) => d <= 5000).sort((p, q) => p.d - q.d || p.i - q.i).slice(0, 8)
      const got = [...plan.candidates.slice(0, 8)].filter((index) => index >= 0)
      expect(got).toEqual(expected.map(({ i }) => i))
    }))
  })
})
