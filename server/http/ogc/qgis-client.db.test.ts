import { createAdaptorServer } from '@hono/node-server'
import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { deviceToken, openTestApp } from '../testing/test-app'

const run = promisify(execFile)
const env = { ...process.env, QT_QPA_PLATFORM: 'offscreen' }
const python = '/usr/bin/python3'
const qgis = await run(python, ['-c', 'import qgis.core'], { env }).then(() => true, () => false)
if (!qgis) console.warn('skipped: QGIS is not installed (Debian: python3-qgis)')

interface Seen {
  crs: string
  count: number
  fields: Record<string, string>
  all: Record<string, { wkt: string; surface_temperature_c: number | null }>
  paged: string[]
  box: string[]
  where: string[]
  subset: [boolean, string[]]
  zone: Record<string, [number, number][]>
  stations: Record<string, string>
}
type Features = { features: { id: string; properties: Record<string, unknown>; geometry: { coordinates: [number, number][] } }[] }

// Somebody else's program reads it; what the answers are on both engines is tried elsewhere.
it.skipIf(!qgis)('QGIS lists, counts, filters and reads it to the coordinate, and in a Gauss-Krueger zone', async () => {
  const t = await openTestApp('postgresql')
  const server = createAdaptorServer({ fetch: t.app.fetch })
  try {
    await t.send('POST', '/api/readings', { readings: [{ sensor: 's-a', at: '2026-11-23T17:59:00+08:00', value: -1.25 }] }, { authorization: `Bearer ${deviceToken}` })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    const { stdout } = await run(python, [join(import.meta.dirname, 'testing', 'qgis-client.py'), `http://127.0.0.1:${(server.address() as AddressInfo).port}/ogc`], { env, timeout: 60_000 })
    const seen = JSON.parse(stdout.trim().split('\n').at(-1)!) as Seen
    const { features } = await (await t.get('/ogc/collections/segments/items')).json() as Features
    const { features: inZone } = await (await t.get('/ogc/collections/segments/items?crs=http://www.opengis.net/def/crs/EPSG/0/4551')).json() as Features
    expect([seen.fields['surface_temperature_c'], seen.fields['measured_at']]).toEqual(['Real', 'DateTime'])
    expect([seen.count, seen.paged, seen.box, seen.where, seen.subset]).toEqual([4, ['a', 'b', 'c', 'h'], ['b'], ['h'], [true, ['h']]])
    for (const { id, properties, geometry } of features) {
      expect(seen.all[id]!.wkt.replace(/^\w+ \(|\)$/g, '').split(',').map((pair) => pair.trim().split(' ').map(Number))).toEqual(geometry.coordinates)
      expect(seen.all[id]!.surface_temperature_c).toBe(properties['surface_temperature_c'])
    }
    for (const { id, geometry } of inZone) geometry.coordinates.forEach(([northing, easting], i) => expect([Math.abs(seen.zone[id]![i]![0] - easting), Math.abs(seen.zone[id]![i]![1] - northing)].every((m) => m < 0.001)).toBe(true))
    expect(seen.stations['ST1']).toBe('Point (126.6005 45.75)')
  } finally {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
    await t.close()
  }
})
