import type { Problem } from '#domain/wire/problem'
import { ApiError } from './api-error'
import { isUnattended } from './attended'

export interface RequestOptions {
  body?: unknown
  headers?: Record<string, string>
  /** Wall milliseconds until the request is given up; default 15 s. */
  timeoutMs?: number
  signal?: AbortSignal
}

let unauthorised: (() => void) | null = null
/** Names the one who is told whenever the server answers 401 to anything but a sign-in: the session is over, whatever the screen believes. */
export function onUnauthorised(handler: () => void): void {
  unauthorised = handler
}

async function problemOf(response: Response): Promise<Partial<Problem> & { code: string }> {
  const fallback = { code: 'http', title: `${response.status} ${response.statusText}` }
  if (!(response.headers.get('content-type') ?? '').includes('json')) return fallback
  try {
    const body = (await response.json()) as Partial<Problem> | null
    return body && typeof body.code === 'string' ? { ...body, code: body.code } : { ...fallback, ...body, code: 'http' }
  } catch {
    return fallback
  }
}

/** One answer of our own server, of whatever kind. @throws ApiError as `request` does */
async function answer(method: string, path: string, options: RequestOptions, accept: string): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 15_000)
  const headers: Record<string, string> = { accept, ...(isUnattended() ? { 'hearthway-unattended': '1' } : {}), ...options.headers }
  const init: RequestInit = {
    method, headers, credentials: 'same-origin',
    signal: options.signal ? AbortSignal.any([timeout, options.signal]) : timeout,
  }
  if (options.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(options.body)
  }
  let response: Response
  try {
    response = await fetch(path, init)
  } catch (error) {
    if (options.signal?.aborted) throw new ApiError(0, { code: 'aborted' })
    throw new ApiError(0, { code: timeout.aborted ? 'timeout' : 'network', detail: error instanceof Error ? error.message : String(error) })
  }
  return judge(path, response)
}

/** The answer itself unless it is a refusal. @throws ApiError the server's problem */
export async function judge(path: string, response: Response): Promise<Response> {
  if (response.status === 401 && !path.startsWith('/api/session')) unauthorised?.()
  if (!response.ok) throw new ApiError(response.status, await problemOf(response))
  return response
}

/**
 * One request to our own server; JSON in, JSON out (undefined for 204).
 * @throws ApiError: status 0 and code 'network' or 'timeout' when no answer came, else the server's problem
 */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await answer(method, path, options, 'application/json')
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch {
    throw new ApiError(response.status, { code: 'http', title: 'answer was not JSON' })
  }
}

/** A file of our own server, whole. @throws ApiError as `request` does; also when it breaks off, code 'network' */
export async function download(path: string, options: RequestOptions = {}): Promise<Blob> {
  const response = await answer('GET', path, options, '*/*')
  try {
    return await response.blob()
  } catch (error) {
    throw new ApiError(0, { code: 'network', detail: error instanceof Error ? error.message : String(error) })
  }
}
