import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenAPIHono } from '@hono/zod-openapi'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { staticFiles } from './static-files'

let folder: string
let app: OpenAPIHono
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearthway-web-'))
  await writeFile(join(folder, 'index.html'), '<p>page</p>')
  await writeFile(join(folder, '图 1.svg'), '<svg/>')
  app = new OpenAPIHono()
  staticFiles(folder, app)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it.each([['/', 200], ['/segments/7', 200], ['/segment/a.b', 200], ['/zone/x.js', 200], ['/%E5%9B%BE%201.svg', 200], ['/none.js', 404], ['/%', 404], ['/%zz.js', 404], ['/%E0%A4%A.html', 404], ['/..%2f..%2fetc/passwd.txt', 404], ['/a%00.js', 404]])('answers %s with %i', async (path, status) => {
  expect((await app.request(path)).status).toBe(status)
})
