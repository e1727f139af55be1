import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A TCP line in the middle that can be cut as a partition cuts it: nothing passes any more and nobody is told. */
export interface SeverableLine {
  readonly port: number
  /** From now on nothing passes, on old and new connections alike. */
  sever(): void
  mend(): void
  close(): Promise<void>
}

/** @param onSent sees what the near side sends */
export async function openSeverableLine(toPort: number, onSent: (bytes: Buffer) => void = () => {}): Promise<SeverableLine> {
  let severed = false
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1')
    for (const [from, to] of [[near, far], [far, near]] as const) {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (from === near) onSent(bytes)
        if (!severed) to.write(bytes)
      })
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        if (!severed) to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    port: (server.address() as AddressInfo).port,
    sever() { severed = true },
    mend() {
      severed = false
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => { server.close(() => resolve()) })
    },
  }
}
