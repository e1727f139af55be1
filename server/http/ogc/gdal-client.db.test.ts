import { createAdaptorServer } from '@hono/node-server'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deviceToken, openTestApp } from '../testing/test-app'

const run = promisify(execFile)
const gdal = await run('ogrinfo', ['--version']).then(() => true, () => false)
if (!gdal) console.warn('skipped: ogrinfo is not installed (Debian: gdal-bin)')

// What the answers are is tried on both engines elsewhere; here they are read by somebody else's program.
describe.skipIf(!gdal)('GDAL reads it as a client', () => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  let server: ReturnType<typeof createAdaptorServer>
  let source: string
  let folder: string
  beforeAll(async () => {
    t = await openTestApp('postgresql')
    await t.send('POST', '/api/readings', { readings: [{ sensor: 's-a', at: '2026-11-23T17:59:00+08:00', value: -1.25 }] }, { authorization: `Bearer ${deviceToken}` })
    server = createAdaptorServer({ fetch: t.app.fetch })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    source = `OAPIF:http://127.0.0.1:${(server.address() as AddressInfo).port}/ogc`
    folder = await mkdtemp(join(tmpdir(), 'hearthway-gdal-'))
  })
  afterAll(async () => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
    await rm(folder, { recursive: true })
    await t.close()
  })
  const info = async (...args: string[]): Promise<string> => (await run('ogrinfo', ['-ro', ...args])).stdout
  const count = async (...args: string[]): Promise<number> => Number(/Feature Count: (\d+)/.exec(await info('-so', source, 'segments', ...args))?.[1])

  it('lists, describes and counts, by place and by properties', async () => {
    const list = await info(source)
    for (const id of ['segments', 'stations', 'sensors', 'readings', 'zones', 'loops', 'runway-thirds']) expect(list).toMatch(new RegExp(`\\d: ${id} `))
    expect(await info('-so', source, 'segments')).toMatch(/Feature Count: 4[^]*from_m: Real[^]*surface_temperature_c: Real[^]*measured_at: DateTime/)
    expect([await count('-spat', '126.6015', '45.7', '126.6016', '45.8'), await count('-where', "surface_state = 'measured' AND surface_temperature_c < 0"), await count('-where', "name_en ILIKE 'xuefu%' AND NOT (kind = 'bridge')"), await count('-where', "kind IN ('bridge')")]).toEqual([1, 1, 3, 1])
  })

  it.each([['GPKG', 'segments.gpkg', 'segments', 'surface_temperature_c'], ['ESRI Shapefile', 'segments.shp', 'segments', 'surface_te']])('converts to %s, with its coordinates and values', async (driver, name, layer, column) => {
    const file = join(folder, name)
    await run('ogr2ogr', ['-f', driver, file, source, 'segments', '-oo', 'PAGE_SIZE=3'])
    const text = await info(file, layer, '-where', "id = 'a'")
    expect(text).toContain('LINESTRING (126.6 45.75,126.601 45.75)')
    expect(text).toMatch(new RegExp(`${column} \\(Real\\) = -1\\.25`))
    expect(await info('-so', file, layer)).toContain('Feature Count: 4')
  })

  // PROJ is the other opinion on our zones; easting first, as GDAL writes.
  it.each([[4490, false], [4551, true], [4530, true]])('carries it to EPSG:%s as we do, cut by place and property at once', async (code, swapped) => {
    const file = join(folder, `${code}.geojson`)
    await run('ogr2ogr', ['-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=10', '-t_srs', `EPSG:${code}`, file, source, 'segments', '-spat', '126.6005', '45.7', '126.6025', '45.8', '-where', "kind = 'road'"])
    const { features: theirs } = JSON.parse(await readFile(file, 'utf8')) as { features: { properties: { id: string }; geometry: { coordinates: [number, number][] } }[] }
    const crs = code === 4490 ? '' : `?crs=http://www.opengis.net/def/crs/EPSG/0/${code}`
    const { features } = await (await t.get(`/ogc/collections/segments/items${crs}`)).json() as { features: { id: string; geometry: { coordinates: [number, number][] } }[] }
    expect(theirs.map(({ properties }) => properties.id)).toEqual(['a', 'b', 'c'])
    for (const { properties, geometry } of theirs) {
      const ours = features.find(({ id }) => id === properties.id)!.geometry.coordinates
      geometry.coordinates.forEach(([x, y], i) => {
        const [a, b] = swapped ? [ours[i]![1], ours[i]![0]] : ours[i]!
        const most = code === 4490 ? 1e-9 : 0.001
        expect([Math.abs(x - a), Math.abs(y - b)].every((difference) => difference <= most), `${x} ${y} and ${a} ${b}`).toBe(true)
      })
    }
  })

  it('reads a tile', async () => {
    const answer = await t.get('/ogc/collections/segments/tiles/WebMercatorQuad/12/1461/3488')
    const file = join(folder, 'tile.mvt')
    await writeFile(file, Buffer.from(await answer.arrayBuffer()))
    expect(await info('-al', '-so', file)).toMatch(/Layer name: segments[^]*Feature Count: 4/)
  })
})
