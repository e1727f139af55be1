import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RecordedFrame { atMs: number; bytes: Uint8Array }

/** The least a stream can cost in Node: an HTTP server that writes given bytes to everybody, nothing else. */
export interface BareStreamPart {
  start(options: null): Promise<{ url: string }>
  /** Writes the frames to all clients at their recorded instants; resolves at the end with the CPU time used, ms. */
  replay(options: { frames: RecordedFrame[]; seconds: number }): Promise<{ cpuMs: number; clients: number }>
}

export function createBareStreamPart(): { handlers: BareStreamPart; end(): Promise<void> } {
  const clients = new Set<ServerResponse>()
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'keep-alive', 'x-accel-buffering': 'no' })
    response.socket?.setNoDelay(true)
    response.write(': hello\n\n')
    clients.add(response)
    response.once('close', () => clients.delete(response))
  })
  return {
    handlers: {
      async start() {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
      },
      async replay({ frames, seconds }) {
        // What came over the channel is no Buffer yet; and the first writes of a young process are not what is measured.
        const ready = frames.map(({ atMs, bytes }) => ({ atMs, bytes: Buffer.from(bytes) }))
        for (let turn = 0; turn < 3; turn++) {
          for (const client of clients) client.write(ready[0]?.bytes ?? ': warm\n\n')
          await new Promise((resolve) => setTimeout(resolve, 500))
        }
        const before = process.cpuUsage()
        const timers = ready.map(({ atMs, bytes }) => setTimeout(() => {
          for (const client of clients) client.write(bytes)
        }, atMs))
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
        for (const timer of timers) clearTimeout(timer)
        const { user, system } = process.cpuUsage(before)
        return { cpuMs: (user + system) / 1000, clients: clients.size }
      },
    },
    async end() {
      for (const client of clients) client.destroy()
      server.close()
    },
  }
}
