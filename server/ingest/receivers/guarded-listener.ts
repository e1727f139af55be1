import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Wall ms and bytes. Those that have not signed in share few places, so that they cannot take those of the others. */
export interface ListenerLimits {
  mostConnections: number
  mostStrangers: number
  mostStrangersPerAddress: number
  /** To sign in after the connection was opened, however many bytes come. */
  loginMs: number
  /** Without one whole sentence or frame. */
  idleMs: number
  /** Read on the long run; more waits in the network. */
  bytesPerS: number
  burstBytes: number
}

export const usualLimits: ListenerLimits = { mostConnections: 2000, mostStrangers: 200, mostStrangersPerAddress: 20, loginMs: 10_000, idleMs: 300_000, bytesPerS: 20_000, burstBytes: 65_536 }

/** One connection as its session sees it. */
export interface GuardedLine {
  write(bytes: string | Uint8Array): void
  /** It has proven who it is. */
  signedIn(): void
  /** Something whole has come: it is no idle connection. */
  alive(): void
  /** Ends it, what was written last still goes out. */
  end(): void
}

/** What is spoken on a connection. The next bytes are read only when the last were dealt with. */
export interface Session {
  take(bytes: Uint8Array): Promise<void>
  ended(): void
}

export interface ListenerOptions {
  host: string
  port: number
  limits?: Partial<ListenerLimits>
  open: (line: GuardedLine) => Session
  onError?: (error: unknown) => void
}

interface Stranger { address: string }

/** A TCP listener for devices that nobody can trust to behave: sizes, times and rates are bounded, and no connection can hurt another. */
export class GuardedListener {
  private readonly server: Server
  private readonly limits: ListenerLimits
  private readonly sockets = new Set<Socket>()
  private readonly strangers = new Map<Socket, Stranger>()

  constructor(private readonly options: ListenerOptions) {
    this.limits = { ...usualLimits, ...options.limits }
    this.server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.admit(socket))
  }

  /** @returns the port, where 0 was asked for. @throws Error when the port is in use */
  start(): Promise<number> {
    const { host, port } = this.options
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use: receivers cannot be listened to there`) : error))
      this.server.listen(port, host, () => {
        this.server.on('error', (error) => this.options.onError?.(error))
        resolve((this.server.address() as AddressInfo).port)
      })
    })
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => { this.server.close(() => resolve()) })
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  private admit(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const ofAddress = [...this.strangers.values()].filter((one) => one.address === address).length
    if (this.sockets.size >= this.limits.mostConnections || this.strangers.size >= this.limits.mostStrangers || ofAddress >= this.limits.mostStrangersPerAddress) {
      socket.destroy()
      return
    }
    this.sockets.add(socket)
    this.strangers.set(socket, { address })
    // An error only means that the connection is gone, which 'close' reports.
    socket.on('error', () => {})
    const { loginMs, idleMs } = this.limits
    let deadline = setTimeout(() => socket.destroy(), loginMs)
    const renew = (): void => {
      if (this.strangers.has(socket) || socket.destroyed) return
      clearTimeout(deadline)
      deadline = setTimeout(() => socket.destroy(), idleMs)
    }
    const session = this.options.open({
      write: (bytes) => { if (socket.writable) socket.write(bytes) },
      signedIn: () => { this.strangers.delete(socket); renew() },
      alive: renew,
      end: () => { if (!socket.destroyed) socket.end(() => socket.destroy()) },
    })
    socket.once('close', () => {
      clearTimeout(deadline)
      this.sockets.delete(socket)
      this.strangers.delete(socket)
      session.ended()
    })
    this.readFrom(socket, session)
  }

  private readFrom(socket: Socket, session: Session): void {
    const { bytesPerS, burstBytes } = this.limits
    let [budget, sinceMs] = [burstBytes, performance.now()]
    const take = async (chunk: Buffer): Promise<void> => {
      // Who asks and never reads the answers is let go.
      if (socket.writableLength > burstBytes) return void socket.destroy()
      const nowMs = performance.now()
      budget = Math.min(burstBytes, budget + ((nowMs - sinceMs) * bytesPerS) / 1000) - chunk.length
      sinceMs = nowMs
      await session.take(chunk)
      if (budget < 0) await new Promise((resolve) => { setTimeout(resolve, (-budget * 1000) / bytesPerS).unref() })
    }
    socket.on('data', (chunk) => {
      socket.pause()
      take(chunk as Buffer).then(() => { if (!socket.destroyed) socket.resume() }, (error: unknown) => {
        this.options.onError?.(error)
        socket.destroy()
      })
    })
  }
}
