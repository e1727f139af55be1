import type { ZodType } from 'zod'
import { problemShape } from '#domain/wire/problem'

export const jsonAnswer = <T extends ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } })
export const jsonBody = <T extends ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } })

const titles: Record<number, string> = {
  400: 'The request cannot be read', 401: 'Not signed in', 403: 'Not allowed', 404: 'Not found', 409: 'Conflict', 413: 'Too large', 415: 'Not JSON',
  422: 'The content is faulty', 429: 'Too many attempts', 503: 'Busy: come back after Retry-After seconds',
}

/** Problem answers of a route by status. */
export function problemAnswers<S extends number>(...statuses: S[]) {
  const answer = (status: number) => ({ description: titles[status] ?? 'Error', content: { 'application/problem+json': { schema: problemShape } } })
  return Object.fromEntries(statuses.map((status) => [status, answer(status)])) as unknown as Record<S, ReturnType<typeof answer>>
}
