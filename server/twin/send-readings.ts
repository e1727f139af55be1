import type { IngestAnswer } from '#domain/wire/readings'
import type { TwinReading } from './sensor-bank'

/** What became of a batch. `retry` = nothing is known to be stored, send the same again; `refused` = it will never be taken. */
export type SendResult =
  | { kind: 'stored'; answer: IngestAnswer }
  | { kind: 'retry'; afterMs: number; reason: string }
  | { kind: 'refused'; status: number; detail: string }

/** Posts one batch to the server as a field gateway would. Never throws: a broken connection is a `retry`. */
export async function sendReadings(server: string, token: string, readings: readonly TwinReading[], timeoutMs = 30_000): Promise<SendResult> {
  try {
    const response = await fetch(new URL('/api/readings', server), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ readings }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    if (response.status === 202) return { kind: 'stored', answer: JSON.parse(text) as IngestAnswer }
    if (response.status === 400 || response.status === 413 || response.status === 415) return { kind: 'refused', status: response.status, detail: text.slice(0, 300) }
    // 401 included: the token may be seeded a moment later; its back-off is the caller's.
    const seconds = Number(response.headers.get('retry-after'))
    return { kind: 'retry', afterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0, reason: `HTTP ${response.status}` }
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } }
    return { kind: 'retry', afterMs: 0, reason: cause?.code ?? `${name}: ${message}` }
  }
}
