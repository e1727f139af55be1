import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/**
 * A TCP line in the middle whose near sides can be cut off as a partition cuts them off: no byte passes, no end is told, nobody is refused. What was on its way is
 * kept as the network's retransmissions keep it, and arrives late when the line is whole again.
 */
export interface CuttableLine {
  readonly port: number
  cut(near: string): void
  mend(near: string): void
  close(): Promise<void>
}

export interface CuttableLineOptions {
  toPort: number
  /** Who stands at the near end, by the port it calls from. */
  nearOf(port: number): string
  /** Sees what reaches the far side, when it does; `late`: it may have left while the line was cut. */
  onPassed?(near: string, bytes: Buffer, late: boolean): void
}

/** What a mended line had kept is through by then, ms. */
const lateMs = 250

export async function openCuttableLine({ toPort, nearOf, onPassed = () => {} }: CuttableLineOptions): Promise<CuttableLine> {
  const cutOff = new Set<string>()
  const open = new Set<{ near: string; resume(): void; sockets: Socket[]; mendedMs: number }>()
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    const near = nearOf(socket.remotePort ?? 0)
    const pair = { near, sockets: [socket], resume: () => {}, mendedMs: -Infinity }
    open.add(pair)
    const begin = (): void => {
      const far = connect(toPort, '127.0.0.1')
      pair.sockets.push(far)
      for (const [from, to] of [[socket, far], [far, socket]] as const) {
        from.setNoDelay(true)
        from.on('data', (bytes) => {
          if (from === socket) onPassed(near, bytes, performance.now() - pair.mendedMs < lateMs)
          to.write(bytes)
        })
        from.on('close', () => {
          const tell = (): void => { open.delete(pair); to.end() }
          // Not told through a cut; afterwards it is, behind what was said before it.
          if (cutOff.has(near)) pair.resume = () => { to.resume(); tell() }
          else tell()
        })
      }
      far.on('error', () => socket.destroy())
      pair.resume = () => { for (const one of pair.sockets) one.resume() }
      pair.resume()
    }
    socket.on('error', () => {})
    if (cutOff.has(near)) pair.resume = begin
    else begin()
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    port: (server.address() as AddressInfo).port,
    cut(near) {
      cutOff.add(near)
      for (const pair of open) if (pair.near === near) for (const socket of pair.sockets) socket.pause()
    },
    mend(near) {
      cutOff.delete(near)
      for (const pair of [...open]) if (pair.near === near) {
        pair.mendedMs = performance.now()
        pair.resume()
      }
    },
    async close() {
      for (const { sockets } of open) for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => { server.close(() => resolve()) })
    },
  }
}
