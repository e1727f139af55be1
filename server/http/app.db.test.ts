import { createAdaptorServer } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import { stillBackground } from '#domain/thermal/background'
import { copyRows, planNowcast } from '#domain/thermal/nowcast-plan'
import { estimateMethods, liveFrameShape, noDeviation } from '#domain/wire/live'
import type { NetworkView } from '#domain/wire/network'
import type { Problem } from '#domain/wire/problem'
import type { ZoneAnswer, ZoneView } from '#domain/wire/zones'
import { deviceToken, openTestApp, testNetwork, testNow } from './testing/test-app'

const bearer = { authorization: `Bearer ${deviceToken}` }
const square = (west: number, east: number) => ({ type: 'Polygon', coordinates: [[[west, 45.749], [east, 45.749], [east, 45.751], [west, 45.751], [west, 45.749]]] })
const bowtie = { type: 'Polygon', coordinates: [[[126.6, 45.74], [126.62, 45.76], [126.62, 45.74], [126.6, 45.76], [126.6, 45.74]]] }

describe.each(testEngines)('the HTTP surface on %s', (engine) => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  let operator: Record<string, string>
  beforeAll(async () => {
    t = await openTestApp(engine)
    operator = await t.signIn()
  })
  afterAll(() => t.close())
  const problem = async (answer: Response): Promise<Problem> => {
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    return await answer.json() as Problem
  }

  it('says what this instance is, in site time', async () => {
    expect(await (await t.get('/api/site')).json()).toMatchObject({ city: { id: 'test', time_zone: 'Asia/Shanghai' }, site_at: testNow.toISOString(), time_scale: 1, demo: false, commands_enabled: true })
  })

  it('gives the network once and 304 to whoever has it', async () => {
    const answer = await t.get('/api/network')
    const network = await answer.json() as NetworkView
    expect(network.segments.map(({ id, index }) => [id, index])).toEqual([['a', 0], ['b', 1], ['c', 2], ['h', 3]])
    expect((await t.get('/api/network', { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304)
    expect(await (await t.get('/api/segments/a')).json()).toMatchObject({ id: 'a', position: { frame: 'CGCS2000', epoch: 2000 }, layers: [{ material: 'asphalt' }] })
    expect((await problem(await t.get('/api/segments/none'))).code).toBe('segment.not_found')
  })

  it('takes readings item by item, and only from a device', async () => {
    const batch = { readings: [{ sensor: 's-a', at: '2026-11-23T17:59:00+08:00', value: -1.5 }, { sensor: 'nobody', at: '2026-11-23T17:59:00+08:00', value: 1 }] }
    expect((await t.send('POST', '/api/readings', batch)).status).toBe(401)
    const answer = await t.send('POST', '/api/readings', batch, bearer)
    expect(answer.status).toBe(202)
    expect(await answer.json()).toEqual({ accepted: 1, duplicates: 0, rejected: [{ index: 1, field: 'sensor', reason: expect.stringContaining('unknown') }] })
    expect(await (await t.send('POST', '/api/readings', { readings: [batch.readings[0]] }, bearer)).json()).toMatchObject({ accepted: 0, duplicates: 1 })
  })

  it.each([
    ['no JSON type', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415], ['broken JSON', { body: '{"readings":[', headers: {} }, 400],
    ['no batch', { body: '{"reading":[]}', headers: {} }, 400], ['bad UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]), headers: {} }, 400],
    ['too large', { body: JSON.stringify({ readings: ['x'.repeat(2_100_000)] }), headers: {} }, 413], ['too many', { body: JSON.stringify({ readings: Array(5001).fill(0) }), headers: {} }, 413],
  ])('turns away a body that is no batch: %s', async (_, { body, headers }, status) => {
    const answer = await t.app.request('/api/readings', { method: 'POST', headers: { 'content-type': 'application/json', ...bearer, ...headers } as Record<string, string>, body: body as string })
    expect(answer.status).toBe(status)
    await problem(answer)
  })

  it('turns away a body that is too large everywhere, whether its length is announced or not', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(1_100_000) })
    const chunked = new ReadableStream({ start(stream) { for (let i = 0; i < large.length; i += 65_536) stream.enqueue(Buffer.from(large.slice(i, i + 65_536))); stream.close() } })
    const announced = { 'content-type': 'application/json', 'content-length': String(large.length) }
    for (const [path, body, headers] of [['/api/zones', large, announced], ['/api/session', chunked, { 'content-type': 'application/json' }]] as const) {
      const answer = await t.app.request(path, { method: 'POST', headers: headers as Record<string, string>, body, duplex: 'half' } as RequestInit)
      expect([path, answer.status]).toEqual([path, 413])
      expect((await problem(answer)).code).toBe('body.too_large')
    }
  })

  it('sends a device away to come back when the database cannot be asked', async () => {
    const { query } = t.db
    t.db.query = async () => { throw new Error('no database') }
    try {
      const answer = await t.send('POST', '/api/readings', { readings: [] }, { authorization: 'Bearer never-seen-before-0001' })
      expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([503, 5])
      expect((await problem(answer)).code).toBe('readings.unavailable')
    } finally {
      t.db.query = query
    }
  })

  it('says with 503 when to come back, whatever needs a database that is away', async () => {
    for (const [name, fault] of [['refused', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })], ['cut', new Error('Connection terminated unexpectedly')], ['ended', Object.assign(new Error('terminating connection'), { code: '57P01' })], ['slow', new Error('wrapped', { cause: new Error('Query read timeout') })]] as const) {
      const { query, transaction } = t.db
      t.db.query = t.db.transaction = async () => { throw fault }
      try {
        for (const answer of [await t.get('/api/zones'), await t.send('POST', '/api/commands', { target: { kind: 'loop', id: 'L1' }, mode: 'off' }, { ...operator, 'idempotency-key': 'no-database-1' })]) {
          expect([name, answer.status, answer.headers.get('retry-after'), (await problem(answer)).code]).toEqual([name, 503, '5', 'server.database_away'])
        }
      } finally {
        Object.assign(t.db, { query, transaction })
      }
    }
  })

  it('every answer forbids to be framed, guessed at or to load from elsewhere; over TLS alone it asks for TLS', async () => {
    for (const path of ['/api/network', '/api/none', '/api/zones/x', '/metrics', '/api/openapi.json']) {
      const { headers } = await t.get(path)
      expect([path, headers.get('x-content-type-options'), headers.get('x-frame-options'), headers.get('content-security-policy'), headers.get('referrer-policy'), headers.get('cross-origin-resource-policy'), headers.get('strict-transport-security')])
        .toEqual([path, 'nosniff', 'DENY', "default-src 'none'; frame-ancestors 'none'", 'no-referrer', 'same-origin', null])
    }
    const page = (await t.get('/')).headers.get('content-security-policy')
    for (const part of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) expect(page).toContain(part)
    expect(/script-src ([^;]*)/.exec(page ?? '')?.[1]).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/)
  })

  it('answers a zone with clipped lengths, shares and what is unknown', async () => {
    const answer = await (await t.send('POST', '/api/zones/query', { polygon: square(126.6005, 126.6025), limit_c: 60 })).json() as ZoneAnswer
    // Half of a, all of b, half of c: two of the segments' 78 m (0.001 degrees of longitude at 45.75 N).
    expect(answer.segment_ids).toEqual(['a', 'b', 'c'])
    expect(answer.length_m).toBeGreaterThan(154)
    expect(answer.length_m).toBeLessThan(157)
    expect(answer.area_m2).toBeCloseTo(answer.length_m * 20, 3)
    expect(answer).toMatchObject({ min_c: -1.5, max_c: -1.5, share_below_zero: 1, share_above_limit: 0, unknown_length_m: 0 })
    const unheard = await (await t.send('POST', '/api/zones/query', { polygon: square(126.609, 126.612) })).json() as ZoneAnswer
    expect(unheard).toMatchObject({ segment_ids: ['h'], loop_ids: ['L1'], min_c: null, mean_c: null, share_below_zero: null, share_above_limit: null })
    expect(unheard.unknown_length_m).toBeCloseTo(unheard.length_m, 6)
  })

  it('names the fault of a polygon and its place, and goes on working', async () => {
    const answer = await t.send('POST', '/api/zones/query', { polygon: bowtie })
    expect(answer.status).toBe(422)
    const words = await problem(answer)
    expect(words.code).toBe('zone.self_intersection')
    expect(words.params?.['lon']).toBeCloseTo(126.61, 6)
    expect(words.params?.['lat']).toBeCloseTo(45.75, 6)
    expect((await t.send('POST', '/api/zones/query', { polygon: square(126.6, 126.61) })).status).toBe(200)
    expect((await t.send('POST', '/api/zones/query', { polygon: { type: 'Polygon', coordinates: [[[1, 2]]] } })).status).toBe(400)
  })

  it('saves, renames, refuses a taken name, and deletes zones, for the operator only', async () => {
    const input = { name: '桥区', polygon: square(126.6, 126.603) }
    expect((await t.send('POST', '/api/zones', input)).status).toBe(401)
    const zone = await (await t.send('POST', '/api/zones', input, operator)).json() as ZoneView
    expect((await problem(await t.send('POST', '/api/zones', input, operator))).code).toBe('zone.name_taken')
    expect(await (await t.send('PUT', `/api/zones/${zone.id}`, { ...input, name: '桥区 2' }, operator)).json()).toMatchObject({ name: '桥区 2' })
    expect(await (await t.get('/api/zones')).json()).toHaveLength(1)
    expect(await (await t.send('POST', '/api/zones/query', { zone_id: zone.id })).json()).toMatchObject({ count: 3 })
    expect(await (await t.send('POST', '/api/zones/query', { zone_id: 'a\u0000b' })).json()).toMatchObject({ status: 400, errors: [{ field: 'zone_id' }] })
    expect((await t.app.request(`/api/zones/${zone.id}`, { method: 'DELETE', headers: operator })).status).toBe(204)
    expect((await t.app.request(`/api/zones/${zone.id}`, { method: 'DELETE', headers: operator })).status).toBe(404)
  })

  it('refuses a command without an operator, from another site, without a loop, and while the controller is unknown', async () => {
    const heat = (target: object) => ({ target, mode: 'heat', setpoint_c: 30 })
    const key = { 'idempotency-key': 'test-key-0001' }
    expect((await t.send('POST', '/api/commands', heat({ kind: 'loop', id: 'L1' }), key)).status).toBe(401)
    expect((await t.send('POST', '/api/commands', heat({ kind: 'loop', id: 'L1' }), { ...key, ...operator, origin: 'https://elsewhere.example', host: 'localhost' })).status).toBe(403)
    expect((await problem(await t.send('POST', '/api/commands', heat({ kind: 'segment', id: 'a' }), { ...key, ...operator }))).code).toBe('command.no_loop')
    expect((await problem(await t.send('POST', '/api/commands', heat({ kind: 'loop', id: 'none' }), { ...key, ...operator }))).errors?.[0]?.field).toBe('target.id')
    const answer = await t.send('POST', '/api/commands', heat({ kind: 'loop', id: 'L1' }), { ...key, ...operator })
    expect(answer.status).toBe(202)
    expect(await answer.json()).toMatchObject({ commands: [], refused: [{ loop_id: 'L1', reason: expect.stringMatching(/controller/) }] })
    expect((await t.send('POST', '/api/commands', heat({ kind: 'zone', id: 'none' }), { ...key, ...operator })).status).toBe(404)
    expect((await t.send('POST', '/api/commands/999/read-back', {}, operator)).status).toBe(404)
  })

  it('exports every segment: known ones with value, age and source, unknown ones without a number', async () => {
    const answer = await t.get('/api/export/segments.geojson')
    expect(answer.headers.get('content-type')).toContain('application/geo+json')
    const { features } = await answer.json() as { features: { id: string; properties: Record<string, unknown> }[] }
    const byId = new Map(features.map(({ id, properties }) => [id, properties]))
    expect(byId.get('a')).toMatchObject({ temperature_c: -1.5, temperature_state: 'measured', temperature_source: 'device', surface_temperature_sd_k: 0.22 })
    expect(byId.get('b')).toMatchObject({ temperature_c: -1.5, temperature_state: 'estimated', temperature_source: 'inverse distance', surface_temperature_sd_k: 1 })
    expect(byId.get('h')).toMatchObject({ temperature_c: null, temperature_state: 'unknown', surface_temperature_sd_k: null })
    expect((await t.get('/api/export/segments.geojson?crs=EPSG:4326')).status).toBe(400)
  })

  it('estimates from the model once it is heard of, and says how uncertain that is: in the export, the answer for a zone and the live stream', async () => {
    t.live.setNowcast(t.live.networkVersion(), copyRows(planNowcast(testNetwork.segments, testNetwork.sensors)))
    t.live.setBackground(t.live.networkVersion(), stillBackground(Float32Array.of(-2, -4, -5, 12), testNow.getTime()))
    const { features } = await (await t.get('/api/export/segments.geojson')).json() as { features: { id: string; properties: { temperature_c: number; temperature_source: string; surface_temperature_sd_k: number } }[] }
    const of = (id: string) => features.find((feature) => feature.id === id)!.properties
    expect(of('a')).toMatchObject({ temperature_c: -1.5, temperature_source: 'device' })
    expect(of('b').temperature_source).toBe('nowcast')
    expect(of('b').temperature_c).toBeGreaterThan(-4)
    expect(of('b').surface_temperature_sd_k).toBeLessThan(1)
    const answer = await (await t.send('POST', '/api/zones/query', { polygon: square(126.6015, 126.6018) })).json() as ZoneAnswer
    expect(answer.surface_temperature_sd_k).toBeCloseTo(of('b').surface_temperature_sd_k, 1)
    let snapshot = ''
    const sink = { write: (bytes: Buffer) => (snapshot = bytes.toString(), true), once: () => sink, end: () => sink, destroy: () => sink, writableLength: 0 } as unknown as Parameters<typeof t.live.connect>[0]
    t.live.start()
    await new Promise((resolve) => setTimeout(resolve, 400))
    t.live.connect(sink, null)
    t.live.stop()
    const frame = liveFrameShape.parse(JSON.parse(/data: (.*)/.exec(snapshot)![1]!))
    const sd = Buffer.from(frame.surface!.sd, 'base64')
    expect(sd[1]! / 20).toBeCloseTo(of('b').surface_temperature_sd_k, 1)
    // Its own sensor was never heard of: no number, and no deviation of one.
    expect([sd[3], [...Buffer.from(frame.surface!.method, 'base64')].map((code) => estimateMethods[code])]).toEqual([noDeviation, ['none', 'nowcast', 'nowcast', 'none']])
  })

  it('shows the past as it was measured and refuses the future', async () => {
    const past = liveFrameShape.parse(await (await t.get('/api/history/surface?at=2026-11-23T09:59:30Z')).json())
    expect([...Buffer.from(past.surface!.method, 'base64')].map((code) => estimateMethods[code])).toEqual(['none', 'inverse_distance', 'inverse_distance', 'none'])
    expect([...Buffer.from(past.surface!.sd, 'base64')]).toEqual([5, 20, 20, noDeviation])
    expect((await problem(await t.get('/api/history/surface?at=2026-11-24T09:59:30Z'))).code).toBe('range.future')
    expect((await problem(await t.get('/api/overview?from=2026-11-23T10:00:00Z&to=2026-11-23T09:00:00Z'))).errors?.[0]?.field).toBe('to')
    expect(await (await t.get('/api/segments/a/history?from=2026-11-23T09:00:00Z&to=2026-11-23T10:00:00Z')).json()).toMatchObject({ series: [{ sensor_id: 's-a', points: [[1795427940, -1.5, 0]] }] })
  })

  it('describes itself and reports its health', async () => {
    const document = await (await t.get('/api/openapi.json')).json() as { paths: Record<string, unknown> }
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/api/readings', '/api/live', '/api/zones/query', '/api/commands', '/api/export/segments.geojson', '/api/health']))
    const health = await t.get('/api/health')
    expect(health.status).toBe(200)
    // No weather source: nothing is forecast, and that is no fault.
    expect(await health.json()).toMatchObject({ weather: { source: null, issued_at: null, age_s: null, refused: null }, forecast: { issued_at: null, age_s: null, runs: 0, failures: 0 } })
    expect(await (await t.get('/metrics')).text()).toContain('hearthway_http_request_seconds')
    expect((await problem(await t.get('/api/none'))).code).toBe('route.not_found')
  })
})

describe('behind a reverse proxy that speaks https', () => {
  it('takes commands from the public address and from no other, and marks its cookie Secure', async () => {
    const t = await openTestApp('postgresql', { HEARTHWAY_PUBLIC_URL: 'https://roads.example.cn' })
    try {
      const signedIn = await t.send('POST', '/api/session', { name: 'li', password: 'correct horse' })
      expect(signedIn.headers.get('set-cookie')).toContain('Secure')
      const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] as string
      const status = async (origin: string) => (await t.send('POST', '/api/commands/999/read-back', {}, { cookie, origin, host: '127.0.0.1:8080' })).status
      expect([await status('https://roads.example.cn'), await status('http://127.0.0.1:8080')]).toEqual([404, 404])
      expect([await status('https://elsewhere.example'), await status('http://roads.example.cn'), await status('null')]).toEqual([403, 403, 403])
    } finally {
      await t.close()
    }
  })
})

describe('a server that stops', () => {
  it('takes no command any more and says when to come back', async () => {
    const t = await openTestApp('postgresql')
    const operator = await t.signIn()
    await t.close()
    const answer = await t.send('POST', '/api/commands', { target: { kind: 'loop', id: 'L1' }, mode: 'off' }, { ...operator, 'idempotency-key': 'test-key-0002' })
    expect([answer.status, answer.headers.get('retry-after') !== null]).toEqual([503, true])
  })
})

describe('an instance that is not open for reading', () => {
  it('shows nothing of the city without signing in, and everything after', async () => {
    const t = await openTestApp('postgresql', { HEARTHWAY_PUBLIC_READ: 'off' })
    try {
      for (const path of ['/api/network', '/api/zones', '/api/live', '/api/commands', '/api/export/segments.geojson', '/api/segments/a', '/api/overview?from=2026-11-23T09:00:00Z&to=2026-11-23T10:00:00Z']) expect([path, (await t.get(path)).status]).toEqual([path, 401])
      expect((await t.get('/api/network', await t.signIn())).status).toBe(200)
    } finally {
      await t.close()
    }
  })

  it.each(['off', 'on'])('ends the live stream of a session that has ended, with reading for everybody %s', async (publicRead) => {
    const t = await openTestApp('postgresql', { HEARTHWAY_PUBLIC_READ: publicRead })
    const server = createAdaptorServer({ fetch: t.app.fetch })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    try {
      const operator = await t.signIn()
      const stream = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/live`, { headers: operator })
      const text = stream.text()
      t.live.clients.heartbeat()
      expect(t.live.clients.size).toBe(1)
      await t.send('DELETE', '/api/session', undefined, operator)
      t.live.clients.heartbeat()
      expect(await text).toContain('event: snapshot')
      expect(t.live.clients.size).toBe(0)
    } finally {
      server.close()
      await t.close()
    }
  })
})
