import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeFix } from '#domain/geo/nmea/testing/write-sentence'
import type { ReceiverView } from '#domain/wire/receivers'
import { deviceToken, openTestApp, testNow } from './testing/test-app'

describe('receivers over HTTP', () => {
  let open: Awaited<ReturnType<typeof openTestApp>>
  let engineer: Record<string, string>
  let viewer: Record<string, string>
  let token: string
  beforeAll(async () => {
    open = await openTestApp('postgresql')
    engineer = await open.signInAs('engineer')
    viewer = await open.signInAs('viewer')
  })
  afterAll(async () => { await open.close() })
  const plough = { id: 'plough-1', name: '除雪车 1', kind: 'vehicle', protocol: 'nmea', reference: { frame: 'CGCS2000', epoch: 2000, correction_source: 'network-rtk' }, measures_surface: true }
  const post = (text: string, bearer: string, id = 'plough-1') => open.app.request(`/api/receivers/${id}/nmea`, { method: 'POST', headers: { 'content-type': 'text/plain', authorization: `Bearer ${bearer}` }, body: text })
  const list = async (): Promise<ReceiverView[]> => (await (await open.get('/api/receivers', viewer)).json()) as ReceiverView[]

  it('is registered by an engineer alone, once, with what belongs to its protocol, and told its token once', async () => {
    expect((await open.send('POST', '/api/receivers', plough, viewer)).status).toBe(403)
    const made = await open.send('POST', '/api/receivers', plough, engineer)
    expect(made.status).toBe(201)
    const body = (await made.json()) as { receiver: ReceiverView; token: string }
    token = body.token
    expect(body.receiver).toMatchObject({ id: 'plough-1', reference: plough.reference, velocity: { kind: 'eura2014' }, sensor_id: 'plough-1.surface_temperature', age_s: null, last: null, registered: null })
    expect((await open.send('POST', '/api/receivers', plough, engineer)).status).toBe(409)
    for (const wrong of [{ ...plough, id: 'x', phone: '1' }, { ...plough, id: 'x', protocol: 'jt808' }, { ...plough, id: '../x' }, { ...plough, id: 'x', reference: { frame: 'CGCS2000' } }]) expect((await open.send('POST', '/api/receivers', wrong, engineer)).status).toBe(400)
    const terminal = { id: 'bus-7', name: 'Bus 7', kind: 'vehicle', protocol: 'jt808', reference: null, phone: '013800000001', terminal_id: 'T1' }
    expect(await (await open.send('POST', '/api/receivers', terminal, engineer)).json()).toMatchObject({ token: null, receiver: { reference: null, registered: false, phone: '13800000001' } })
    expect(JSON.stringify(await list())).not.toContain(token)
  })

  it('takes text by its own token only, and answers what became of it', async () => {
    const text = writeFix({ at: testNow, lon: 126.6005, lat: 45.75, surfaceC: -3.4 }) + writeFix({ at: new Date(testNow.getTime() + 1000), lon: 126.6, lat: 45.75, quality: 0 }) + '$GNGGA,torn*00\r\n'
    for (const [bearer, id] of [[deviceToken, 'plough-1'], [token, 'bus-7'], ['x'.repeat(40), 'plough-1']] as const) expect((await post(text, bearer, id)).status).toBe(401)
    const answer = await post(text, token)
    expect(answer.status).toBe(202)
    expect(await answer.json()).toEqual({ stored: 1, duplicates: 0, refused: { no_fix: 1, checksum: 1 }, readings: { accepted: 1, duplicates: 0, refused: {} } })
    expect(await (await post(text, token)).json()).toMatchObject({ stored: 0, duplicates: 1, readings: { accepted: 0, duplicates: 1 } })
    expect((await post('$'.repeat(600_000), token)).status).toBe(413)
    // Nobody else may speak for what it carries.
    const posed = await open.send('POST', '/api/readings', { readings: [{ sensor: 'plough-1.surface_temperature', at: testNow.toISOString(), value: 20 }] }, { authorization: `Bearer ${deviceToken}` })
    expect(await posed.json()).toMatchObject({ accepted: 0, rejected: [{ field: 'sensor' }] })
  })

  it('tells where it is and was, how that is known, and never to strangers', async () => {
    for (const path of ['/api/receivers', '/api/receivers/plough-1/track?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z']) expect((await open.get(path)).status).toBe(401)
    const [bus, first] = await list()
    expect(bus).toMatchObject({ id: 'bus-7', last: null })
    expect(first).toMatchObject({
      id: 'plough-1', age_s: 0, connected: false, counted: { stored: 1, duplicates: 1, refused: { no_fix: 2, checksum: 2 } },
      last: { at: testNow.toISOString(), fix: 'rtk_fixed', reference: { state: 'stated', frame: 'CGCS2000', epoch_year: 2000, correction_source: 'network-rtk', reduction_uncertainty_m: 0 }, height: { ellipsoidal_m: 151, receiver_altitude_m: 141.2, geoid_separation_m: 9.8 }, on: { segment_id: 'a' }, unmatched: null },
    })
    const track = await (await open.get('/api/receivers/plough-1/track?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z', viewer)).json() as { features: { geometry: { coordinates: number[] }; properties: Record<string, unknown> }[] }
    expect(track).toMatchObject({ type: 'FeatureCollection', truncated: false, features: [{ geometry: { type: 'Point' }, properties: { surface_temperature_c: -3.4, quality: 'good', on: { segment_id: 'a' } } }] })
    expect(track.features[0]!.geometry.coordinates[0]).toBeCloseTo(126.6005, 8)
    for (const range of ['from=x&to=y', 'from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z', 'from=2026-10-24T00:00:00Z&to=2026-11-23T00:00:00Z']) expect((await open.get(`/api/receivers/plough-1/track?${range}`, viewer)).status).toBe(400)
  })

  it('is taken out of use: its token is void, its track stays', async () => {
    expect((await open.app.request('/api/receivers/plough-1', { method: 'DELETE', headers: viewer })).status).toBe(403)
    expect((await open.app.request('/api/receivers/plough-1', { method: 'DELETE', headers: engineer })).status).toBe(204)
    expect((await open.app.request('/api/receivers/plough-1', { method: 'DELETE', headers: engineer })).status).toBe(404)
    expect((await open.app.request('/api/receivers/plough-1/reopen', { method: 'POST', headers: engineer })).status).toBe(404)
    expect((await open.app.request('/api/receivers/bus-7/reopen', { method: 'POST', headers: engineer })).status).toBe(204)
    expect((await post(writeFix({ at: testNow, lon: 126.6005, lat: 45.75 }), token)).status).toBe(401)
    expect((await list()).map(({ id }) => id)).toEqual(['bus-7'])
    const track = await open.get('/api/receivers/plough-1/track?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z', viewer)
    expect(((await track.json()) as { features: unknown[] }).features).toHaveLength(1)
  })
})
