import { ProblemError } from './problem'

/**
 * A JSON body, read strictly: application/json only, at most `maxBytes` (by its announced length, or counted while it comes), valid UTF-8.
 * @throws ProblemError 415, 413 or 400
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new ProblemError(415, { code: 'body.not_json', title: 'The body is not JSON', detail: 'Send content-type: application/json.' })
  const announced = request.headers.get('content-length')
  if (Number(announced ?? 0) > maxBytes) throw tooLarge(maxBytes)
  // A body of announced length cannot be longer than that and is taken whole, which is cheaper; the others are counted while they come.
  const bytes = announced === null ? await readCounted(request, maxBytes) : await request.arrayBuffer()
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // The parser's message would echo the body: say only what is wrong with it.
    throw new ProblemError(400, { code: 'body.unreadable', title: 'The body is not valid JSON in UTF-8' })
  }
}

/** All bytes of a body, counted while they come. @throws ProblemError 413 */
export async function readCounted(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > maxBytes) throw tooLarge(maxBytes)
      chunks.push(chunk)
    }
  }
  return Buffer.concat(chunks)
}

const tooLarge = (maxBytes: number): ProblemError => new ProblemError(413, { code: 'body.too_large', title: 'The body is too large', params: { most_bytes: maxBytes } })
