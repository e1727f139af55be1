import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem } from '#domain/wire/problem'

export type ProblemWords = Pick<Problem, 'code' | 'detail' | 'params' | 'errors'> & { title: string }

/** An error that knows its answer; thrown anywhere below a route. */
export class ProblemError extends Error {
  constructor(readonly status: ContentfulStatusCode, readonly words: ProblemWords, readonly headers: Record<string, string> = {}) {
    super(words.detail ?? words.title)
  }
}

/** An application/problem+json answer (RFC 9457). */
export function problem(context: Context, status: ContentfulStatusCode, words: ProblemWords, headers: Record<string, string> = {}): Response {
  const body: Problem = { type: `urn:hearthway:problem:${words.code}`, status, ...words }
  return context.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json; charset=utf-8', ...headers })
}
