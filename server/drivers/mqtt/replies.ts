import { LinkError } from '../driver'

/** Questions under way, by their correlation data. A reply to a question that nobody asks any more is dropped. */
export interface Replies<T> {
  /** @throws LinkError 'silent' after the time, or what `settle` throws */
  expect(correlation: string): Promise<T>
  settle(correlation: string | null, read: () => T): void
  /** Nothing will come: the promise stays open and nobody waits for it. */
  forget(correlation: string): void
}

export function createReplies<T>(timeoutMs: number): Replies<T> {
  const waiting = new Map<string, { resolve(value: T): void; reject(error: unknown): void; timer: ReturnType<typeof setTimeout> }>()
  const forget = (correlation: string): void => {
    clearTimeout(waiting.get(correlation)?.timer)
    waiting.delete(correlation)
  }
  return {
    expect(correlation) {
      const reply = new Promise<T>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(correlation)
          reject(new LinkError('silent', `the controller has not answered within ${timeoutMs} ms`))
        }, timeoutMs)
        waiting.set(correlation, { resolve, reject, timer })
      })
      // The asker may still be waiting for the broker.
      reply.catch(() => {})
      return reply
    },
    settle(correlation, read) {
      const asked = correlation === null ? undefined : waiting.get(correlation)
      if (correlation === null || !asked) return
      forget(correlation)
      try {
        asked.resolve(read())
      } catch (error) {
        asked.reject(error)
      }
    },
    forget,
  }
}
