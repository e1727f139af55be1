import type { Context } from 'hono'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const gzipped = promisify(gzip)
const leastBytes = 1400

/** Sends bytes; compressed where that is accepted and pays (level 1: a larger level costs more time than it saves). */
export async function sendBytes(c: Context, bytes: Buffer, type: string, headers: Record<string, string> = {}): Promise<Response> {
  const all: Record<string, string> = { 'content-type': type, vary: 'accept, accept-encoding', 'cache-control': 'no-cache', ...headers }
  if (bytes.length < leastBytes || !/\bgzip\b(?!;\s*q=0(\.0*)?\s*(,|$))/.test(c.req.header('accept-encoding') ?? '')) return c.body(bytes as Buffer<ArrayBuffer>, 200, { ...all, 'content-length': String(bytes.length) })
  const packed = await gzipped(bytes, { level: 1 })
  return c.body(packed as Buffer<ArrayBuffer>, 200, { ...all, 'content-encoding': 'gzip', 'content-length': String(packed.length) })
}

export const sendJson = (c: Context, body: unknown, type: string, headers: Record<string, string> = {}): Promise<Response> => sendBytes(c, Buffer.from(JSON.stringify(body)), type, headers)
