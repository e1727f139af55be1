import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.woff': 'font/woff', '.png': 'image/png', '.ico': 'image/x-icon', '.webmanifest': 'application/manifest+json',
}

/** The built page. Hashed assets are kept for ever, the page itself is asked for each time. */
export function staticFiles(webDir: string, app: OpenAPIHono): void {
  app.get('*', async (c) => {
    const path = decoded(c.req.path)
    if (path === null) return c.notFound()
    const file = normalize(join(webDir, path === '/' ? 'index.html' : path))
    const inside = file.startsWith(webDir + sep)
    const found = inside && (await stat(file).catch(() => null))?.isFile()
    // A view's address names a thing by its id, whatever that looks like.
    if (!found && /^\/(segment|zone)\//.test(path)) return page(c)
    if (!found) return extname(path) === '' && !/^\/(api|ogc|sta)(\/|$)/.test(path) ? page(c) : c.notFound()
    if (file.endsWith('index.html')) return page(c)
    return c.body(await readFile(file), 200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  })
  const page = async (c: { body: (data: Buffer<ArrayBuffer>, status: 200, headers: Record<string, string>) => Response }) =>
    c.body(await readFile(join(webDir, 'index.html')), 200, {
      'content-type': types['.html'] as string, 'cache-control': 'no-cache',
    })
}

/** Null for a path that is no UTF-8 behind its percent signs. */
function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
