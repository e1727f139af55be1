import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { importDraftShape, importOptionsShape, importUndoneShape, storedImportShape } from '#domain/wire/imports'
import { storableText } from '#domain/wire/storable-text'
import { maxUploadBytes, type Step } from '#server/exchange/import-desk'
import { standsWords, undoImport } from '#server/exchange/undo-import'
import { loadImportReport, loadImports } from '#server/store/undo-import'
import { requireRight } from './access'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { remoteAddress } from './request-origin'
import type { Services } from './services'

const draftParam = z.object({ id: z.string().max(64) })
const importParam = z.object({ id: z.coerce.number().int().min(1).max(2 ** 31 - 1) })

/** Road networks from files: send one, see what it is, answer what is asked, commit, and take it back. */
export function importRoutes(services: Services, app: OpenAPIHono): void {
  const { db, imports } = services

  app.openapi(createRoute({
    method: 'get', path: '/api/imports', summary: 'All imports, the newest first', responses: { 200: jsonAnswer(z.array(storedImportShape), 'The imports'), ...problemAnswers(401, 403) },
  }), async (c) => {
    requireRight(services, c, 'network.import')
    const all = await loadImports(db)
    return c.json(all.map(({ id, file, name, importedAt, segments, stations, undoneAt, undoneBy }) => ({ id, file, name, imported_at: importedAt.toISOString(), segments, stations, undone_at: undoneAt?.toISOString() ?? null, undone_by: undoneBy })), 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/imports/{id}/report', summary: 'What an import did, refused features included', request: { params: importParam },
    responses: { 200: jsonAnswer(z.record(z.string(), z.unknown()), 'The report'), ...problemAnswers(400, 401, 403, 404) },
  }), async (c) => {
    requireRight(services, c, 'network.import')
    const report = await loadImportReport(db, c.req.valid('param').id)
    if (report === null) throw noImport()
    return c.json(report as Record<string, unknown>, 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/imports/{id}/undo', summary: 'Take a whole import back, unless something stands on it', request: { params: importParam },
    responses: { 200: jsonAnswer(importUndoneShape, 'It is gone'), ...problemAnswers(400, 401, 403, 404, 409) },
  }), async (c) => {
    const { accountId } = requireRight(services, c, 'network.import')
    const answer = await undoImport(db, c.req.valid('param').id, { at: services.clock.now(), actor: accountId })
    if (answer.outcome === 'unknown') throw noImport()
    if (answer.outcome === 'undone_before') throw new ProblemError(409, { code: 'import.undone_before', title: 'This import was undone before', errors: [{ field: 'id', reason: 'was undone before: import it anew' }] })
    if (answer.outcome === 'whole_city') throw new ProblemError(409, { code: 'import.whole_city', title: 'A whole city is not undone', detail: 'Begin with another database.', errors: [{ field: 'id', reason: 'is the whole city' }] })
    if (answer.outcome !== 'undone') {
      throw new ProblemError(409, {
        code: 'import.stands', title: 'Something stands on this import', detail: `${standsWords(answer.stands).join('; ')}. Take these off by a plant file first.`,
        errors: answer.stands.map(({ kind, count, ids }) => ({ field: kind, reason: `${count}: ${ids.join(', ')}` })),
      })
    }
    await services.takeChanges()
    return c.json({ segments: answer.segments, stations: answer.stations }, 200)
  })

  const upload = createRoute({
    method: 'post', path: '/api/imports/drafts', summary: 'Send a file of roads; it is read and nothing is stored',
    description: 'GeoJSON, GeoJSON lines, a zipped Shapefile, GeoPackage, FlatGeobuf or OpenStreetMap PBF, or a CSV of stations, as the body itself. Poll the draft until it is `asks`, `ready` or `refused`.',
    request: { query: z.object({ name: z.string().min(1).max(200) }), body: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } },
    responses: { 202: jsonAnswer(importDraftShape, 'It is being read'), ...problemAnswers(400, 401, 403, 409, 413, 415, 503) },
  })
  app.openAPIRegistry.registerPath(upload)
  app.post('/api/imports/drafts', async (c) => {
    requireRight(services, c, 'network.import')
    if (services.demo) throw new ProblemError(409, { code: 'import.demo', title: 'This is a demo: its readings are invented', detail: 'Start an instance of your own and import there.' })
    const name = c.req.query('name') ?? ''
    if (name.length < 1 || name.length > 200 || !storableText.test(name)) throw new ProblemError(400, { code: 'request.invalid', title: 'The request is not valid', errors: [{ field: 'name', reason: 'expected the file\'s name, 1 to 200 characters' }] })
    if (/^multipart\//i.test(c.req.header('content-type') ?? '')) throw new ProblemError(415, { code: 'import.multipart', title: 'Send the file itself as the body', detail: 'content-type: application/octet-stream, not a form.', errors: [{ field: 'content-type', reason: 'expected application/octet-stream' }] })
    const tooLarge = (): ProblemError => new ProblemError(413, { code: 'body.too_large', title: 'The file is too large', detail: 'Cut it by area, or import it with `npm run import` in parts.', params: { most_bytes: maxUploadBytes } })
    if (Number(c.req.header('content-length') ?? 0) > maxUploadBytes) throw tooLarge()
    const { body } = c.req.raw
    if (!body) throw new ProblemError(400, { code: 'import.empty', title: 'There is no file in the request', errors: [{ field: 'body', reason: 'send the file itself as the body' }] })
    const taken = await imports.take(name, body as unknown as AsyncIterable<Uint8Array>, {})
    if ('draft' in taken) return c.json(taken.draft, 202)
    if (taken.refused === 'too_large') throw tooLarge()
    throw new ProblemError(503, { code: 'import.full', title: 'Too many files wait here already', detail: 'Commit or cancel one of them.' }, { 'retry-after': '60' })
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/imports/drafts', summary: 'Files that were sent and are not stored', responses: { 200: jsonAnswer(z.array(importDraftShape.omit({ preview: true })), 'The drafts'), ...problemAnswers(401, 403) },
  }), (c) => {
    requireRight(services, c, 'network.import')
    return c.json(imports.list().map(({ preview: _, ...draft }) => draft), 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/imports/drafts/{id}', summary: 'What is known of a file, and how far its import is', request: { params: draftParam },
    responses: { 200: jsonAnswer(importDraftShape, 'The draft'), ...problemAnswers(401, 403, 404) },
  }), (c) => {
    requireRight(services, c, 'network.import')
    const draft = imports.get(c.req.valid('param').id)
    if (!draft) throw noDraft()
    return c.json(draft, 200)
  })

  app.openapi(createRoute({
    method: 'put', path: '/api/imports/drafts/{id}/options', summary: 'Say what the file does not, answer findings; it is read again', request: { params: draftParam, body: jsonBody(importOptionsShape) },
    responses: { 202: jsonAnswer(importDraftShape, 'It is being read'), ...problemAnswers(400, 401, 403, 404, 409) },
  }), (c) => {
    requireRight(services, c, 'network.import')
    return c.json(draftOf(imports.change(c.req.valid('param').id, c.req.valid('json'))), 202)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/imports/drafts/{id}/commit', summary: 'Store it: all of it or nothing', request: { params: draftParam },
    responses: { 202: jsonAnswer(importDraftShape, 'It is being stored'), ...problemAnswers(401, 403, 404, 409) },
  }), (c) => {
    const { accountId: actor, role } = requireRight(services, c, 'network.import')
    return c.json(draftOf(imports.commit(c.req.valid('param').id, { actor, role, address: remoteAddress(c) })), 202)
  })

  app.openapi(createRoute({
    method: 'delete', path: '/api/imports/drafts/{id}', summary: 'Cancel the reading and forget the file', request: { params: draftParam }, responses: { 204: { description: 'It is gone' }, ...problemAnswers(401, 403, 404, 409) },
  }), async (c) => {
    requireRight(services, c, 'network.import')
    const ended = await imports.cancel(c.req.valid('param').id)
    if (ended === 'unknown') throw noDraft()
    if (ended === 'busy') throw new ProblemError(409, { code: 'import.storing', title: 'It is being stored and can be undone afterwards', errors: [{ field: 'id', reason: 'wait until it is stored, then undo it' }] })
    return c.body(null, 204)
  })
}

const noImport = (): ProblemError => new ProblemError(404, { code: 'import.not_found', title: 'No such import', errors: [{ field: 'id', reason: 'look it up in GET /api/imports' }] })
const noDraft = (): ProblemError => new ProblemError(404, { code: 'import.no_draft', title: 'No such file', detail: 'A file that is not committed is kept for two hours.', errors: [{ field: 'id', reason: 'send the file again' }] })

function draftOf(step: Step) {
  if ('draft' in step) return step.draft
  if (step.refused === 'unknown') throw noDraft()
  if (step.refused === 'busy') throw new ProblemError(409, { code: 'import.busy', title: 'The file is being read or stored', errors: [{ field: 'id', reason: 'wait until that has ended' }] })
  throw new ProblemError(409, { code: 'import.not_ready', title: 'The file cannot be stored as it is', detail: 'Answer its findings, or see why it was refused.', errors: [{ field: 'id', reason: 'answer its findings' }] })
}
