import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import { exportSegments } from '#server/exchange/export-segments'
import { axisOrder, type ExportFacts } from '#server/exchange/exports/export-facts'
import type { ExportSystem } from '#server/exchange/exports/export-system'
import { segmentLines, segmentTypes, zippedCsv } from '#server/exchange/exports/write-csv'
import { auditExport } from './audit-requests'
import { crsField, momentFields, parseExportQuery, requireReach, selectionFields, selectSegments, systemOf, type Selection, type SelectionQuery } from './export-request'
import { exportStates, type ExportStates } from './export-rows'
import { problemAnswers } from './openapi'
import type { Services } from './services'

export interface SegmentsQuery extends SelectionQuery { crs?: string | undefined; at?: string | undefined; as_of?: string | undefined }
export interface PreparedExport { system: ExportSystem; selection: Selection; states: ExportStates; facts: ExportFacts }

/** Everything judged and loaded before the first byte. @throws ProblemError for what cannot be given */
export async function prepareSegments(services: Services, query: SegmentsQuery): Promise<PreparedExport> {
  const system = systemOf(query.crs)
  const selection = await selectSegments(services, query)
  requireReach(system, selection)
  const states = await exportStates(services, selection, query)
  return { system, selection, states, facts: { ...commonFacts(services, 'segments', selection), crs: system.code, crs_name: system.name, axis_order: axisOrder(system), ...states.facts } }
}

/** What is said of every file. */
export function commonFacts(services: Services, layer: string, selection: Selection): Pick<ExportFacts, 'title' | 'frame' | 'epoch' | 'selection' | 'generated_at' | 'attribution'> {
  const { city, network } = selection.city
  return { title: `hearthway-${city.id}-${layer}`, frame: 'CGCS2000', epoch: '2000.0', selection: selection.name, generated_at: services.clock.now().toISOString(), attribution: network.attribution }
}

/** What the audit says of it. */
export const takenSegments = ({ system, selection, facts }: PreparedExport, format: string) => ({
  after: { format, crs: system.code, rows: selection.indexes.length, selection: facts.selection, kind: facts.kind }, seen: { valid_at: facts.valid_at, known_at: facts.known_at, generated_at: facts.generated_at },
})

/** A file's name for a browser: of what is no ASCII the second form is the one that counts. */
export const attached = (name: string): string => `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`

/** Hands pieces on as fast as they are taken, other requests in between; ends when the other side does. */
export function streamPieces(c: Context, pieces: AsyncIterable<string | Uint8Array>): Response {
  return stream(c, async (out) => {
    for await (const piece of pieces) {
      if (out.aborted) return
      await out.write(piece)
      await new Promise<void>((resolve) => { setImmediate(resolve) })
    }
  })
}

const segmentFields = { ...crsField, ...selectionFields, ...momentFields }
const description = 'Of all segments, of a zone, or of those named (`segment`, repeated). Now; with `at` at a past instant, from the readings of then; or ahead, as forecast by the run known at `as_of` (default: now). `crs`: CRS84, EPSG:4490, or a CGCS2000 Gauss-Krueger system, EPSG:4491 to EPSG:4554.'

/** Segments as files that are written while they are read. */
export function exportRoutes(services: Services, app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath(createRoute({
    method: 'get', path: '/api/export/segments.geojson', summary: 'Segments with temperature, state, age and source',
    description: `RFC 7946 GeoJSON in CRS84; in any other system JSON-FG: \`place\` in its own axis order beside the CRS84 \`geometry\`. ${description}`,
    request: { query: z.object(segmentFields) },
    responses: { 200: { description: 'A feature collection', content: { 'application/geo+json': { schema: { type: 'object' } } } }, ...problemAnswers(400, 404, 503) },
  }))
  app.get('/api/export/segments.geojson', async (c) => {
    const prepared = await prepareSegments(services, parseExportQuery(segmentFields, c.req.queries()))
    const { system, states: { rows, at }, facts } = prepared
    const isPlain = system.code === 'OGC:CRS84'
    await auditExport(services, c, { subject: 'export:segments.geojson', ...takenSegments(prepared, isPlain ? 'geojson' : 'json-fg') })
    c.header('content-type', isPlain ? 'application/geo+json' : 'application/vnd.ogc.fg+json')
    c.header('content-disposition', attached(`${facts.title}.geojson`))
    return streamPieces(c, exportSegments({ rows, system, at, facts }))
  })

  app.openAPIRegistry.registerPath(createRoute({
    method: 'get', path: '/api/export/segments.csv.zip', summary: 'The same as a CSV table',
    description: `A zip with the table (UTF-8, geometry as WKT), its column types (.csvt), reference system (.prj) and facts (.meta.json). ${description}`,
    request: { query: z.object(segmentFields) },
    responses: { 200: { description: 'A zip', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } }, ...problemAnswers(400, 404, 503) },
  }))
  app.get('/api/export/segments.csv.zip', async (c) => {
    const prepared = await prepareSegments(services, parseExportQuery(segmentFields, c.req.queries()))
    const { system, states: { rows, at }, facts } = prepared
    await auditExport(services, c, { subject: 'export:segments.csv.zip', ...takenSegments(prepared, 'csv') })
    c.header('content-type', 'application/zip')
    c.header('content-disposition', attached(`${facts.title}.csv.zip`))
    return streamPieces(c, zippedCsv(segmentLines(rows, system, at), facts, { types: segmentTypes, prj: system.wkt }))
  })
}
