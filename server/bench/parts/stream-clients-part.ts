import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Many live clients that read and throw away. */
export interface StreamClientsPart {
  /** Opens them all; resolves when each has received its first bytes. */
  open(options: { url: string; path: string; count: number }): Promise<void>
  /** Bytes received by all since the last asking, and how many are still connected. */
  received(options: null): Promise<{ bytes: number; connected: number }>
  close(options: null): Promise<void>
}

export function createStreamClientsPart(): { handlers: StreamClientsPart; end(): Promise<void> } {
  let sockets: Socket[] = []
  let bytes = 0
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    sockets = []
  }
  return {
    handlers: {
      async open({ url, path, count }) {
        const { hostname, port } = new URL(url)
        let begun = 0
        for (let index = 0; index < count; index++) {
          const socket = connect(Number(port), hostname)
          let first = true
          socket.on('error', () => {})
          socket.on('data', (chunk) => {
            bytes += chunk.length
            if (first) begun++
            first = false
          })
          socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`)
          sockets.push(socket)
          // In small groups, so that the listen queue never overflows.
          if (index % 50 === 49) await wait(20)
        }
        for (let waited = 0; begun < count; waited += 50) {
          if (waited > 30_000) throw new Error(`only ${begun} of ${count} clients were served within 30 s`)
          await wait(50)
        }
      },
      async received() {
        const answer = { bytes, connected: sockets.filter((socket) => !socket.destroyed && socket.readyState === 'open').length }
        bytes = 0
        return answer
      },
      close,
    },
    end: close,
  }
}
