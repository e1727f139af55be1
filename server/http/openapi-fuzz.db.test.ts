import { createAdaptorServer } from '@hono/node-server'
import fc from 'fast-check'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestsOf, type FuzzRequest, type OpenApi } from './testing/fuzz-requests'
import { deviceToken, openTestApp } from './testing/test-app'

/** Words that mean something to the city under test, so that requests get past the first look-up. */
const known = ['a', 'h', 's-a', 'L1', 'A1', 'B1', 'C1', 'E1', 'ST1', 'segment', 'heat', '1', 'json', 'cql2-text', "kind = 'road'", 'EPSG:4490', '126,45,127,46', 'Observations', 'result gt 1']
/** Each operation is asked so often by each caller. */
const perOperation = Number(process.env['HEARTHWAY_FUZZ'] ?? 12)
/** Wall ms for all operations of one caller: a busy machine asks less often, not longer. */
const budgetMs = process.env['HEARTHWAY_FUZZ'] ? 600_000 : 2000

let open: Awaited<ReturnType<typeof openTestApp>>
let document: OpenApi
let server: ReturnType<typeof createAdaptorServer>
let origin: string
beforeAll(async () => {
  open = await openTestApp('postgresql')
  server = createAdaptorServer({ fetch: open.app.fetch })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  document = (await (await open.get('/api/openapi.json')).json()) as OpenApi
  const ogc = resolved(await (await open.get('/ogc/api')).json()) as OpenApi
  for (const [route, methods] of Object.entries(ogc.paths)) document.paths[`/ogc${route === '/' ? '' : route}`] = methods
})
afterAll(async () => {
  if ('closeAllConnections' in server) server.closeAllConnections()
  await new Promise<void>((resolve) => { server.close(() => resolve()) })
  await open.close()
})

/** A document without references to its own parts. */
function resolved(value: unknown, root: unknown = value): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => resolved(item, root))
  const reference = (value as { $ref?: string }).$ref
  if (reference?.startsWith('#/')) return resolved(reference.slice(2).split('/').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], root), root)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(item, root)]))
}

/** Who may import and configure; a file of roads waits, so that the routes of drafts find one. */
async function engineer(): Promise<Record<string, string>> {
  const own = await open.signInAs('engineer')
  if (open.imports.list().length === 0) {
    const roads = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: [[126.62, 45.75], [126.63, 45.75]] } }] }
    await open.send('POST', '/api/imports/drafts?name=roads.geojson', roads, { ...own, 'content-type': 'application/octet-stream' })
    known.push(...open.imports.list().map(({ id }) => id))
  }
  return own
}

async function statusOf({ method, path, headers, body }: FuzzRequest, own: Record<string, string>): Promise<{ status: number; retry: string | null }> {
  const answer = await fetch(`${origin}${path}`, { method, headers: { ...headers, ...own }, ...(body === null ? {} : { body }) })
  // The live stream never ends by itself.
  await (answer.headers.get('content-type')?.startsWith('text/event-stream') ? answer.body?.cancel() : answer.arrayBuffer())
  return { status: answer.status, retry: answer.headers.get('retry-after') }
}

test.each([
  ['nobody', async () => ({})],
  ['a signed-in operator', () => open.signIn()],
  ['an engineer (imports, plant)', engineer],
  ['airport operations', () => open.signInAs('airportOperations')],
  ['a system administrator', () => open.signInAs('systemAdministrator')],
  ['a security administrator', () => open.signInAs('securityAdministrator')],
  ['an auditor', () => open.signInAs('auditor')],
  ['a device', async () => ({ authorization: `Bearer ${deviceToken}` })],
])('whatever is asked by %s: never a 5xx, but 503 with Retry-After', async (_, signIn) => {
  let own: Record<string, string> = await signIn()
  const operations = Object.entries(document.paths).flatMap(([route, methods]) => Object.entries(methods).map(([method, operation]) => ({ route, method, operation })))
  expect(operations.length).toBeGreaterThan(20)
  const found: string[] = []
  const seed = Number(process.env['HEARTHWAY_FUZZ_SEED'] ?? Date.now() % 2 ** 31)
  for (const { route, method, operation } of operations) {
    const untilMs = performance.now() + budgetMs / operations.length
    for (const [i, request] of fc.sample(requestsOf(route, method, operation, known), { numRuns: perOperation, seed }).entries()) {
      if (i > 0 && performance.now() > untilMs) break
      const { status, retry } = await statusOf(request, own)
      if (status >= 500 && !(status === 503 && retry !== null)) found.push(`${status} for ${JSON.stringify(request)}`)
      // Signing out is one of the requests.
      if (method === 'delete' && route === '/api/session') own = await signIn()
    }
  }
  expect(found, `HEARTHWAY_FUZZ_SEED=${seed}`).toEqual([])
}, 900_000)
