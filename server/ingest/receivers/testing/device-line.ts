import { connect, type Socket } from 'node:net'

/** A device's side of a TCP connection: what came so far, and waiting for what is to come. */
export class DeviceLine {
  private received = Buffer.alloc(0)
  private readonly waiting = new Set<() => void>()
  isClosed = false

  private constructor(private readonly socket: Socket) {
    const tell = (): void => { for (const look of this.waiting) look() }
    socket.on('data', (chunk) => { this.received = Buffer.concat([this.received, chunk as Buffer]); tell() })
    socket.on('error', () => {})
    socket.on('close', () => { this.isClosed = true; tell() })
  }

  static open(port: number): Promise<DeviceLine> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(new DeviceLine(socket)))
      socket.once('error', reject)
    })
  }

  send(bytes: string | Uint8Array): void { if (!this.isClosed) this.socket.write(bytes) }
  close(): void { this.socket.destroy() }

  /** Takes what `find` finds at the beginning of what came: how many bytes it is, or 0 to wait for more. @throws Error when the connection closes before */
  take(find: (bytes: Buffer) => number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const length = find(this.received)
        if (length === 0 && !this.isClosed) return
        this.waiting.delete(look)
        if (length === 0) return reject(new Error(`closed after ${this.received.toString('latin1')}`))
        resolve(this.received.subarray(0, length))
        this.received = this.received.subarray(length)
      }
      this.waiting.add(look)
      look()
    })
  }

  async line(): Promise<string> { return (await this.take((bytes) => bytes.indexOf('\n') + 1)).toString('latin1').trimEnd() }
  /** One JT/T 808 frame. */
  frame(): Promise<Buffer> { return this.take((bytes) => (bytes.length > 1 ? bytes.indexOf(0x7e, 1) + 1 : 0)) }
  closed(): Promise<void> { return this.take(() => 0).then(() => {}, () => {}) }
}
