import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Problem } from '#domain/wire/problem'
import { deviceToken, openTestApp, testNow } from './testing/test-app'

let t: Awaited<ReturnType<typeof openTestApp>>
let operator: Record<string, string>
const minutesAgo = (minutes: number): string => new Date(testNow.getTime() - minutes * 60_000).toISOString()
beforeAll(async () => {
  t = await openTestApp('postgresql')
  operator = await t.signIn()
  const readings = [[30, -4], [20, -3], [1, -1.5]].map(([minutes, value]) => ({ sensor: 's-a', at: minutesAgo(minutes!), value }))
  expect((await t.send('POST', '/api/readings', { readings }, { authorization: `Bearer ${deviceToken}` })).status).toBe(202)
})
afterAll(() => t.close())

type Collection = { kind: string; valid_at: string; selection: string; features: { id: string; properties: Record<string, unknown>; place?: { coordinates: number[][] } }[] }
const collection = async (query: string): Promise<Collection> => await (await t.get(`/api/export/segments.geojson?${query}`)).json() as Collection
const refusal = async (path: string): Promise<[number, string | undefined, string | undefined]> => {
  const answer = await t.get(`/api/export/${path}`)
  const { code, errors } = await answer.json() as Problem
  return [answer.status, code, errors?.[0]?.field]
}
const unzipped = async (path: string): Promise<Record<string, string>> => {
  const answer = await t.get(`/api/export/${path}`)
  expect(answer.status).toBe(200)
  return Object.fromEntries(Object.entries(unzipSync(new Uint8Array(await answer.arrayBuffer()))).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]))
}

it('gives the segments that were named, a zone, or all', async () => {
  expect((await collection('')).features).toHaveLength(4)
  expect((await collection('segment=h&segment=a')).features.map(({ id }) => id)).toEqual(['a', 'h'])
  const ring = [[126.5995, 45.7], [126.6012, 45.7], [126.6012, 45.8], [126.5995, 45.8], [126.5995, 45.7]]
  const zone = await (await t.send('POST', '/api/zones', { name: '东区', polygon: { type: 'Polygon', coordinates: [ring] } }, operator)).json() as { id: string }
  const inside = await collection(`zone=${zone.id}&crs=EPSG:4551`)
  expect(inside).toMatchObject({ kind: 'now', selection: `zone:${zone.id}`, features: [{ id: 'a' }, { id: 'b' }] })
  const [northing, easting] = inside.features[0]!.place!.coordinates[0]!
  expect([Math.round(northing! / 1e5), Math.round(easting! / 1e4)]).toEqual([51, 55])
})

it('gives a past instant from the readings of then, and refuses a coming one that no forecast reaches', async () => {
  const then = await collection(`segment=a&at=${minutesAgo(15)}`)
  expect(then).toMatchObject({ kind: 'history', valid_at: minutesAgo(15), features: [{ properties: { temperature_c: -3, measured_at: minutesAgo(20), age_s: 300 } }] })
  expect(await refusal(`segments.geojson?at=${minutesAgo(-60)}`)).toEqual([400, 'export.no_forecast', 'at'])
})

it('refuses what it does not know, with the field', async () => {
  expect(await refusal('segments.geojson?crs=EPSG:3857')).toEqual([400, 'export.crs', 'crs'])
  expect(await refusal('segments.geojson?crs=EPSG:4526')).toEqual([400, 'export.crs_reach', 'crs'])
  expect(await refusal('segments.geojson?zoom=3')).toEqual([400, 'request.invalid', 'zoom'])
  expect(await refusal('segments.geojson?segment=nowhere')).toEqual([400, 'export.segment', 'segment'])
  expect(await refusal('segments.geojson?zone=nowhere')).toEqual([404, 'zone.not_found', 'zone'])
  expect(await refusal('segments.csv.zip?at=yesterday')).toEqual([400, 'request.invalid', 'at'])
  expect(await refusal(`segments.csv.zip?at=${minutesAgo(9)}&as_of=${minutesAgo(5)}`)).toEqual([400, 'export.as_of', 'as_of'])
  expect(await refusal(`readings.csv.zip?from=${minutesAgo(5)}&to=${minutesAgo(6)}`)).toEqual([400, 'export.period', 'to'])
  expect(await refusal('readings.csv.zip')).toEqual([400, 'request.invalid', 'from'])
})

it('gives the readings of a period as they are stored', async () => {
  const parts = await unzipped(`readings.csv.zip?segment=a&from=${minutesAgo(25)}&to=${minutesAgo(0)}`)
  expect(parts['hearthway-test-readings.csv']!.trim().split('\r\n').slice(1)).toEqual([
    `s-a,a,ST1,,surface_temperature,degC,0,${minutesAgo(20)},-3,good,device`, `s-a,a,ST1,,surface_temperature,degC,0,${minutesAgo(1)},-1.5,good,device`,
  ])
  expect(JSON.parse(parts['hearthway-test-readings.meta.json']!)).toMatchObject({ kind: 'readings', valid_at: minutesAgo(25), valid_to: minutesAgo(0), attribution: 'test data' })
  const [record] = await t.db.query<{ body: string }>("SELECT body FROM audit_records WHERE body LIKE '%export:readings%' ORDER BY seq DESC LIMIT 1")
  expect(JSON.parse(record!.body)).toMatchObject({ event: 'export.take', after: { rows: 2, selection: 'segments:1' } })
})

it.skipIf(spawnSync('ogrinfo', ['--version']).status !== 0)('a CSV of segments is a layer to GDAL', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearthway-csv-'))
  writeFileSync(join(folder, 'x.zip'), new Uint8Array(await (await t.get('/api/export/segments.csv.zip?crs=EPSG:4551')).arrayBuffer()))
  const info = execFileSync('ogrinfo', ['-al', `/vsizip/${folder}/x.zip/hearthway-test-segments.csv`], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect(info).toContain('Feature Count: 4')
  expect(info).toContain('ID["EPSG",4551]')
  expect(info).toContain('学府路')
  expect(info).toMatch(/LINESTRING \(5\d{5}/)
})
