import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { seedNetwork } from '#db/seed'
import { zoneAnswerShape, type PolygonGeometry } from '#domain/wire/zones'
import { findPolygonFault } from './polygon-fault'
import { queryZone } from './query-zone'
import { zoneAnswer, type SurfaceValue } from './zone-answer'
import { createZone, deleteZone, loadZone, loadZones, updateZone } from './zones'
import { smallNetwork } from './testing/small-network'

const polygon = (...ring: [number, number][]): PolygonGeometry => ({ type: 'Polygon', coordinates: [ring] })
const box = (west: number, south: number, east: number, north: number): PolygonGeometry =>
  polygon([west, south], [east, south], [east, north], [west, north], [west, south])
/** All of g1 and half of g2. */
const oneAndHalf = box(126.599, 45.699, 126.603, 45.701)
const at = new Date('2026-01-15T12:00:00Z')

describe.each(testEngines)('zones on %s', (engine) => {
  let opened: TestDatabase
  beforeAll(async () => {
    opened = await openTestDatabase(engine)
    await seedNetwork(opened.db, smallNetwork)
  })
  afterAll(async () => { await opened.close() })

  it('clips segments at the border, by length on the ellipsoid', async () => {
    const clips = await queryZone(opened.db, oneAndHalf)
    expect(clips).toEqual([
      { ordinal: 0, id: 'g1', kind: 'road', loopId: 'l1', lengthM: 155.71895, areaM2: expect.closeTo(3114.379, 3) },
      // 0.001 degree of longitude at 45.7 N on CGCS2000: a cos(lat) / sqrt(1 - e² sin²(lat)) * pi / 180 000.
      { ordinal: 1, id: 'g2', kind: 'road', loopId: null, lengthM: expect.closeTo(77.8762, 2), areaM2: expect.closeTo(1557.52, 0) },
    ])
    expect(await queryZone(opened.db, box(126.5, 45.6, 126.6, 45.8))).toEqual([])
    expect(await queryZone(opened.db, box(0, 0, 1, 1))).toEqual([])
  })

  it('leaves out what lies in a hole', async () => {
    const holed: PolygonGeometry = { type: 'Polygon', coordinates: [...box(126.59, 45.69, 126.61, 45.71).coordinates, ...box(126.6005, 45.6995, 126.6015, 45.7005).coordinates] }
    const [first] = await queryZone(opened.db, holed)
    expect(first!.lengthM).toBeCloseTo(155.7 / 2, 0)
  })

  it('names the fault of a polygon and its place', async () => {
    const bowtie = polygon([126.6, 45.7], [126.61, 45.71], [126.61, 45.7], [126.6, 45.71], [126.6, 45.7])
    expect(await findPolygonFault(opened.db, bowtie)).toEqual({
      code: 'zone.self_intersection', reason: expect.stringContaining('Self-intersection at lon 126.605'), params: { lon: expect.closeTo(126.605, 6), lat: expect.closeTo(45.705, 6), reason: 'Self-intersection' },
    })
    expect(await findPolygonFault(opened.db, polygon([0, 0], [1, 0], [1, 1], [0, 1]))).toHaveProperty('code', 'zone.ring_open')
    expect(await findPolygonFault(opened.db, polygon([0, 0], [181, 0], [1, 1], [0, 0]))).toMatchObject({ code: 'zone.out_of_range', params: { lon: 181, lat: 0 } })
    expect(await findPolygonFault(opened.db, polygon([0, 0], [Number.NaN, 0], [1, 1], [0, 0]))).toHaveProperty('code', 'zone.out_of_range')
    expect(await findPolygonFault(opened.db, box(-170, 0, 170, 1))).toHaveProperty('code', 'zone.too_wide')
    expect(await findPolygonFault(opened.db, polygon([1, 1], [2, 2], [1, 1], [1, 1]))).toMatchObject({ code: expect.stringMatching(/zone\.(invalid|self)/) })
    expect(await findPolygonFault(opened.db, polygon(...Array.from({ length: 5001 }, (): [number, number] => [1, 1])))).toHaveProperty('code', 'zone.too_many_vertices')
    const outside: PolygonGeometry = { type: 'Polygon', coordinates: [...box(0, 0, 1, 1).coordinates, ...box(5, 5, 6, 6).coordinates] }
    expect(await findPolygonFault(opened.db, outside)).toMatchObject({ code: 'zone.invalid', reason: expect.stringContaining('Hole lies outside shell') })
    expect(await findPolygonFault(opened.db, oneAndHalf)).toBeNull()
  })

  it('saves, changes and deletes zones; a name is taken once', async () => {
    const { db } = opened
    const saved = await createZone(db, { name: '道里 "区"', polygon: oneAndHalf }, at, 'li')
    if (!('zone' in saved)) throw new Error(saved.fault.reason)
    expect(saved.zone).toMatchObject({ name: '道里 "区"', polygon: oneAndHalf, created_at: at.toISOString() })
    expect(await createZone(db, { name: '道里 "区"', polygon: oneAndHalf }, at, 'li')).toMatchObject({ fault: { code: 'zone.name_taken' } })
    const second = await createZone(db, { name: 'second', polygon: oneAndHalf }, at, 'li')
    if (!('zone' in second)) throw new Error(second.fault.reason)
    expect(await updateZone(db, second.zone.id, { name: '道里 "区"', polygon: oneAndHalf }, at, 'li')).toMatchObject({ fault: { code: 'zone.name_taken' } })
    const later = new Date(at.getTime() + 1000)
    expect(await updateZone(db, second.zone.id, { name: 'third', polygon: box(1, 1, 2, 2) }, later, 'li')).toMatchObject({ zone: { name: 'third', polygon: box(1, 1, 2, 2), updated_at: later.toISOString(), created_at: at.toISOString() } })
    expect(await updateZone(db, 'none', { name: 'x', polygon: oneAndHalf }, at, 'li')).toBeNull()
    expect((await loadZones(db)).map((zone) => zone.name)).toEqual(expect.arrayContaining(['third', '道里 "区"']))
    expect(await deleteZone(db, second.zone.id, later, 'li')).toBe(true)
    expect(await deleteZone(db, second.zone.id, later, 'li')).toBe(false)
    expect(await loadZone(db, second.zone.id)).toBeNull()
    expect(await loadZone(db, saved.zone.id)).toEqual(saved.zone)
  })
})

describe('zoneAnswer', () => {
  const clip = (id: string, lengthM: number, kind: 'road' | 'bridge' = 'road') => ({ ordinal: 0, id, kind, loopId: `${id}-loop`, lengthM, areaM2: lengthM * 10 })
  const values: Record<string, SurfaceValue> = {
    a: { temperatureC: -2, sdK: 0.2, state: 'measured' }, b: { temperatureC: 4, sdK: 1, state: 'estimated' }, c: { temperatureC: -40, sdK: 2, state: 'lost' }, d: { temperatureC: null, sdK: null, state: 'unknown' },
  }
  it('weighs by length and keeps what is lost or unknown out of every figure but its own', () => {
    const answer = zoneAnswer([clip('a', 100), clip('b', 300, 'bridge'), clip('c', 50), clip('d', 25), clip('e', 25)], ({ id }) => values[id], at, 3)
    expect(zoneAnswerShape.parse(answer)).toEqual(answer)
    expect(answer).toMatchObject({ count: 5, length_m: 500, area_m2: 5000, min_c: -2, max_c: 4, mean_c: 2.5, share_below_zero: 0.25, share_above_limit: 0.75, unknown_length_m: 100 })
    expect(answer.surface_temperature_sd_k).toBeCloseTo(0.8, 9)
    expect(answer.groups).toEqual([
      { kind: 'bridge', state: 'estimated', count: 1, length_m: 300, area_m2: 3000, mean_c: 4 },
      { kind: 'road', state: 'lost', count: 1, length_m: 50, area_m2: 500, mean_c: null },
      { kind: 'road', state: 'measured', count: 1, length_m: 100, area_m2: 1000, mean_c: -2 },
      { kind: 'road', state: 'unknown', count: 2, length_m: 50, area_m2: 500, mean_c: null },
    ])
  })
  it('has no figure where nothing is known', () => {
    expect(zoneAnswer([], () => undefined, at)).toMatchObject({ count: 0, min_c: null, mean_c: null, max_c: null, surface_temperature_sd_k: null, share_below_zero: null, share_above_limit: null, unknown_length_m: 0 })
  })
})
