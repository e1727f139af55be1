import { Socket } from 'node:net'

/**
 * A socket whose listeners cannot bring the process down: the Modbus parser reads past the end of some malformed frames and
 * throws inside the data event. Such a frame ends the connection instead.
 */
export class GuardedSocket extends Socket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    try {
      return super.emit(event as string, ...args)
    } catch (error) {
      this.destroy()
      if (event !== 'close') super.emit('malformed', error)
      return true
    }
  }
}

/** Opens a TCP connection within `timeoutMs` of wall time. @throws Error when nobody answers */
export function openSocket(host: string, port: number, timeoutMs: number): Promise<GuardedSocket> {
  return new Promise((resolve, reject) => {
    const socket = new GuardedSocket()
    const timer = setTimeout(() => fail(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs)
    const fail = (error: Error): void => {
      clearTimeout(timer)
      socket.destroy()
      reject(error)
    }
    socket.once('error', fail)
    socket.connect({ host, port, noDelay: true, keepAlive: true }, () => {
      clearTimeout(timer)
      socket.off('error', fail)
      // From here on an error only means that the connection is gone, which 'close' reports.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}
