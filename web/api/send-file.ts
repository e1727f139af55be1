import { ApiError } from './api-error'
import { judge } from './request'

/**
 * Sends a file as the body of a POST and tells how much of it has gone out; fetch cannot tell that.
 * @param onSent bytes that have left this machine
 * @throws ApiError as `request` does; 'aborted' when the signal ended it
 */
export async function sendFile<T>(path: string, file: Blob, onSent: (bytes: number) => void, signal: AbortSignal): Promise<T> {
  const response = await new Promise<Response>((resolve, reject) => {
    const asked = new XMLHttpRequest()
    const stop = (): void => asked.abort()
    asked.open('POST', path)
    asked.setRequestHeader('content-type', 'application/octet-stream')
    asked.setRequestHeader('accept', 'application/json')
    asked.upload.onprogress = ({ loaded }) => onSent(loaded)
    asked.onload = () => resolve(new Response(asked.responseText, { status: asked.status, statusText: asked.statusText, headers: { 'content-type': asked.getResponseHeader('content-type') ?? '' } }))
    asked.onerror = () => reject(new ApiError(0, { code: 'network' }))
    asked.onabort = () => reject(new ApiError(0, { code: 'aborted' }))
    asked.onloadend = () => signal.removeEventListener('abort', stop)
    signal.addEventListener('abort', stop)
    if (signal.aborted) reject(new ApiError(0, { code: 'aborted' }))
    else asked.send(file)
  })
  return (await judge(path, response)).json() as Promise<T>
}
