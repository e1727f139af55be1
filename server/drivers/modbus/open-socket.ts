import { Socket } from 'node:net'

/** Opens a TCP connection within `timeoutMs` of wall time. @throws Error when nobody answers */
export function openSocket(host: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = new Socket()
    const fail = (error: Error): void => {
      clearTimeout(timer)
      socket.destroy()
      reject(error)
    }
    const timer = setTimeout(() => fail(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs)
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
