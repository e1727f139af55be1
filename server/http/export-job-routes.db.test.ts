import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportJobView } from '#domain/wire/exports'
import type { Problem } from '#domain/wire/problem'
import { knownPlaces } from '#server/exchange/known-places'
import { prepareImport } from '#server/exchange/prepare-import'
import { openTestApp, testNow } from './testing/test-app'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-export-jobs-'))
afterAll(() => rmSync(folder, { recursive: true }))
const jobFolders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('hearthway-exports-'))

describe.each(['postgresql', 'embedded'] as const)('files by jobs, %s', (engine) => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  let li: Record<string, string>
  beforeAll(async () => {
    t = await openTestApp(engine)
    li = await t.signIn()
  })
  afterAll(() => t.close())

  const ask = (body: object, headers = li): Promise<Response> => Promise.resolve(t.send('POST', '/api/export/jobs', body, headers))
  const asked = async (body: object, headers = li): Promise<ExportJobView> => {
    const answer = await ask(body, headers)
    expect(answer.status).toBe(202)
    return await answer.json() as ExportJobView
  }
  const look = async (id: string, headers = li): Promise<ExportJobView> => await (await t.get(`/api/export/jobs/${id}`, headers)).json() as ExportJobView
  const ready = async ({ id }: ExportJobView): Promise<ExportJobView> => {
    await expect.poll(async () => (await look(id)).state, { timeout: 20_000, interval: 50 }).toBe('ready')
    return look(id)
  }
  const refusal = async (body: object): Promise<unknown[]> => {
    const answer = await ask(body)
    const { code, errors } = await answer.json() as Problem
    return [answer.status, code, errors?.[0]?.field]
  }

  it('writes a zone as a GeoPackage in a Gauss-Krueger zone, which comes back in by our own import and by GDAL', async () => {
    const ring = [[126.5995, 45.7], [126.6012, 45.7], [126.6012, 45.8], [126.5995, 45.8], [126.5995, 45.7]]
    const zone = await (await t.send('POST', '/api/zones', { name: '东区', polygon: { type: 'Polygon', coordinates: [ring] } }, li)).json() as { id: string }
    const job = await ready(await asked({ format: 'geopackage', crs: 'EPSG:4551', zone: zone.id }))
    expect(job).toMatchObject({ state: 'ready', crs: 'EPSG:4551', selection: `zone:${zone.id}`, kind: 'now', valid_at: testNow.toISOString(), rows: 2, rows_written: 2, encoding: null, file: 'hearthway-test-segments.gpkg' })
    const answer = await t.get(job.link!, li)
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(job.bytes)])
    const path = join(folder, `${engine}.gpkg`)
    writeFileSync(path, new Uint8Array(await answer.arrayBuffer()))
    const { plan, source } = await prepareImport({ path, shown: 'f', name: 'x', pieceM: 1000, nowMs: 0, standing: [], published: [...knownPlaces] })
    expect([plan.segments.map(({ name }) => name.zh), source.crs?.code]).toEqual([['学府路', '学府路'], 'EPSG:4551'])
    const [record] = await t.db.query<{ body: string }>("SELECT body FROM audit_records WHERE body LIKE '%hearthway-test-segments.gpkg%' ORDER BY seq DESC LIMIT 1")
    expect(JSON.parse(record!.body)).toMatchObject({ event: 'export.take', after: { format: 'geopackage', rows: 2, crs: 'EPSG:4551' } })
    if (spawnSync('ogrinfo', ['--version']).status !== 0) return console.warn('SKIPPED: no ogrinfo (gdal-bin), so the exported file was not read by GDAL')
    const info = execFileSync('ogrinfo', ['-al', '-so', path], { encoding: 'utf8' })
    expect(info).toContain('Feature Count: 2')
    expect(info).toContain('ID["EPSG",4551]')
  })

  it('writes the other formats, one after another, each with its own names', async () => {
    const jobs = [await asked({ format: 'flatgeobuf', segment: ['a', 'h'] }), await asked({ format: 'shapefile', encoding: 'GBK', crs: 'EPSG:4490' })]
    const [fgb, shp] = [await ready(jobs[0]!), await ready(jobs[1]!)]
    expect([fgb.rows, fgb.file, shp.rows, shp.file, shp.encoding]).toEqual([2, 'hearthway-test-segments.fgb', 4, 'hearthway-test-segments.shp.zip', 'GBK'])
    expect(new Uint8Array(await (await t.get(fgb.link!, li)).arrayBuffer()).subarray(0, 4)).toEqual(Uint8Array.of(0x66, 0x67, 0x62, 3))
    const parts = unzipSync(new Uint8Array(await (await t.get(shp.link!, li)).arrayBuffer()))
    expect(new TextDecoder().decode(parts['hearthway-test-segments.cpg'])).toBe('GBK')
    expect(new TextDecoder('gbk').decode(parts['hearthway-test-segments.dbf'])).toContain('学府路')
  })

  it('shows an export to whoever asked for it, and to nobody else', async () => {
    const own = await ready(await asked({ format: 'flatgeobuf' }))
    const other = await t.signInAs('analyst')
    for (const headers of [other, {}]) {
      expect((await t.get(`/api/export/jobs/${own.id}`, headers)).status).toBe(404)
      expect((await t.get(`/api/export/jobs/${own.id}/file`, headers)).status).toBe(404)
      expect((await t.send('DELETE', `/api/export/jobs/${own.id}`, '', headers)).status).toBe(404)
      expect(await (await t.get('/api/export/jobs', headers)).json()).toEqual([])
    }
    expect((await (await t.get('/api/export/jobs', li)).json() as ExportJobView[]).map(({ id }) => id)).toContain(own.id)
    // Whoever is not signed in finds a file by its id alone.
    const nobody = await asked({ format: 'flatgeobuf' }, {})
    await expect.poll(async () => (await look(nobody.id, {})).state, { timeout: 20_000 }).toBe('ready')
    expect((await t.send('DELETE', `/api/export/jobs/${nobody.id}`, '', { origin: 'https://elsewhere.example' })).status).toBe(403)
  })

  it('refuses with the field, and leaves nothing of what is cancelled', async () => {
    expect(await refusal({ format: 'kml' })).toEqual([400, 'request.invalid', 'format'])
    expect(await refusal({ format: 'geopackage', encoding: 'GBK' })).toEqual([400, 'request.invalid', 'encoding'])
    expect(await refusal({ format: 'geopackage', crs: 'EPSG:3857' })).toEqual([400, 'export.crs', 'crs'])
    expect(await refusal({ format: 'geopackage', crs: 'EPSG:4526' })).toEqual([400, 'export.crs_reach', 'crs'])
    expect(await refusal({ format: 'geopackage', zone: 'nowhere' })).toEqual([404, 'zone.not_found', 'zone'])
    expect(await refusal({ format: 'geopackage', at: new Date(testNow.getTime() + 3_600_000).toISOString() })).toEqual([400, 'export.no_forecast', 'at'])
    const job = await asked({ format: 'geopackage' })
    expect((await t.get(`/api/export/jobs/${job.id}/file`, li)).status).toBe(409)
    expect((await t.send('DELETE', `/api/export/jobs/${job.id}`, '', li)).status).toBe(204)
    expect((await t.get(`/api/export/jobs/${job.id}`, li)).status).toBe(404)
    expect(jobFolders().flatMap((name) => readdirSync(join(tmpdir(), name))).includes(job.id)).toBe(false)
  })

  it('makes room by the oldest finished file of the same account, and forgets all after two hours', async () => {
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) ids.push((await ready(await asked({ format: 'flatgeobuf' }))).id)
    const listed = async (): Promise<string[]> => (await (await t.get('/api/export/jobs', li)).json() as ExportJobView[]).map(({ id }) => id)
    expect(await listed()).toEqual(ids.slice(1))
    t.setWall(() => Date.now() + 2 * 3_600_000 + 1000)
    li = await t.signIn()
    expect(await listed()).toEqual([])
    t.setWall(() => Date.now())
  })
})
