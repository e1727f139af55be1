import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import type { Problem } from '#domain/wire/problem'
import { openTestApp } from './testing/test-app'

interface Place { position: number[]; segment_id: string }
interface Part { geometry: { coordinates: number[][] }; properties: Record<string, unknown> }
interface Answer extends Partial<Problem> { length_m: number; missing: object[]; stands_twice: boolean; features: Part[]; places: Place[]; route: string; asset_id: string; stake: string; position: number[] }

// The test network's four segments all count K0+000 to K0+078.8 of route A1, three of them on asset A1.
describe.each(testEngines)('routes and stakes on %s', (engine) => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  beforeAll(async () => { t = await openTestApp(engine) })
  afterAll(() => t.close())
  const ask = async (path: string, query: Record<string, string>) => {
    const answer = await t.get(`/api/linear/${path}?${new URLSearchParams(query)}`)
    return [answer.status, await answer.json()] as [number, Answer]
  }

  it('lists routes with their stakes', async () => {
    expect(await (await t.get('/api/routes')).json()).toEqual([{
      route: 'A1', assets: [
      { asset_id: 'A1', kind: 'road', name: { zh: '学府路', en: 'Xuefu Road' }, ranges: [{ from: 'K0+000', to: 'K0+078.8' }], segments: 3, length_m: 236.4 }, expect.objectContaining({ asset_id: 'B1', segments: 1 }),
      ],
    }])
  })

  it('cuts what lies between two stakes, and says what is missing or stands twice', async () => {
    const [status, cut] = await ask('segments', { route: 'A1', asset_id: 'B1', from: 'K0+019.7', to: 'K0+100' })
    expect([status, cut.missing, cut.stands_twice, cut.features.length]).toEqual([200, [{ from: 'K0+078.8', to: 'K0+100' }], false, 1])
    expect(cut.features[0]!.geometry.coordinates).toEqual([[126.61025, 45.75], [126.611, 45.75]])
    expect(cut.features[0]!.properties).toMatchObject({ segment_id: 'h', from: 'K0+019.7', to: 'K0+078.8', surface_temperature_c: null, surface_state: 'unknown', age_s: null })
    const rest = (await ask('segments', { route: 'A1', asset_id: 'B1', from: 'K0+000', to: 'K0+019.7' }))[1]
    const all = (await ask('segments', { route: 'A1', asset_id: 'B1', from: 'K0+000', to: 'K0+078.8' }))[1]
    expect(Math.abs(cut.length_m + rest.length_m - all.length_m)).toBeLessThan(0.003)
    expect((await ask('segments', { route: 'A1', from: 'K0+000', to: 'K0+010' }))[1].stands_twice).toBe(true)
  })

  it('leads from stake to places and from a place to its stake', async () => {
    const [, many] = await ask('locate', { route: 'A1', stake: 'K0+039.4' })
    expect(many.places.map(({ segment_id, position }) => [segment_id, position])).toEqual(([['a', 126.6005], ['b', 126.6015], ['c', 126.6025], ['h', 126.6105]] as const).map(([id, lon]) => [id, [lon, expect.closeTo(45.75, 6)]]))
    expect((await ask('locate', { route: 'A1', stake: 'K1+000' }))[1]).toMatchObject({ places: [], covered: [{ from: 'K0+000', to: 'K0+078.8' }] })
    const [, found] = await ask('measure', { lon: '126.6105', lat: '45.7501' })
    expect(found).toMatchObject({ route: 'A1', segment_id: 'h', side: 'left', stake_m: expect.closeTo(39.4, 1), distance_m: expect.closeTo(11.1, 1) })
    const back = (await ask('locate', { route: found.route, asset_id: found.asset_id, stake: found.stake }))[1]
    expect(back.places[0]!.position).toEqual(found.position.map((value) => expect.closeTo(value, 6)))
    expect((await ask('measure', { lon: '120', lat: '45' }))[0]).toBe(404)
  })

  it('places whole events and refuses others row by row', async () => {
    const row = (id: string, more = {}) => ({ id, route: 'A1', from: 'K0+010', to: 'K0+020', asset_id: 'B1', ...more })
    const events = [row('1'), row('1'), row('2', { route: 'none' }), row('3', { to: 'K0+200' }), row('4', { asset_id: 'A1' }), row('5', { from: 'K0+030' }), row('6', { from: 'ZK0+010' }), row('7', { from: 'x' })]
    const answer = await (await t.send('POST', '/api/linear/events', { events })).json() as { placed: object[]; refused: { row: number; field: string }[] }
    expect(answer.placed).toMatchObject([{ row: 0, id: '1', features: [{ properties: { segment_id: 'h', from: 'K0+010', to: 'K0+020' } }] }])
    expect(answer.refused.map(({ row: at, field }) => [at, field])).toEqual([[1, 'id'], [2, 'route'], [3, 'to'], [4, 'asset_id'], [5, 'to'], [6, 'from'], [7, 'from']])
  })

  it.each([[{ route: 'none', from: 'K0+000', to: 'K0+010' }, 404, 'route'], [{ route: 'A1', asset_id: 'x', from: 'K0+000', to: 'K0+010' }, 404, 'asset_id'], [{ route: 'A1', from: 'K0+010', to: 'K0+000' }, 400, 'to'], [{ route: 'A1', from: '10', to: 'K0+000' }, 400, 'from']])('refuses %j', async (query, status, field) => {
    const [got, { errors }] = await ask('segments', query as unknown as Record<string, string>)
    expect([got, errors![0]!.field]).toEqual([status, field])
  })
})
