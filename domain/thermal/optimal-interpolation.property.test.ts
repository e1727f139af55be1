import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Segment, Sensor } from '../network/network'
import type { Reading } from '../sensing/reading'
import { surfaceStateCode } from '../sensing/surface-state'
import { estimateSurface, newSurfaceColumns } from './inverse-distance'
import { stillBackground } from './background'
import { newNowcastColumns, nowcast, planNowcast } from './optimal-interpolation'

const segment = (id: string, lon: number, more: Partial<Segment> = {}): Segment => ({
  id, assetId: 'A', kind: 'road', name: { zh: id, en: id }, route: null, fromM: 0, toM: 100, lengthM: 100, widthM: 10, pavementType: 'asphalt', layers: [{ material: 'asphalt', thickness_m: 0.2 }],
  exposure: { skyViewFraction: 0.8, airBelow: false }, assumed: [], runwayThird: null, loopId: null, axis: [[lon, 45], [lon, 45.001], [lon, 45.002]], source: 'fixture', ...more,
})
const sensor = (id: string, segmentId: string): Sensor => ({ id, stationId: null, segmentId, loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device' })
const now = Date.UTC(2026, 10, 23, 10)
const reading = (sensorId: string, value: number, ageS = 0, quality = 0): Reading => ({ sensorId, value, quality, measuredAtMs: now - ageS * 1000 })

function cast(segments: Segment[], sensors: Sensor[], readings: Reading[], backgroundC: number[]) {
  const plan = planNowcast(segments, sensors)
  const out = newNowcastColumns(segments.length)
  nowcast(plan, stillBackground(Float32Array.from(backgroundC), now - 60_000), plan.surface.sensorIds.map((id) => readings.find((r) => r.sensorId === id)), now, out)
  return { plan, out }
}

/** A city of up to 16 stretches of mixed sort, some with a station; residuals within what a model errs. */
const place = fc.record({
  lon: fc.double({ min: 126, max: 126.1, noNaN: true }), asset: fc.constantFrom('A', 'B', 'C'), kind: fc.constantFrom('road' as const, 'bridge' as const, 'runway' as const),
  loop: fc.constantFrom(null, null, 'L1', 'L2'), deck: fc.boolean(), sky: fc.double({ min: 0.3, max: 1, noNaN: true }),
  background: fc.double({ min: -30, max: 60, noNaN: true }), residual: fc.double({ min: -2, max: 2, noNaN: true }), station: fc.boolean(),
})
const city = fc.array(place, { minLength: 1, maxLength: 16 }).map((places) => {
  const segments = places.map((p, i) => segment(`s${i}`, p.lon, { assetId: p.asset, kind: p.kind, loopId: p.loop, exposure: { skyViewFraction: p.sky, airBelow: p.deck } }))
  const stations = places.flatMap((p, i) => (p.station ? [{ sensor: sensor(`t${i}`, `s${i}`), reading: reading(`t${i}`, p.background + p.residual, i) }] : []))
  return { places, segments, sensors: stations.map((s) => s.sensor), readings: stations.map((s) => s.reading), background: places.map((p) => p.background) }
})

describe('the nowcast', () => {
  it('keeps what a segment measures; moves the others by no more than a little beyond the largest residual (property)', () => {
    fc.assert(fc.property(city, ({ places, segments, sensors, readings, background }) => {
      const { out } = cast(segments, sensors, readings, background)
      const largest = Math.max(0, ...places.filter((p) => p.station).map((p) => Math.abs(p.residual)))
      places.forEach((p, i) => {
        if (p.station) {
          expect((out.temperature[i] as number) + 0).toBe(Math.fround(p.background + p.residual) + 0)
          expect(out.state[i]).toBe(surfaceStateCode.measured)
        } else expect(Math.abs((out.temperature[i] as number) - p.background)).toBeLessThanOrEqual(1.25 * largest + 1e-4)
      })
    }))
  })

  it('is never less certain than the model alone with the noise of a probe, and its deviation never negative (property)', () => {
    fc.assert(fc.property(city, ({ segments, sensors, readings, background }) => {
      const { plan, out } = cast(segments, sensors, readings, background)
      out.sdK.forEach((sdK, i) => expect(sdK).toSatisfy((sd: number) => sd >= 0 && sd <= Math.hypot(plan.priorK * out.scale[plan.heated[i] as 0 | 1], plan.parameters.sensorK) + 1e-5))
    }))
  })

  it('does not depend on the order of the stations (property)', () => {
    fc.assert(fc.property(city.chain((c) => fc.tuple(fc.constant(c), fc.shuffledSubarray(c.sensors, { minLength: c.sensors.length }))), ([c, shuffled]) => {
      const a = cast(c.segments, c.sensors, c.readings, c.background).out
      const b = cast(c.segments, shuffled, c.readings, c.background).out
      expect([b.temperature, b.sdK, b.measuredAt]).toEqual([a.temperature, a.sdK, a.measuredAt])
    }))
  })

  it('weighs those that are heard as if there were no others (property)', () => {
    const few = city.filter((c) => c.sensors.length <= 8).chain((c) => fc.tuple(fc.constant(c), fc.subarray(c.sensors)))
    fc.assert(fc.property(few, fc.constantFrom('no reading', 'bad', 'lost'), ([c, heard], silence) => {
      const of = (s: Sensor): Reading[] => c.readings.filter((r) => r.sensorId === s.id)
      const silent = c.sensors.filter((s) => !heard.includes(s))
      const mute = silent.flatMap(of).flatMap((r): Reading[] => (silence === 'no reading' ? [] : [silence === 'bad' ? { ...r, quality: 2 } : { ...r, measuredAtMs: now - 86_400_000 }]))
      const a = cast(c.segments, c.sensors, [...heard.flatMap(of), ...mute], c.background).out
      const b = cast(c.segments, heard, heard.flatMap(of), c.background).out
      c.segments.forEach(({ id }, i) => {
        if (silent.some((s) => s.segmentId === id)) return
        expect(a.temperature[i]).toBeCloseTo(b.temperature[i] as number, 4)
        expect(a.sdK[i]).toBeCloseTo(b.sdK[i] as number, 4)
      })
    }))
  })

  it('a loop hears its own sensors only, and what lies on none hears no loop (property)', () => {
    fc.assert(fc.property(city, ({ places, segments, sensors, readings, background }) => {
      const loopOf = (id: string): string | null => places[Number(id.slice(1))]?.loop ?? null
      const { plan, out } = cast(segments, sensors, readings, background)
      const heard = new Set(sensors.map((s) => loopOf(s.id)))
      places.forEach((p, i) => {
        for (const station of plan.candidates.slice(i * 8, i * 8 + 8)) if (station >= 0) expect(loopOf(plan.surface.sensorIds[station] as string)).toBe(p.loop)
        // Without a sensor in its loop a heated surface stays with the model, whatever bare roads say.
        if (p.loop !== null && !heard.has(p.loop)) expect((out.temperature[i] as number) + 0).toBe(Math.fround(p.background) + 0)
      })
    }))
  })

  it('without a model gives what inverse distance gives (property)', () => {
    fc.assert(fc.property(city, ({ segments, sensors, readings }) => {
      const { plan, out } = cast(segments, sensors, readings, segments.map(() => Number.NaN))
      const plain = newSurfaceColumns(segments.length)
      estimateSurface(plan.surface, plan.surface.sensorIds.map((id) => readings.find((r) => r.sensorId === id)), now, plain)
      expect([out.temperature, out.state, out.measuredAt]).toEqual([plain.temperature, plain.state, plain.measuredAt])
    }))
  })
})

describe('the nowcast between stations', () => {
  const row = Array.from({ length: 9 }, (_, i) => segment(`s${i}`, 126 + i * 0.004, { fromM: i * 300, toM: i * 300 + 100 }))
  const measured = [0, 1, 2, 3, 5, 6, 7, 8]
  const sensors = measured.map((i) => sensor(`t${i}`, `s${i}`))
  const background = row.map(() => -2)

  it('one absurd station drags nothing: it falls silent, its own segment still shows it', () => {
    const sane = cast(row, sensors, measured.map((i) => reading(`t${i}`, -1 + 0.1 * (i % 3))), background)
    const { plan, out } = cast(row, sensors, measured.map((i) => reading(`t${i}`, i === 5 ? 21 : -1 + 0.1 * (i % 3))), background)
    expect(plan.absurd[sensors.findIndex((s) => s.id === 't5')]).toBe(1)
    expect(plan.absurd.reduce((sum, flag) => sum + flag, 0)).toBe(1)
    expect(out.temperature[5]).toBe(21)
    expect(out.temperature[4]).toBeCloseTo(sane.out.temperature[4] as number, 1)
  })

  it('a model wrong for all alike makes no station absurd', () => {
    const { plan, out } = cast(row, sensors, measured.map((i) => reading(`t${i}`, 4 + 0.1 * (i % 3))), background)
    expect(plan.absurd).toEqual(new Uint8Array(8))
    expect(out.temperature[4]).toBeGreaterThan(3.5)
  })

  it('a heated stretch on which the model is wrong makes bare ones no less certain', () => {
    const segments = [...row, ...Array.from({ length: 9 }, (_, i) => segment(`h${i}`, 126.2 + i * 0.004, { loopId: `L${i}` }))]
    const heated = Array.from({ length: 9 }, (_, i) => sensor(`u${i}`, `h${i}`))
    const model = segments.map(() => -2)
    const bare = measured.map((i) => reading(`t${i}`, -1.9))
    const calm = cast(segments, [...sensors, ...heated], [...bare, ...heated.map(({ id }) => reading(id, -1.9))], model).out
    const wrong = cast(segments, [...sensors, ...heated], [...bare, ...heated.map(({ id }) => reading(id, 4))], model).out
    expect(wrong.sdK[4]).toBe(calm.sdK[4])
    expect(wrong.scale[1]).toBeGreaterThan(2 * calm.scale[1])
  })

  it('where all fall silent the model is as uncertain as it last was', () => {
    const plan = planNowcast(row, sensors)
    const out = newNowcastColumns(row.length)
    const run = (readings: Reading[]): void => nowcast(plan, stillBackground(Float32Array.from(background), now), plan.surface.sensorIds.map((id) => readings.find((r) => r.sensorId === id)), now, out)
    run(measured.map((i) => reading(`t${i}`, -2 + 3 * (i % 2))))
    const scale = out.scale[0]
    expect(scale).toBeGreaterThan(1.5)
    run([])
    expect([out.scale[0], out.sdK[4]]).toEqual([scale, Math.fround(plan.priorK * scale)])
  })

  it('solves anew when a station falls silent and when it returns', () => {
    const plan = planNowcast(row, sensors)
    const out = newNowcastColumns(row.length)
    const all = measured.map((i) => reading(`t${i}`, -1))
    const run = (readings: Reading[]): number => {
      nowcast(plan, stillBackground(Float32Array.from(background), now), plan.surface.sensorIds.map((id) => readings.find((r) => r.sensorId === id)), now, out)
      return (out.sdK[4] as number) / out.scale[0]
    }
    const first = run(all)
    expect(run(all.slice(0, 2))).toBeGreaterThan(first)
    expect(run(all)).toBeCloseTo(first, 6)
  })

  it('a stale measurement loses its worth, an unheard segment carries the instant of the model', () => {
    const { out } = cast([segment('a', 126), segment('b', 126.001, { loopId: 'L' })], [sensor('t', 'a')], [reading('t', 1, 600)], [0, 5])
    expect([out.state[0], out.state[1], out.temperature[1], out.measuredAt[1]]).toEqual([surfaceStateCode.stale, surfaceStateCode.estimated, 5, now / 1000 - 60])
    expect(out.sdK[0]).toBeGreaterThan(0.22)
  })
})
