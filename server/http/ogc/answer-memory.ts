import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** Smallest and largest piece that is kept, as powers of two, and the most that lies idle. */
const [smallest, largest] = [16, 22]
const mostIdleBytes = 32 * 2 ** 20

const idle: Buffer[][] = Array.from({ length: largest + 1 }, () => [])
let idleBytes = 0

/**
 * Memory for an answer, at least so large. It goes back when the answer has been sent: taken anew for each answer, megabytes a request would
 * make the collector walk the whole network again and again.
 */
export function answerMemory(c: Context, bytes: number): Buffer {
  const power = Math.max(smallest, Math.ceil(Math.log2(bytes)))
  const outgoing = (c.env as Partial<HttpBindings> | undefined)?.outgoing as import('node:http').ServerResponse | undefined
  if (power > largest || !outgoing?.once) return Buffer.allocUnsafeSlow(bytes)
  const kept = idle[power]!.pop()
  if (kept) idleBytes -= kept.length
  const memory = kept ?? Buffer.allocUnsafeSlow(2 ** power)
  // Node tells of the close once everything has been handed to the kernel, or the connection is gone.
  outgoing.once('close', () => {
    if (!outgoing.writableFinished || idleBytes + memory.length > mostIdleBytes) return
    idle[power]!.push(memory)
    idleBytes += memory.length
  })
  return memory
}
