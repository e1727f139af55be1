import type { Problem } from '#domain/wire/problem'

/**
 * A refusal of the server (RFC 9457) or a failure to reach it at all.
 * `code` picks the sentence shown; 'network' = no answer, 'http' = an answer without a problem body.
 */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly params: Record<string, string | number>
  readonly errors: NonNullable<Problem['errors']>
  readonly detail: string | null

  constructor(status: number, problem: Partial<Problem> & { code: string }) {
    super(problem.detail ?? problem.title ?? problem.code)
    this.name = 'ApiError'
    this.status = status
    this.code = problem.code
    this.params = problem.params ?? {}
    this.errors = problem.errors ?? []
    this.detail = problem.detail ?? problem.title ?? null
  }

  /** True when nobody can say whether the request was carried out: no answer came back. */
  get unanswered(): boolean {
    return this.status === 0
  }
}

/** Makes any thrown thing an ApiError, so that panels have one kind of failure to show. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError(0, { code: 'network', detail: error instanceof Error ? error.message : String(error) })
}
