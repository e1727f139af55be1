import { createAdaptorServer } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import { toGeocentric } from '#domain/geo/geocentric'
import { newCourse, packCourse } from '#domain/wire/pack-course'
import type { Problem } from '#domain/wire/problem'
import { saveForecastRun } from '#server/store/save-forecast-run'
import { courseParts } from '#server/store/testing/course-parts'
import { deviceToken, openTestApp, testNow } from '../testing/test-app'
import { readTile } from './tiles/testing/read-tile'

interface Features { numberMatched: number; numberReturned: number; links: { rel: string; href: string }[]; features: { id: string; geometry: { coordinates: number[][] }; place?: { coordinates: number[][] }; properties: Record<string, unknown> }[]; [member: string]: unknown }

describe.each(testEngines)('OGC API - Features on %s', (engine) => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  beforeAll(async () => {
    t = await openTestApp(engine)
  })
  afterAll(() => t.close())

  const ask = (path: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) => t.get(`/ogc${path}${Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : ''}`, headers)
  const features = async (query: Record<string, string> = {}, collection = 'segments'): Promise<Features> => {
    const answer = await ask(`/collections/${collection}/items`, query)
    const body = await answer.json() as Features & Problem
    expect([answer.status, body.detail]).toEqual([200, undefined])
    return body
  }
  const ids = async (query: Record<string, string>, collection = 'segments'): Promise<string[]> => (await features({ limit: '100', ...query }, collection)).features.map(({ id }) => id)
  const refused = async (query: Record<string, string>, collection = 'segments'): Promise<NonNullable<Problem['errors']>[number]> => {
    const answer = await ask(`/collections/${collection}/items`, query)
    expect([query, answer.status, answer.headers.get('content-type')]).toEqual([query, 400, expect.stringContaining('application/problem+json')])
    return ((await answer.json()) as Problem).errors![0]!
  }
  const post = (sensor: string, at: string, value: number) => t.send('POST', '/api/readings', { readings: [{ sensor, at, value }] }, { authorization: `Bearer ${deviceToken}` })

  it('leads from the landing page to every feature', async () => {
    const landing = await (await ask('')).json() as Features
    for (const rel of ['self', 'service-desc', 'conformance', 'data']) expect(landing.links.some((link) => link.rel === rel)).toBe(true)
    const { collections } = await (await ask('/collections')).json() as { collections: { id: string; links: { rel: string; href: string; type: string }[]; storageCrs: string; extent?: object }[] }
    expect(collections.map(({ id }) => id)).toEqual(['segments', 'stations', 'sensors', 'readings', 'zones', 'loops', 'runway-thirds'])
    expect(collections[0]).toMatchObject({ storageCrs: 'http://www.opengis.net/def/crs/EPSG/0/4490', extent: { spatial: { bbox: [[126.6, 45.75, 126.611, 45.75]] } } })
    for (const { links } of collections) for (const { href } of links.filter(({ rel }) => rel !== 'alternate')) expect([href, (await t.get(href.replace(/^https?:\/\/[^/]+/, ''))).status]).toEqual([href, 200])
    expect((await (await ask('/conformance')).json() as { conformsTo: string[] }).conformsTo.length).toBeGreaterThan(20)
    const api = await (await ask('/api')).json() as { openapi: string; paths: Record<string, { get: { parameters: { name?: string }[] } }> }
    expect(api.paths['/collections/segments/items']!.get.parameters.some(({ name }) => name === 'surface_temperature_c')).toBe(true)
  })

  it('pages by next and prev, and counts', async () => {
    const first = await features({ limit: '3' })
    expect([first.numberMatched, first.numberReturned, first.features.map(({ id }) => id)]).toEqual([4, 3, ['a', 'b', 'c']])
    const next = first.links.find(({ rel }) => rel === 'next')!.href
    const second = await (await t.get(next.replace(/^https?:\/\/[^/]+/, ''))).json() as Features
    expect([second.features.map(({ id }) => id), second.links.some(({ rel }) => rel === 'next'), second.links.some(({ rel }) => rel === 'prev')]).toEqual([['h'], false, true])
    expect((await features({ offset: '9' })).features).toEqual([])
    expect((await features({ resultType: 'hits' }))).toMatchObject({ numberMatched: 4, numberReturned: 0, features: [] })
    expect((await features({ limit: '999999999' })).numberReturned).toBe(4)
  })

  it('shows a reading in the very next answer, and what was known before it came', async () => {
    const before = (await features({ kind: 'road', limit: '1' })).features[0]!.properties
    expect(before).toMatchObject({ surface_temperature_c: null, surface_state: 'unknown', measured_at: null })
    await post('s-a', '2026-11-23T17:50:00+08:00', -3)
    await post('s-a', '2026-11-23T17:59:00+08:00', -1.5)
    const a = (await features({ id: 'a' })).features[0]!
    expect(a.properties).toMatchObject({ surface_temperature_c: -1.5, surface_state: 'measured', surface_source: 'device', measured_at: '2026-11-23T09:59:00.000Z', kind: 'road', name_en: 'Xuefu Road' })
    expect((await features({ id: 'a', datetime: '2026-11-23T09:55:00Z' })).features[0]!.properties).toMatchObject({ surface_temperature_c: -3, measured_at: '2026-11-23T09:50:00.000Z' })
    expect(await ids({ filter: 'surface_temperature_c < -1 AND surface_state = \'measured\'' })).toEqual(['a'])
    expect((await features({ filter: 'measured_at IS NOT NULL' }, 'readings')).features.map(({ id, properties }) => [id, properties['value']])).toEqual([['s-a', -1.5]])
    expect(await ids({ datetime: '2026-11-23T09:58:00Z/..' }, 'readings')).toEqual(['s-a'])
    expect(await ids({ datetime: '2026-11-23T09:00:00Z/2026-11-23T09:40:00Z' }, 'readings')).toEqual([])
    expect((await features({}, 'loops')).features[0]!.properties).toMatchObject({ segment_count: 1, surface_temperature_mean_c: null })
  })

  it('says what it forecasts, or up to when one may ask', async () => {
    expect(await refused({ datetime: '2026-11-24T00:00:00Z' })).toMatchObject({ field: 'datetime', remedy: expect.stringContaining(testNow.toISOString()) })
    expect((await refused({ datetime: '2026-11-24T00:00:00Z' }, 'readings')).reason).toContain('not come yet')
  })

  it('gives the forecast of a coming instant, and says where it ends', async () => {
    const course = newCourse(145)
    course.meanC.fill(-4)
    course.p10C.fill(-5.3)
    course.p90C.fill(-2.7)
    const save = (minutesAgo: number) => saveForecastRun(t.db, {
      issuedAtMs: testNow.getTime() - minutesAgo * 60_000, readyAtMs: testNow.getTime() - minutesAgo * 60_000 + 30_000, weatherIssuedAtMs: testNow.getTime() - 1_800_000, weatherSource: 'test', modelVersion: 'none-1', startAtMs: testNow.getTime() - minutesAgo * 60_000,
      stepS: 1200, stepCount: 145, cadenceS: 600, status: 'partial',
    }, courseParts([{ segmentId: 'a', packed: packCourse(course) }]))
    await save(25)
    // Overdue: it must not pass for what is known now.
    expect((await features({ datetime: '2026-11-23T12:00:00Z' })).features[0]!.properties).toMatchObject({ surface_temperature_c: null, surface_state: 'unknown' })
    await save(1)
    const [a, b] = (await features({ datetime: '2026-11-23T12:00:00Z' })).features
    expect(a!.properties).toMatchObject({ surface_temperature_c: -4, surface_temperature_sd_k: 1.01, surface_state: 'forecast', surface_source: 'forecast', measured_at: '2026-11-23T09:59:00.000Z' })
    expect(b!.properties).toMatchObject({ surface_temperature_c: null, surface_state: 'unknown' })
    expect(await refused({ datetime: '2026-11-29T00:00:00Z' })).toMatchObject({ reason: expect.stringContaining('outside the forecast'), remedy: expect.stringContaining('2026-11-25T09:59:00.000Z') })
    // The present is not touched by it.
    expect((await features({ id: 'h' })).features[0]!.properties['surface_state']).toBe('unknown')
  })

  it.each([
    ['the middle of b', '126.6015,45.7,126.6016,45.8', ['b']], ['touching b and c', '126.602,45.75,126.602,45.75', ['b', 'c']], ['beside', '126.6,45.7501,126.7,45.8', []], ['all', '-180,-90,180,90', ['a', 'b', 'c', 'h']],
    ['with heights', '126.6015,45.7,0,126.6016,45.8,9', ['b']], ['across the 180th meridian', '170,40,126.6005,50', ['a']],
  ])('finds what a box meets: %s', async (_, bbox, found) => expect(await ids({ bbox })).toEqual(found))

  it('takes a box and gives positions in the axis order of each system', async () => {
    const b = async (crs: string) => {
      const answer = await ask('/collections/segments/items', { id: 'b', crs })
      return [(await answer.json() as Features).features[0]!.geometry.coordinates[0], answer.headers.get('content-crs')]
    }
    const epsg = (code: number): string => `http://www.opengis.net/def/crs/EPSG/0/${code}`
    expect(await b('http://www.opengis.net/def/crs/OGC/1.3/CRS84')).toEqual([[126.601, 45.75], '<http://www.opengis.net/def/crs/OGC/1.3/CRS84>'])
    for (const code of [4490, 4326]) expect(await b(epsg(code))).toEqual([[45.75, 126.601], `<${epsg(code)}>`])
    const [[northing, easting]] = await b(epsg(4551)) as [[number, number]]
    // PROJ 9.1.1 (gdaltransform of 126.601 45.75, which writes easting first).
    expect([northing, easting]).toEqual([5068474.396, 546764.647])
    expect([await b(epsg(4511)), await b(epsg(4500))].map(([position]) => position)).toEqual([[5071098.786, 313331.741], [5071098.786, 22313331.741]])
    const [[, zoneEasting]] = await b(epsg(4530)) as [[number, number]]
    expect(zoneEasting - easting).toBeCloseTo(42_000_000, 3)
    expect(await ids({ 'bbox-crs': epsg(4490), bbox: '45.7,126.6015,45.8,126.6016' })).toEqual(['b'])
    expect(await ids({ 'bbox-crs': epsg(4480), bbox: '45.7,126.6015,0,45.8,126.6016,9' })).toEqual(['b'])
    const middle = easting + 38
    expect(await ids({ 'bbox-crs': epsg(4551), bbox: `${northing - 5},${middle - 1},${northing + 5},${middle + 1}` })).toEqual(['b'])
    expect(await ids({ 'filter-crs': epsg(4551), filter: `S_INTERSECTS(geom, LINESTRING(${northing - 5} ${middle}, ${northing + 5} ${middle}))` })).toEqual(['b'])
    expect((await refused({ crs: epsg(4513) })).reason).toContain('does not reach')
    expect(await refused({ crs: epsg(4978) })).toMatchObject({ field: 'crs', reason: expect.stringContaining('not offered'), remedy: expect.stringContaining('EPSG/0/4551') })
  })

  it('gives positions on the ellipsoid where a system wants heights, and says that none is known', async () => {
    const epsg = (code: number): string => `http://www.opengis.net/def/crs/EPSG/0/${code}`
    const first = async (code: number, query: Record<string, string> = {}) => {
      const answer = await ask('/collections/segments/items', { id: 'b', crs: epsg(code), ...query })
      const body = await answer.json() as Features
      expect([answer.headers.get('content-crs'), answer.headers.get('hearthway-heights')]).toEqual([`<${epsg(code)}>`, 'unknown; positions on the ellipsoid'])
      expect(body['heights']).toMatchObject({ known: false, surface: 'ellipsoid', note: expect.stringContaining('no measured height') })
      return (query['f'] === 'jsonfg' ? body.features[0]!.place! : body.features[0]!.geometry).coordinates[0]!
    }
    expect(await first(4480)).toEqual([45.75, 126.601, 0])
    const wanted = toGeocentric({ lonDeg: 126.601, latDeg: 45.75, heightM: 0 })
    for (const got of [await first(4479), await first(4479, { f: 'jsonfg' })]) for (const [axis, m] of got.entries()) expect(Math.abs(m - wanted[axis]!)).toBeLessThan(1e-4)
    // PROJ 9.1.1: gdaltransform of EPSG:4480 to EPSG:4479.
    expect((await first(4479)).map((m) => Math.round(m * 1000) / 1000)).toEqual([-2658191.785, 3579127.768, 4545901.37])
    const one = await ask('/collections/segments/items/b', { crs: epsg(4479) })
    expect([one.headers.get('hearthway-heights'), await one.json()]).toEqual(['unknown; positions on the ellipsoid', expect.objectContaining({ heights: expect.objectContaining({ known: false }) })])
    expect((await ask('/collections/segments/items')).headers.get('hearthway-heights')).toBeNull()
    expect(await (await ask('/collections/segments')).json()).toMatchObject({ crs: expect.arrayContaining([epsg(4480), epsg(4479)]), heights: { applies_to: [epsg(4480), epsg(4479)] } })
    expect(await refused({ 'bbox-crs': epsg(4479), bbox: '0,0,0,1,1,1' })).toMatchObject({ field: 'bbox-crs', reason: expect.stringContaining('X, Y and Z') })
    expect(await refused({ 'filter-crs': epsg(4480), filter: 'TRUE' })).toMatchObject({ field: 'filter-crs', reason: expect.stringContaining('no heights') })
  })

  it.each<[string | object, string[]]>([
    ["id IN ('b', 'h')", ['b']], ["kind = 'bridge'", []], ["kind = 'road'", ['a', 'b', 'c']], ['S_INTERSECTS(geom, POINT(126.6015 45.75))', ['b']], [{ op: '=', args: [{ property: 'id' }, 'c'] }, ['c']], ['{"op":"=","args":[{"property":"id"},"a"]}', ['a']],
  ])('judges a zone query by the filters of its segments: %j', async (filter, found) => {
    const polygon = { type: 'Polygon', coordinates: [[[126.6001, 45.749], [126.6035, 45.749], [126.6035, 45.751], [126.6001, 45.751], [126.6001, 45.749]]] }
    const answer = await t.send('POST', '/api/zones/query', { polygon, filter })
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ segment_ids: found, count: found.length })])
    const inside = new Set(['a', 'b', 'c'])
    expect((await ids({ filter: typeof filter === 'string' ? filter : JSON.stringify(filter) })).filter((id) => inside.has(id))).toEqual(found)
  })

  it.each<[string | object, number]>([["kind = 'road' AND", 17], ["colour = 'red'", 0], [{ op: 'nothing', args: [] }, 6]])('refuses a zone query by the place of the fault in its filter: %j', async (filter, position) => {
    const answer = await t.send('POST', '/api/zones/query', { polygon: { type: 'Polygon', coordinates: [[[126.6, 45.7], [126.7, 45.7], [126.7, 45.8], [126.6, 45.7]]] }, filter })
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ errors: [expect.objectContaining({ field: 'filter', position })] })])
  })

  it('writes JSON-FG with places in latitude, longitude', async () => {
    const answer = await ask('/collections/segments/items', { limit: '1' }, { accept: 'application/vnd.ogc.fg+json' })
    expect(answer.headers.get('content-type')).toBe('application/vnd.ogc.fg+json')
    const body = await answer.json() as Features
    expect(body).toMatchObject({ coordRefSys: 'http://www.opengis.net/def/crs/EPSG/0/4490', conformsTo: expect.arrayContaining(['http://www.opengis.net/spec/json-fg-1/1.0/conf/core']) })
    expect([body.features[0]!.place!.coordinates[0], body.features[0]!.geometry.coordinates[0]]).toEqual([[45.75, 126.6], [126.6, 45.75]])
  })

  it.each<[string, string[]]>([
    ["kind = 'road' AND NOT id = 'b'", ['a', 'c']], ["kind <> 'road' OR id IN ('a')", ['a', 'h']], ["name LIKE '%府%'", ['a', 'b', 'c', 'h']], ["CASEI(name_en) LIKE CASEI('XUEFU%') AND loop_id IS NULL", ['a', 'b', 'c']], ["name_en ILIKE 'xuefu%'", ['a', 'b', 'c', 'h']],
    ['length_m BETWEEN 70 AND 80', ['a', 'b', 'c', 'h']], ["loop_id = 'L1'", ['h']], ["NOT loop_id = 'L2'", ['h']], ['from_m = to_m', []],
    ['S_INTERSECTS(geom, POLYGON((126.6005 45.7, 126.6015 45.7, 126.6015 45.8, 126.6005 45.8, 126.6005 45.7)))', ['a', 'b']], ['S_WITHIN(geometry, BBOX(126.6005, 45.7, 126.6025, 45.8))', ['b']], ['S_DISJOINT(geom, POINT(126.6025 45.75))', ['a', 'b', 'h']],
    ["T_AFTER(measured_at, TIMESTAMP('2026-11-23T09:00:00Z')) AND id = 'a'", ['a']], ["T_DURING(measured_at, INTERVAL('..', '2026-11-23T09:00:00Z'))", []], ["measured_at > '2026-11-23T09:58:00Z' AND id='a'", ['a']], ["name NOT LIKE 'x%' AND id NOT IN ('a', 'b') AND length_m NOT BETWEEN 1 AND 2", ['c', 'h']], ['TRUE', ['a', 'b', 'c', 'h']],
  ])('filters by CQL2: %s', async (filter, found) => {
    await post('s-a', '2026-11-23T17:59:00+08:00', -1.5)
    expect(await ids({ filter, 'filter-lang': filter.includes('ILIKE') ? 'cql-text' : 'cql2-text' })).toEqual(found)
  })

  it('filters by CQL2 JSON, and by properties', async () => {
    expect(await ids({ filter: '{"op":"and","args":[{"op":"=","args":[{"property":"kind"},"road"]},{"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":[126.6005,45.75]}]}]}', 'filter-lang': 'cql2-json' })).toEqual(['a'])
    expect(await ids({ kind: 'bridge' })).toEqual(['h'])
    expect(await ids({ width_m: '20', loop_id: 'L1' })).toEqual(['h'])
  })

  it.each<[Record<string, string>, string, number, RegExp]>([
    [{ colour: 'red' }, 'colour', 0, /Known here: f, limit/], [{ limit: '0' }, 'limit', 0, /1 to 100000/], [{ limit: '1e2' }, 'limit', 0, /1 to/], [{ offset: '-1' }, 'offset', 0, /0/],
    [{ bbox: '126,45,127' }, 'bbox', 0, /Give 4/], [{ bbox: '126,45,x,46' }, 'bbox', 7, /longitude, latitude/], [{ bbox: '45,126,46,127' }, 'bbox', 0, /EPSG:4490/], [{ bbox: '126,46,127,45' }, 'bbox', 0, /Degrees/], [{ bbox: '126,45,127,46', 'bbox-crs': 'EPSG:4490' }, 'bbox', 0, /leave bbox-crs out/],
    [{ bbox: '126,45,127,46', 'bbox-crs': 'EPSG:4551' }, 'bbox', 0, /Metres/], [{ crs: 'EPSG:2000' }, 'crs', 0, /EPSG\/0\/4551/], [{ datetime: 'today' }, 'datetime', 0, /Write an instant/], [{ datetime: '2026-02-01/2026-13-01' }, 'datetime', 11, /Write/], [{ datetime: '2026-02-02/2026-02-01' }, 'datetime', 11, /round/],
    [{ filter: "kind = 'road' AND" }, 'filter', 17, /a condition/], [{ filter: "colour = 'red'" }, 'filter', 0, /one of id, asset_id/], [{ filter: 'kind = 5' }, 'filter', 7, /a text to compare/], [{ filter: 'S_INTERSECTS(geom, POINT(45.7 126.6))' }, 'filter', 19, /longitude, latitude in degrees/],
    [{ filter: 'S_INTERSECTS(kind, POINT(1 2))' }, 'filter', 13, /the geometry/], [{ filter: 'x', 'filter-lang': 'ecql' }, 'filter-lang', 0, /cql2-text/], [{ width_m: 'wide' }, 'width_m', 0, /number/], [{ f: 'gml' }, 'f', 0, /json/], [{ filter: '{"op":"="', 'filter-lang': 'cql2-json' }, 'filter', 9, /"," or "}"/],
  ])('refuses %j: the field, the place in it, and what would do', async (query, field, position, remedy) => expect(await refused(query)).toMatchObject({ field, position, remedy: expect.stringMatching(remedy) }))

  it('knows single features, and says when there is none', async () => {
    const answer = await ask('/collections/segments/items/h')
    expect([answer.headers.get('content-type'), await answer.json()]).toEqual(['application/geo+json', expect.objectContaining({ type: 'Feature', id: 'h', links: expect.any(Array) })])
    for (const path of ['/collections/segments/items/zz', '/collections/none/items', '/collections/none', '/nothing']) expect([path, (await ask(path)).status]).toEqual([path, 404])
    expect((await ask('/collections/segments/items', {}, { accept: 'image/png' })).status).toBe(406)
  })

  it('cuts tiles with the values of now', async () => {
    await post('s-a', '2026-11-23T17:59:30+08:00', -2.25)
    const path = '/ogc/collections/segments/tiles/WebMercatorQuad/12/1461/3488'
    const answer = await t.get(path)
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-encoding')]).toEqual([200, 'application/vnd.mapbox-vector-tile', null])
    const tile = readTile(Buffer.from(await answer.arrayBuffer()))
    expect(tile.features.toSorted((a, b) => a.id - b.id).map(({ properties }) => [properties['id'], properties['surface_temperature_c']])).toEqual([['a', -2.25], ['b', expect.any(Number)], ['c', expect.any(Number)], ['h', undefined]])
    const json = await (await t.get('/ogc/collections/segments/tiles/WebMercatorQuad?f=tilejson')).json() as { tiles: string[] }
    expect(json.tiles[0]).toMatch(/WebMercatorQuad\/\{z\}\/\{y\}\/\{x\}$/)
    expect(await Promise.all(['/ogc/tileMatrixSets/WebMercatorQuad', path.replace('/3488', '/99999'), path.replace('/3488', '/x'), path.replace('segments', 'loops')].map(async (one) => (await t.get(one)).status))).toEqual([200, 404, 400, 404])
  })

  it('has pages that a person can read, in either language', async () => {
    for (const path of ['', '/', '/conformance', '/collections', '/collections/segments', '/collections/segments/queryables', '/collections/segments/items', '/collections/segments/items/a', '/collections/zones/items', '/collections/sensors/items', '/collections/loops/items']) {
      const answer = await ask(path, {}, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })
      const html = await answer.text()
      expect([path, answer.status, answer.headers.get('content-language'), html.startsWith('<!doctype html>')]).toEqual([path, 200, 'zh-CN', true])
      expect([path, /undefined|NaN|\[object/.test(html)]).toEqual([path, false])
    }
    const html = await (await ask('/collections/segments/items', { f: 'html', limit: '2' }, { 'accept-language': 'en' })).text()
    expect(html).toMatch(/<svg .*<path d="M.*4 in all, 1 to 2 shown|4 in all, 1 to 2 shown.*<svg/s)
  })

  it('zones are there as soon as they are saved, and are filtered alike', async () => {
    const operator = await t.signIn()
    const ring = [[126.6, 45.749], [126.603, 45.749], [126.603, 45.751], [126.6, 45.751], [126.6, 45.749]]
    expect((await t.send('POST', '/api/zones', { name: '桥区', polygon: { type: 'Polygon', coordinates: [ring] } }, operator)).status).toBe(201)
    expect((await features({ filter: 'S_CONTAINS(geom, POINT(126.601 45.75))' }, 'zones')).features[0]!.properties).toMatchObject({ name: '桥区', created_at: testNow.toISOString() })
    expect(await ids({ datetime: '2020-01-01' }, 'zones')).toEqual([])
    expect((await features({ filter: "name = '桥区'" }, 'zones')).numberMatched).toBe(1)
  })
})

describe('OGC API: who may read', () => {
  it('lets pages of other sites read where everybody may, and nothing else', async () => {
    const elsewhere = { origin: 'https://elsewhere.example' }
    const open = await openTestApp('postgresql')
    const closed = await openTestApp('postgresql', { HEARTHWAY_PUBLIC_READ: 'off' })
    const cors = ({ headers }: Response) => ['access-control-allow-origin', 'access-control-allow-credentials'].map((name) => headers.get(name))
    try {
      for (const path of ['/ogc', '/ogc/collections/segments/items', '/ogc/collections/none/items']) {
        const answer = await open.get(path, elsewhere)
        expect([path, ...cors(answer), answer.headers.get('x-content-type-options')]).toEqual([path, '*', null, 'nosniff'])
      }
      expect((await open.get('/ogc', elsewhere)).headers.get('access-control-expose-headers')).toContain('Content-Crs')
      expect(cors(await open.get('/sta/v1.1/Things', elsewhere))).toEqual(['*', null])
      const preflight = await open.app.request('/ogc/collections', { method: 'OPTIONS', headers: { ...elsewhere, 'access-control-request-method': 'GET' } })
      expect([preflight.status, preflight.headers.get('access-control-allow-methods'), ...cors(preflight)]).toEqual([204, 'GET, HEAD', '*', null])
      expect(cors(await open.get('/api/network', elsewhere))).toEqual([null, null])
      expect(cors(await open.send('POST', '/ogc/collections/segments/items', {}, elsewhere))).toEqual([null, null])
      expect(cors(await closed.get('/ogc', { ...elsewhere, ...(await closed.signIn()) }))).toEqual([null, null])
      expect(cors(await closed.app.request('/ogc/collections', { method: 'OPTIONS', headers: elsewhere }))).toEqual([null, null])
    } finally {
      await open.close()
      await closed.close()
    }
  })

  it('needs a session where the instance is not open', async () => {
    const t = await openTestApp('postgresql', { HEARTHWAY_PUBLIC_READ: 'off' })
    try {
      expect((await t.get('/ogc/collections/segments/items')).status).toBe(401)
      expect((await t.get('/ogc')).status).toBe(401)
      expect((await t.get('/ogc/collections/segments/items', await t.signIn())).status).toBe(200)
    } finally {
      await t.close()
    }
  })

  it('gives many who ask at once each their own answer, and memory back only when it is sent', async () => {
    const t = await openTestApp('postgresql')
    const server = createAdaptorServer({ fetch: t.app.fetch })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    try {
      const items = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ogc/collections/segments/items`
      const wrong = await Promise.all(Array.from({ length: 200 }, async (_, i) => {
        const id = 'abch'[i % 4]!
        const { features } = await (await fetch(`${items}?id=${id}`)).json() as Features
        return features.length === 1 && features[0]!.id === id ? [] : [i]
      }))
      expect(wrong.flat()).toEqual([])
    } finally {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await t.close()
    }
  })
})
