import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'
import { estimateMethods } from '#domain/sensing/estimate-method'
import { surfaceStates } from '#domain/sensing/surface-state'
import { exportSegments, type ExportRow } from '#server/exchange/export-segments'
import { auditExport } from './audit-requests'
import { problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

const crsNames: Record<string, 'CRS84' | 'EPSG:4490'> = { CRS84: 'CRS84', 'OGC:CRS84': 'CRS84', 'EPSG:4490': 'EPSG:4490' }

/** GET /api/export/segments.geojson: every segment with its present surface, streamed. */
export function exportRoutes(services: Services, app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath(createRoute({
    method: 'get', path: '/api/export/segments.geojson', summary: 'Every segment with its latest temperature, state, age and source',
    description: 'RFC 7946 GeoJSON in CRS84; with crs=EPSG:4490 JSON-FG: `place` in latitude, longitude beside the CRS84 `geometry`.',
    request: { query: z.object({ crs: z.string().optional() }) },
    responses: { 200: { description: 'A feature collection', content: { 'application/geo+json': { schema: { type: 'object' } } } }, ...problemAnswers(400, 503) },
  }))
  app.get('/api/export/segments.geojson', async (c) => {
    const crs = crsNames[c.req.query('crs') ?? 'CRS84']
    if (!crs) throw new ProblemError(400, { code: 'export.crs', title: 'This reference system is not offered', errors: [{ field: 'crs', reason: `expected one of ${Object.keys(crsNames).join(', ')}` }] })
    const generatedAt = services.clock.now()
    await auditExport(services, c, { subject: 'export:segments.geojson', after: { crs, rows: services.city().network.segments.length }, seen: { generated_at: generatedAt } })
    c.header('content-type', crs === 'CRS84' ? 'application/geo+json' : 'application/vnd.ogc.fg+json')
    c.header('content-disposition', `attachment; filename="hearthway-${services.city().city.id}-segments.geojson"`)
    return stream(c, async (out) => {
      for await (const chunk of exportSegments({ rows: rows(services), crs, generatedAt, attribution: services.city().network.attribution })) await out.write(chunk)
    })
  })
}

/** All from one judgement of the surface, so that the file shows one instant. */
function rows(services: Services): ExportRow[] {
  const { network, details } = services.city()
  const surface = services.live.surface()
  const sources = new Map(network.sensors.filter((sensor) => sensor.quantity === 'surface_temperature').map((sensor) => [sensor.segment_id, sensor.source]))
  const temperature = surface.temperature.slice()
  const state = surface.state.slice()
  const measuredAt = surface.measuredAt.slice()
  const sdK = surface.sdK.slice()
  const method = surface.method.slice()
  return network.segments.map((segment, index): ExportRow => {
    const name = surfaceStates[state[index] as number] ?? 'unknown'
    return {
      detail: details.get(segment.id)!,
      temperatureC: Number.isFinite(temperature[index]) ? temperature[index] as number : null,
      sdK: Number.isFinite(sdK[index]) ? sdK[index] as number : null,
      state: name,
      // 0: never measured; undefined: a segment that the live room does not know.
      measuredAt: measuredAt[index] ? new Date(measuredAt[index] * 1000) : null,
      source: name === 'unknown' ? null : name === 'estimated' ? (estimateMethods[method[index] as number] ?? 'none').replace('_', ' ') : sources.get(segment.id) ?? null,
    }
  })
}
