import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { readingLines, readingTypes, zippedCsv, type ExportReading } from '#server/exchange/exports/write-csv'
import { countReadings, loadExportSensors, loadReadingsOf, unitOf, type ExportSensor } from '#server/store/export-readings'
import { auditExport } from './audit-requests'
import { parseExportQuery, selectionFields, selectSegments } from './export-request'
import { attached, commonFacts, streamPieces } from './export-routes'
import { problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

const instant = z.iso.datetime({ offset: true })
const fields = { ...selectionFields, from: instant, to: instant }
const longestDays = 31

/** Readings of a period. A period of states would be estimates for every segment and step; what was measured is what the period holds. */
export function exportReadingsRoutes(services: Services, app: OpenAPIHono): void {
  const { db } = services
  app.openAPIRegistry.registerPath(createRoute({
    method: 'get', path: '/api/export/readings.csv.zip', summary: 'Every reading of a period, as stored, as a CSV table',
    description: `A zip with the table (UTF-8), its column types (.csvt) and facts (.meta.json): of all sensors, or of those at a zone's or the named segments', their stations' and loops'. From \`from\` (inclusive) to \`to\` (exclusive), at most ${longestDays} days. Nothing is thinned, averaged or filled in; positions are those of the segments.`,
    request: { query: z.object(fields) },
    responses: { 200: { description: 'A zip', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } }, ...problemAnswers(400, 404, 503) },
  }))
  app.get('/api/export/readings.csv.zip', async (c) => {
    const query = parseExportQuery(fields, c.req.queries())
    const [from, to] = [new Date(query.from), new Date(query.to)]
    const now = services.clock.now()
    const refuse = (field: string, reason: string): ProblemError => new ProblemError(400, { code: 'export.period', title: 'This period cannot be given', errors: [{ field, reason }] })
    if (!(from < to)) throw refuse('to', 'must be after from')
    if (to.getTime() - from.getTime() > longestDays * 86_400_000) throw refuse('from', `at most ${longestDays} days before to: ask for the period in parts`)
    if (from > now) throw refuse('from', 'must not be after the site time: what is to come is a forecast, GET /api/export/segments.geojson?at=')
    const selection = await selectSegments(services, query)
    const { segments } = selection.city.network
    const sensors = await loadExportSensors(db, selection.name === 'all' ? null : selection.indexes.map((index) => segments[index]!.id))
    const facts = {
      ...commonFacts(services, 'readings', selection), crs: 'none', crs_name: 'no positions: join by segment_id', axis_order: 'none', kind: 'readings' as const,
      valid_at: from.toISOString(), valid_to: to.toISOString(), known_at: now.toISOString(), source: 'the readings of the sensors as stored, with the quality that was judged',
    }
    await auditExport(services, c, { subject: 'export:readings.csv.zip', after: { format: 'csv', rows: await countReadings(db, sensors, from, to), sensors: sensors.length, selection: facts.selection }, seen: { from: facts.valid_at, to: facts.valid_to, generated_at: facts.generated_at } })
    c.header('content-type', 'application/zip')
    c.header('content-disposition', attached(`${facts.title}.csv.zip`))
    return streamPieces(c, zippedCsv(readingLines(readings(services, sensors, from, to)), facts, { types: readingTypes, prj: null }))
  })
}

async function* readings({ db }: Services, sensors: readonly ExportSensor[], from: Date, to: Date): AsyncGenerator<ExportReading> {
  for (const sensor of sensors) {
    const { id: sensorId, segmentId, stationId, loopId, quantity, depthM, source } = sensor
    for await (const reading of loadReadingsOf(db, sensor, from, to)) yield { sensorId, segmentId, stationId, loopId, quantity, unit: unitOf(sensor), depthM, source, ...reading }
  }
}
