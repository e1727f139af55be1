import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** Exception codes of the Modbus application protocol v1.1b3, section 7. */
export const modbusException = { illegalFunction: 1, illegalAddress: 2, illegalValue: 3, deviceFailure: 4, gatewayTargetNoResponse: 11 } as const

/** Registers behind a server. A number instead of words, or a non-zero write answer, is an exception code. */
export interface ModbusBank {
  unitId: number
  readHolding(address: number, count: number): number[] | number
  readInput(address: number, count: number): number[] | number
  writeHolding(address: number, words: readonly number[]): number
}

const readOf = { 3: 'readHolding', 4: 'readInput' } as const
const bytes = (words: readonly number[]): Buffer => Buffer.from(words.flatMap((word) => [word >> 8, word & 0xff]))

/** Answers one PDU (function code and data) from the bank; a fault of the bank itself becomes exception 4. */
export function answerPdu(bank: ModbusBank, pdu: Buffer): Buffer {
  try {
    return answerFrom(bank, pdu)
  } catch {
    return Buffer.from([(pdu[0] ?? 0) | 0x80, modbusException.deviceFailure])
  }
}

function answerFrom(bank: ModbusBank, pdu: Buffer): Buffer {
  const code = pdu[0] ?? 0
  const refuse = (exception: number): Buffer => Buffer.from([code | 0x80, exception])
  if (code === 3 || code === 4) {
    if (pdu.length !== 5) return refuse(modbusException.illegalValue)
    const address = pdu.readUInt16BE(1), count = pdu.readUInt16BE(3)
    if (count < 1 || count > 125) return refuse(modbusException.illegalValue)
    const words = bank[readOf[code]](address, count)
    return typeof words === 'number' ? refuse(words) : Buffer.concat([Buffer.from([code, words.length * 2]), bytes(words)])
  }
  if (code === 6) {
    if (pdu.length !== 5) return refuse(modbusException.illegalValue)
    const exception = bank.writeHolding(pdu.readUInt16BE(1), [pdu.readUInt16BE(3)])
    return exception ? refuse(exception) : pdu
  }
  if (code === 16) {
    const count = pdu.length >= 6 ? pdu.readUInt16BE(3) : 0
    if (count < 1 || count > 123 || pdu[5] !== count * 2 || pdu.length !== 6 + count * 2) return refuse(modbusException.illegalValue)
    const words = Array.from({ length: count }, (_, i) => pdu.readUInt16BE(6 + 2 * i))
    const exception = bank.writeHolding(pdu.readUInt16BE(1), words)
    return exception ? refuse(exception) : pdu.subarray(0, 5)
  }
  return refuse(modbusException.illegalFunction)
}

/** Modbus TCP server for one bank: FC 3, 4, 6 and 16, many clients, pipelined and fragmented frames. */
export class ModbusServer {
  private server: Server | null = null
  private readonly sockets = new Set<Socket>()

  constructor(private readonly bank: ModbusBank) {}

  /** Listens and resolves with the port. @throws when the port is taken */
  start(port: number, host = '127.0.0.1'): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => this.serve(socket))
      server.once('error', reject)
      server.listen(port, host, () => {
        this.server = server
        resolve((server.address() as AddressInfo).port)
      })
    })
  }

  /** Closes the port and every connection, as a power cut would. */
  stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    const { server } = this
    this.server = null
    return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()))
  }

  private serve(socket: Socket): void {
    let pending: Buffer = Buffer.alloc(0)
    this.sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('data', (chunk: Buffer) => {
      pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk
      while (pending.length >= 8) {
        const length = pending.readUInt16BE(4)
        // Not Modbus TCP, or out of step: there is no way back into step but a new connection.
        if (pending.readUInt16BE(2) !== 0 || length < 2 || length > 254) { socket.destroy(); return }
        if (pending.length < 6 + length) return
        const header = Buffer.from(pending.subarray(0, 7)), pdu = pending.subarray(7, 6 + length)
        const answer = header[6] === this.bank.unitId ? answerPdu(this.bank, pdu) : Buffer.from([(pdu[0] ?? 0) | 0x80, modbusException.gatewayTargetNoResponse])
        header.writeUInt16BE(answer.length + 1, 4)
        socket.write(Buffer.concat([header, answer]))
        pending = pending.subarray(6 + length)
      }
    })
  }
}
