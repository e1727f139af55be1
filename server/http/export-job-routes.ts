import { createReadStream } from 'node:fs'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { exportJobRequestShape, exportJobShape } from '#domain/wire/exports'
import { refuseForeignOrigin, sessionOf } from './access'
import { auditExport } from './audit-requests'
import { attached, prepareSegments, streamPieces, takenSegments } from './export-routes'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

const jobParam = z.object({ id: z.string().max(64) })
const contentTypes = { geopackage: 'application/geopackage+sqlite3', flatgeobuf: 'application/octet-stream', shapefile: 'application/zip' }
const accountOf = (c: Context): string | null => sessionOf(c)?.accountId ?? null

/** Segments as GeoPackage, FlatGeobuf or Shapefile: formats that stand only as a whole are made by jobs. */
export function exportJobRoutes(services: Services, app: OpenAPIHono): void {
  const { exports } = services

  app.openapi(createRoute({
    method: 'post', path: '/api/export/jobs', summary: 'Ask for a GeoPackage, FlatGeobuf or Shapefile of segments',
    description: 'What and when as in GET /api/export/segments.geojson, judged and loaded at once: the file shows the instant at which it was asked for, however long it waits. Poll the job until it is `ready`; its `link` stays for two hours.',
    request: { body: jsonBody(exportJobRequestShape) }, responses: { 202: jsonAnswer(exportJobShape, 'It waits or is being written'), ...problemAnswers(400, 401, 403, 404, 503) },
  }), async (c) => {
    refuseForeignOrigin(services, c)
    const { format, encoding, ...query } = c.req.valid('json')
    if (encoding !== undefined && format !== 'shapefile') throw new ProblemError(400, { code: 'request.invalid', title: 'The request is not valid', errors: [{ field: 'encoding', reason: 'only a shapefile has a choice: leave it out' }] })
    const prepared = await prepareSegments(services, query)
    const { system, selection, states, facts } = prepared
    const job = await exports.ask(accountOf(c), { task: { format, encoding: encoding ?? 'UTF-8', system, atMs: states.at.getTime(), facts }, rows: states.rows, rowCount: selection.indexes.length })
    if (!job) throw new ProblemError(503, { code: 'export.full', title: 'Too many files are being written', detail: 'Wait until one is ready, or cancel one.' }, { 'retry-after': '10' })
    await auditExport(services, c, { subject: `export:${job.file}`, ...takenSegments(prepared, format) }).catch(async (error: unknown) => {
      await exports.cancel(job.id, accountOf(c))
      throw error
    })
    return c.json(job, 202)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/export/jobs', summary: 'Your own exports; without an account none is listed', responses: { 200: jsonAnswer(z.array(exportJobShape), 'The jobs, oldest first'), ...problemAnswers(401, 403) },
  }), (c) => c.json(exports.list(accountOf(c)), 200))

  app.openapi(createRoute({
    method: 'get', path: '/api/export/jobs/{id}', summary: 'How far an export is', request: { params: jobParam }, responses: { 200: jsonAnswer(exportJobShape, 'The job'), ...problemAnswers(401, 403, 404) },
  }), (c) => {
    const job = exports.get(c.req.valid('param').id, accountOf(c))
    if (!job) throw noJob()
    return c.json(job, 200)
  })

  const file = createRoute({
    method: 'get', path: '/api/export/jobs/{id}/file', summary: 'The finished file', request: { params: jobParam },
    responses: { 200: { description: 'GeoPackage, FlatGeobuf, or a zip with the Shapefile', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }, ...problemAnswers(401, 403, 404, 409) },
  })
  app.openAPIRegistry.registerPath(file)
  app.get('/api/export/jobs/:id/file', (c) => {
    const [id, asker] = [c.req.param('id'), accountOf(c)]
    const job = exports.get(id, asker)
    if (!job) throw noJob()
    const path = exports.pathOf(id, asker)
    if (path === null) throw new ProblemError(409, { code: 'export.not_ready', title: 'The file is not ready', detail: `It is ${job.state}.`, errors: [{ field: 'id', reason: job.state === 'failed' ? 'ask for it anew' : 'wait until its state is ready' }] })
    c.header('content-type', contentTypes[job.format])
    c.header('content-length', String(job.bytes))
    c.header('content-disposition', attached(job.file))
    return streamPieces(c, createReadStream(path) as AsyncIterable<Uint8Array>)
  })

  app.openapi(createRoute({
    method: 'delete', path: '/api/export/jobs/{id}', summary: 'Cancel an export, or remove its file', request: { params: jobParam }, responses: { 204: { description: 'It is gone' }, ...problemAnswers(401, 403, 404) },
  }), async (c) => {
    refuseForeignOrigin(services, c)
    if (!await exports.cancel(c.req.valid('param').id, accountOf(c))) throw noJob()
    return c.body(null, 204)
  })
}

const noJob = (): ProblemError => new ProblemError(404, { code: 'export.no_job', title: 'No such export', detail: 'A file is kept for two hours after it was asked for, by the server that made it, for the account that asked.', errors: [{ field: 'id', reason: 'ask for the file anew' }] })
