import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { shiftGcj02 } from '#domain/geo/gcj02/gcj02'
import harbin from '#fixtures/networks/harbin.json'
import { importDraftShape, type ImportDraftView } from '#domain/wire/imports'
import { openTestApp } from './testing/test-app'

let open: Awaited<ReturnType<typeof openTestApp>>
let engineer: Record<string, string>
beforeAll(async () => {
  open = await openTestApp('postgresql')
  engineer = await open.signInAs('engineer')
})
afterAll(() => open.close())

const roads = (shift: (position: [number, number]) => [number, number]) => JSON.stringify({
  type: 'FeatureCollection',
  features: [...harbin.assets.slice(0, 12).flatMap((asset) => asset.lines.map(({ axis }) => ({ type: 'Feature', properties: { 路名: asset.name.zh, 备注: '主路' }, geometry: { type: 'LineString', coordinates: (axis as [number, number][]).map(shift) } }))),
    { type: 'Feature', id: 'p', properties: {}, geometry: { type: 'Point', coordinates: [126.6, 45.7] } }],
})
const upload = (name: string, body: BodyInit, headers: Record<string, string> = engineer) => open.app.request(`/api/imports/drafts?name=${encodeURIComponent(name)}`, { method: 'POST', headers: { 'content-type': 'application/octet-stream', ...headers }, body })
const draft = async (id: string): Promise<ImportDraftView> => importDraftShape.parse(await (await open.get(`/api/imports/drafts/${id}`, engineer)).json())
const until = (id: string, ...states: ImportDraftView['state'][]): Promise<ImportDraftView> => vi.waitFor(async () => {
  const now = await draft(id)
  expect(states).toContain(now.state)
  return now
}, { timeout: 20_000, interval: 20 })

it('lets nobody but an engineer bring roads in', async () => {
  const roles = await Promise.all((['viewer', 'operator', 'systemAdministrator', 'auditor'] as const).map((role) => open.signInAs(role)))
  expect((await upload('a.geojson', '{}', {})).status).toBe(401)
  for (const headers of roles) expect((await upload('a.geojson', '{}', headers)).status).toBe(403)
  for (const headers of roles) expect((await open.send('POST', '/api/imports/1/undo', {}, headers)).status).toBe(403)
})

it('shows a file, asks about its datum, reads it again with the answer, stores it, and takes it back', async () => {
  const sent = await upload('哈尔滨 道路.geojson', roads(shiftGcj02))
  expect(sent.status).toBe(202)
  const { id } = importDraftShape.parse(await sent.json())
  const asking = await until(id, 'asks')
  expect(asking.preview).toMatchObject({
    format: 'geojson', crs: { code: 'OGC:CRS84' }, mapping: { name: '路名' }, counts: { refused: 1 }, refused: [{ reason: 'not_a_line', examples: [{ id: 'p', position: [126.6, 45.7] }] }],
    findings: [{ kind: 'shifted_datum', params: { reading: 'gcj02', by: 'name' }, answers: ['--accept-as gcj02', '--accept-as as-is'] }],
  })
  expect(asking.preview!.fields.map((one) => one.name)).toEqual(['路名', '备注'])
  expect((await open.send('POST', `/api/imports/drafts/${id}/commit`, {}, engineer)).status).toBe(409)
  expect((await open.send('PUT', `/api/imports/drafts/${id}/options`, { colour: 'red' }, engineer)).status).toBe(400)

  expect((await open.send('PUT', `/api/imports/drafts/${id}/options`, { accept_as: ['gcj02'], mapping: { ref: '备注' }, piece_m: 500, name: '哈尔滨' }, engineer)).status).toBe(202)
  const ready = await until(id, 'ready')
  expect(ready.preview!.findings).toEqual([])
  expect(ready.preview!.lines.collection.features.length).toBeGreaterThan(0)
  expect(await open.db.query("SELECT 1 FROM segments WHERE source <> 'fixture'")).toEqual([])

  expect((await open.send('POST', `/api/imports/drafts/${id}/commit`, {}, engineer)).status).toBe(202)
  const stored = await until(id, 'stored')
  const list = await (await open.get('/api/imports', engineer)).json() as { id: number; name: string; segments: number }[]
  expect(list).toMatchObject([{ id: stored.import_id, name: '哈尔滨', segments: ready.preview!.counts.segments }])
  expect(await (await open.get(`/api/imports/${stored.import_id}/report`, engineer)).json()).toMatchObject({ source: { accepted_as: ['gcj02'], mapping: { ref: '备注' } }, refused_features: [{ id: 'p' }] })
  const [route] = await open.db.query<{ route: string }>("SELECT route FROM segments WHERE source = '哈尔滨' LIMIT 1")
  expect(route!.route).toBe('主路')
  const [record] = await open.db.query<{ body: string }>("SELECT body FROM audit_records WHERE body LIKE '%\"event\":\"network.import\"%'")
  expect(JSON.parse(record!.body)).toMatchObject({ role: 'engineer', subject: 'file:哈尔滨 道路.geojson' })

  await open.db.query(`UPDATE segments SET loop_id = 'L1' WHERE id = (SELECT id FROM segments WHERE source = '哈尔滨' ORDER BY ordinal LIMIT 1)`)
  const refused = await open.send('POST', `/api/imports/${stored.import_id}/undo`, {}, engineer)
  expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'import.stands', errors: [{ field: 'loop', reason: '1: L1' }] }])
  await open.db.query("UPDATE segments SET loop_id = NULL WHERE source = '哈尔滨'")
  expect(await (await open.send('POST', `/api/imports/${stored.import_id}/undo`, {}, engineer)).json()).toEqual({ segments: ready.preview!.counts.segments, stations: 0 })
  expect((await open.send('POST', `/api/imports/${stored.import_id}/undo`, {}, engineer)).status).toBe(409)
  expect((await open.send('POST', '/api/imports/999/undo', {}, engineer)).status).toBe(404)
})

it('lays a table of stations on the network, shows where they would stand and which rows are refused, and takes them back', async () => {
  const { id } = importDraftShape.parse(await (await upload('测站.csv', '编号,经度,纬度,要素\nt1,126.6105,45.75002,路表;气温\nST1,126.6005,45.75,路表\n')).json())
  const { preview } = await until(id, 'ready')
  expect(preview).toMatchObject({
    format: 'csv', counts: { features: 2, accepted: 1, refused: 1, segments: 0, stations: 1 }, mapping: { id: '编号', lon: '经度', sensors: '要素' },
    stations: [{ id: 't1', line: 2, position: [126.6105, 45.75002], segment_id: 'h' }], refused: [{ reason: 'id_taken', examples: [{ index: 3, id: 'ST1' }] }],
  })
  expect((await open.send('POST', `/api/imports/drafts/${id}/commit`, {}, engineer)).status).toBe(202)
  const stored = await until(id, 'stored')
  expect((await (await open.get('/api/imports', engineer)).json() as unknown[])[0]).toMatchObject({ id: stored.import_id, segments: 0, stations: 1 })
  expect(await open.db.query("SELECT id FROM sensors WHERE station_id = 't1' ORDER BY id")).toEqual([{ id: 't1.air' }, { id: 't1.surface' }])
  expect(await (await open.send('POST', `/api/imports/${stored.import_id}/undo`, {}, engineer)).json()).toEqual({ segments: 0, stations: 1 })
})

it('refuses what cannot be read in its own words, forgets what is cancelled, and keeps no more than it has room for', async () => {
  const { id } = await (await upload('x.kml', '<kml xmlns="x"/>')).json() as ImportDraftView
  expect((await until(id, 'refused')).refusal).toMatch(/x\.kml: this is KML/)
  expect((await open.app.request('/api/imports/drafts?name=a', { method: 'POST', headers: { ...engineer, 'content-type': 'multipart/form-data; boundary=x' }, body: 'x' })).status).toBe(415)
  expect((await upload('a', 'x', { ...engineer, 'content-length': String(2 ** 40) })).status).toBe(413)
  expect((await open.send('DELETE', `/api/imports/drafts/${id}`, undefined, engineer)).status).toBe(204)
  expect((await open.get(`/api/imports/drafts/${id}`, engineer)).status).toBe(404)
  for (const one of open.imports.list()) await open.imports.cancel(one.id)
  const statuses = []
  for (let i = 0; i < 9; i++) statuses.push((await upload('x.kml', '<kml/>')).status)
  expect(statuses).toEqual([202, 202, 202, 202, 202, 202, 202, 202, 503])
})
